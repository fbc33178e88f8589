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
export type PassReason = 'unknown' | 'left' | 'own-request' | 'decided' | 'absent' | 'beyond-ceiling' | 'cycle' | 'no-superior';

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
  /** Submitter and last editor. */
  readonly requesters: readonly string[];
  readonly decided: readonly string[];
};

/**
 * The person himself, or who decides for him: an absent one's deputy, and his superior where no deputy can. Requesters, leavers and those who
 * have decided are passed over for their superior. Each is looked at once, so that a ring of deputies comes to an end.
 */
export function standIn(search: Search, userId: string): StandIn {
  const passedOver: PassedOver[] = [];
  let current: string | null = userId;
  while (current !== null) {
    const looked: string = current;
    if (passedOver.some((one) => one.userId === looked))
      return { userId: null, onBehalfOf: null, passedOver: [...passedOver, { userId: looked, reason: 'cycle' }] };
    const found = deputyOf(search, looked, []);
    if (typeof found !== 'string') return { ...found, passedOver };
    passedOver.push({ userId: looked, reason: found });
    current = personOf(search.people, looked)?.superiorId ?? null;
  }
  return { userId: null, onBehalfOf: null, passedOver };
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

type Found = { readonly userId: string; readonly onBehalfOf: string | null };

/** The person, or his chain of deputies; else the reason why neither can. */
function deputyOf(search: Search, userId: string, chain: readonly string[]): Found | PassReason {
  const hindrance = chain.includes(userId) ? 'cycle' : hindranceOf(search, userId);
  if (hindrance !== null) return hindrance;
  const absence = absenceOf(search, userId);
  if (absence === undefined) return { userId, onBehalfOf: chain[0] ?? null };
  if (absence.deputyId === null) return 'absent';
  if (isBeyond(absence, search.amount)) return 'beyond-ceiling';
  const found = deputyOf(search, absence.deputyId, [...chain, userId]);
  return typeof found === 'string' ? 'absent' : found;
}

/** Also when the currencies differ: a ceiling says nothing about another currency. */
function isBeyond({ ceiling }: Absence, amount: ContractTerms['amount']): boolean {
  return ceiling !== null && (compareMoney(amount, ceiling) ?? 1) > 0;
}

function hindranceOf({ people, requesters, decided }: Search, userId: string): PassReason | null {
  const person = personOf(people, userId);
  if (person === undefined) return 'unknown';
  if (!person.active) return 'left';
  if (requesters.includes(userId)) return 'own-request';
  return decided.includes(userId) ? 'decided' : null;
}

function absenceOf({ people, at }: Search, userId: string): Absence | undefined {
  return personOf(people, userId)?.absences.find(({ fromAt, untilAt }) => fromAt <= at && at < untilAt);
}

function personOf(people: People, userId: string): Person | undefined {
  return people.find(({ id }) => id === userId);
}
