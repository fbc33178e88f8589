import { onlyAdministers } from '../actor.ts';
import { compareMoney } from '../money.ts';
import type { ApproverRef } from './policy.ts';
import type { ContractTerms } from './terms.ts';

/** Those a request may concern, as they stood when it was asked. */
export type People = readonly Person[];

export type Person = {
  readonly id: string;
  readonly superiorId: string | null;
  readonly active: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly absences: readonly Absence[];
};

/** Away between two instants; the deputy stands in within the ceiling, where one is set. */
export type Absence = {
  readonly fromAt: string;
  readonly untilAt: string;
  readonly deputyId: string | null;
  readonly ceiling: ContractTerms['amount'] | null;
};

/** What keeps a person from being asked, so that another is asked in his place. */
export type PassedOver = { readonly userId: string; readonly reason: PassReason };

/** `administrator`: he is nothing else, and administrators never approve. `asked`: he is asked elsewhere at the same time. `later`: he counts in a later step. */
export type PassReason =
  | 'unknown'
  | 'left'
  | 'administrator'
  | 'own-request'
  | 'decided'
  | 'asked'
  | 'later'
  | 'absent'
  | 'beyond-ceiling'
  | 'cycle';

/** Who is asked in somebody's place, and who was passed over on the way; nobody when the line is at its end. */
export type StandIn = {
  readonly userId: string | null;
  readonly onBehalfOf: string | null;
  readonly passedOver: readonly PassedOver[];
};

export type Search = {
  readonly people: People;
  readonly at: string;
  readonly amount: ContractTerms['amount'];
  /** Submitter and last editor, and for whom they did it. */
  readonly requesters: readonly string[];
  readonly decided: readonly string[];
  readonly asked: readonly string[];
  readonly later: readonly string[];
};

/**
 * The person himself, or who decides for him: an absent one's deputy, and, where it may go up, his superior when no deputy can. Requesters,
 * leavers and those who have decided are passed over. Each is looked at once, so that a ring of deputies or superiors comes to an end. Who
 * is merely absent is decided on behalf of.
 */
export function standIn(search: Search, userId: string, goesUp = true): StandIn {
  const line = goesUp ? [userId, ...lineAbove(search.people, userId)] : [userId];
  const passedOver: PassedOver[] = [];
  for (const looked of line) {
    const found = deputyOf(search, looked, []);
    passedOver.push(...found.passedOver);
    const away = passedOver.find(({ reason }) => isAway(reason));
    if (found.userId !== null) return { userId: found.userId, onBehalfOf: away?.userId ?? null, passedOver };
  }
  return { userId: null, onBehalfOf: null, passedOver };
}

/** Why he himself must not decide, present or not; null when he may. */
export function hindranceOf(search: Search, userId: string): PassReason | null {
  const standing = unfitness(personOf(search.people, userId));
  if (standing !== null) return standing;
  if (search.requesters.includes(userId)) return 'own-request';
  if (search.decided.includes(userId)) return 'decided';
  if (search.asked.includes(userId)) return 'asked';
  return search.later.includes(userId) ? 'later' : null;
}

/** Whatever is asked of him. */
export function unfitness(person: Person | undefined): PassReason | null {
  if (person === undefined) return 'unknown';
  if (!person.active) return 'left';
  return onlyAdministers(person) ? 'administrator' : null;
}

/** Everybody an approver of the policy stands for; `ownerId` is whose reporting line is meant. */
export function namedBy(people: People, ref: ApproverRef, ownerId: string): readonly string[] {
  if ('person' in ref) return [ref.person];
  if ('group' in ref) return people.filter(({ groups, active }) => active && groups.includes(ref.group)).map(({ id }) => id);
  if ('role' in ref) return people.filter(({ roles, active }) => active && roles.includes(ref.role)).map(({ id }) => id);
  const superior = lineAbove(people, ownerId)[ref.superior - 1] ?? lineAbove(people, ownerId).at(-1);
  return superior === undefined ? [] : [superior];
}

/** Superiors, nearest first. */
export function lineAbove(people: People, userId: string): readonly string[] {
  const line: string[] = [];
  let current = personOf(people, userId)?.superiorId ?? null;
  while (current !== null && current !== userId && !line.includes(current)) {
    line.push(current);
    current = personOf(people, current)?.superiorId ?? null;
  }
  return line;
}

/** The next instant at which somebody goes away or comes back. */
export function nextAbsenceChange(people: People, at: string): string | null {
  const changes = people.flatMap(({ absences }) => absences.flatMap(({ fromAt, untilAt }) => [fromAt, untilAt]));
  return changes.filter((change) => change > at).toSorted()[0] ?? null;
}

type Found = { readonly userId: string | null; readonly passedOver: readonly PassedOver[] };

/** The person, or the first of his chain of deputies who can. */
function deputyOf(search: Search, userId: string, chain: readonly string[]): Found {
  const hindrance = chain.includes(userId) ? 'cycle' : hindranceOf(search, userId);
  if (hindrance !== null) return passing(userId, hindrance);
  const absences = absencesOf(search, userId);
  if (absences.length === 0) return { userId, passedOver: [] };
  const deputies = absences.filter((absence) => !isBeyond(absence, search.amount)).flatMap(({ deputyId }) => deputyId ?? []);
  const isOnlyBeyond = deputies.length === 0 && absences.some(({ deputyId }) => deputyId !== null);
  return deputies.reduce<Found>(
    (found, deputy) => (found.userId === null ? joined(found, deputyOf(search, deputy, [...chain, userId])) : found),
    passing(userId, isOnlyBeyond ? 'beyond-ceiling' : 'absent'),
  );
}

function passing(userId: string, reason: PassReason): Found {
  return { userId: null, passedOver: [{ userId, reason }] };
}

function joined(one: Found, next: Found): Found {
  return { userId: next.userId, passedOver: [...one.passedOver, ...next.passedOver] };
}

function isAway(reason: PassReason): boolean {
  return reason === 'absent' || reason === 'beyond-ceiling';
}

/** Also when the currencies differ: a ceiling says nothing about another currency. */
function isBeyond({ ceiling }: Absence, amount: ContractTerms['amount']): boolean {
  return ceiling !== null && (compareMoney(amount, ceiling) ?? 1) > 0;
}

function absencesOf({ people, at }: Search, userId: string): readonly Absence[] {
  return personOf(people, userId)?.absences.filter(({ fromAt, untilAt }) => fromAt <= at && at < untilAt) ?? [];
}

function personOf(people: People, userId: string): Person | undefined {
  return people.find(({ id }) => id === userId);
}
