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
export type PassReason =
  | 'unknown'
  | 'left'
  | 'own-request'
  | 'decided'
  | 'asked-elsewhere'
  | 'asked-later'
  | 'absent'
  | 'beyond-ceiling'
  | 'cycle';

/** Who is asked in somebody's place, null when nobody can be, and who was passed over on the way. */
export type Sought = { readonly found: Found | null; readonly passedOver: readonly PassedOver[] };
export type Found = { readonly userId: string; readonly onBehalfOf: string | null };

export type Search = {
  readonly people: People;
  readonly at: string;
  readonly amount: ContractTerms['amount'];
  /** Submitter and last editor. */
  readonly requesters: readonly string[];
  /** Those who have decided, and those for whom it was done. */
  readonly decided: readonly string[];
  /** Those who sit in another place already, and those whose turn comes in a later step. */
  readonly elsewhere: readonly string[];
  readonly later: readonly string[];
};

/** The person himself or, while he is away, the first of his deputies who can, and their deputies; each is looked at once. */
export function present(search: Search, userId: string): Sought {
  return follow(search, userId, []);
}

/** The nearest superior who is present, or whose deputy is. Nobody is met twice, so that a ring of superiors comes to an end. */
export function above(search: Search, userId: string): Sought {
  return lineAbove(search.people, userId).reduce<Sought>(
    (sought, superior) => (sought.found === null ? after(sought, present(search, superior)) : sought),
    nobody,
  );
}

/** Everybody an approver of the policy stands for; `ownerId` is whose reporting line is meant. A line too short ends with its last. */
export function namedBy(people: People, ref: ApproverRef, ownerId: string): readonly string[] {
  if ('person' in ref) return [ref.person];
  if ('group' in ref) return people.filter(({ groups, active }) => active && groups.includes(ref.group)).map(({ id }) => id);
  if ('role' in ref) return people.filter(({ roles, active }) => active && roles.includes(ref.role)).map(({ id }) => id);
  const line = lineAbove(people, ownerId);
  const superior = line[ref.superior - 1] ?? line.at(-1);
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

/** The instants at which somebody goes away or comes back, later than the one given, in order. */
export function absenceChanges(people: People, at: string): readonly string[] {
  const changes = people.flatMap(({ absences }) => absences.flatMap(({ fromAt, untilAt }) => [fromAt, untilAt]));
  return [...new Set(changes)].filter((change) => change > at).toSorted();
}

const nobody: Sought = { found: null, passedOver: [] };

function follow(search: Search, userId: string, chain: readonly string[]): Sought {
  const hindrance = chain.includes(userId) ? 'cycle' : hindranceOf(search, userId);
  if (hindrance !== null) return passed(userId, hindrance);
  const absences = absencesOf(search, userId);
  if (absences.length === 0) return { found: { userId, onBehalfOf: chain[0] ?? null }, passedOver: [] };
  const deputies = absences.reduce<Sought>(
    (sought, absence) => (sought.found === null ? after(sought, deputy(search, absence, [...chain, userId])) : sought),
    nobody,
  );
  return deputies.found === null ? after(deputies, passed(userId, 'absent')) : deputies;
}

function deputy(search: Search, { deputyId, ceiling }: Absence, chain: readonly string[]): Sought {
  if (deputyId === null) return nobody;
  return isBeyond(ceiling, search.amount) ? passed(deputyId, 'beyond-ceiling') : follow(search, deputyId, chain);
}

function passed(userId: string, reason: PassReason): Sought {
  return { found: null, passedOver: [{ userId, reason }] };
}

function after(before: Sought, { found, passedOver }: Sought): Sought {
  return { found, passedOver: [...before.passedOver, ...passedOver] };
}

/** Also when the currencies differ: a ceiling says nothing about another currency. */
function isBeyond(ceiling: Absence['ceiling'], amount: ContractTerms['amount']): boolean {
  return ceiling !== null && (compareMoney(amount, ceiling) ?? 1) > 0;
}

function hindranceOf({ people, requesters, decided, elsewhere, later }: Search, userId: string): PassReason | null {
  const person = personOf(people, userId);
  if (person === undefined) return 'unknown';
  if (!person.active) return 'left';
  if (requesters.includes(userId)) return 'own-request';
  if (decided.includes(userId)) return 'decided';
  if (elsewhere.includes(userId)) return 'asked-elsewhere';
  return later.includes(userId) ? 'asked-later' : null;
}

function absencesOf({ people, at }: Search, userId: string): readonly Absence[] {
  return personOf(people, userId)?.absences.filter(({ fromAt, untilAt }) => fromAt <= at && at < untilAt) ?? [];
}

function personOf(people: People, userId: string): Person | undefined {
  return people.find(({ id }) => id === userId);
}
