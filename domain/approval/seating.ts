import type { PassedOver, Search } from './people.ts';
import { namedBy, standIn } from './people.ts';
import type { ApproverRef } from './policy.ts';
import type { Approval, Decision, Seat, Step } from './state.ts';
import { inForce, openSteps, requesters } from './state.ts';

/** A place in a step that somebody must fill; any one of its candidates can. */
export type Slot = { readonly key: string; readonly candidates: readonly Candidate[] };
export type Candidate = { readonly userId: string; readonly origin: Seat['origin'] };
export type Seating = { readonly seats: readonly Seat[]; readonly passedOver: readonly PassedOver[] };

/** The slots of a step as they are now: what the policy gives, and what people changed. */
export function slotsOf(state: Approval, { rule, changes }: Step): readonly Slot[] {
  const asked = rule.approvers.flatMap((ref) => slotsNamed(state, ref, rule.mode.kind === 'all'));
  const beside = changes.filter(({ kind }) => kind === 'beside').map(({ slot }): Slot => ({ key: slot, candidates: [] }));
  return [...asked, ...beside].map((slot) => changes.filter((change) => change.slot === slot.key).reduce(changed, slot));
}

/** Who can act in a step at an instant, and who was passed over for whom. A seat that stays keeps its clock. */
export function seatingOf(state: Approval, step: Step, at: string): Seating {
  const taken = openSteps(state).flatMap((other) => (other.key < step.key ? other.seats.map(({ userId }) => userId) : []));
  const open = slotsOf(state, step).filter(({ key }) => approvalIn(state, step, key) === undefined);
  return open.reduce<Seating>((seating, slot) => {
    const next = seatedIn(searchOf(state, step, at), slot, [...taken, ...seating.seats.map(({ userId }) => userId)]);
    return {
      seats: [...seating.seats, ...next.seats.map((seat) => kept(step, seat, at))],
      passedOver: [...seating.passedOver, ...next.passedOver],
    };
  }, nobody);
}

/** The approval in force that fills a slot. */
export function approvalIn(state: Approval, step: Step, slot: string): Decision | undefined {
  return inForce(state).find(
    (decision) => decision.step === step.key && decision.slot === slot && decision.verdict === 'approve',
  );
}

/** How a search for somebody's stand-in is done for a step; who counts in a later step alone is passed over in this one. */
export function searchOf(state: Approval, step: Step, at: string): Search {
  const { request, people } = state;
  const decided = inForce(state).map(({ userId }) => userId);
  const later = request.policy.counting === 'last' ? namedLater(state, step) : [];
  return {
    people: people ?? [],
    at,
    amount: request.version.terms.amount,
    requesters: requesters(state),
    decided: [...decided, ...later],
  };
}

const nobody: Seating = { seats: [], passedOver: [] };

function seatedIn(search: Search, { key, candidates }: Slot, taken: readonly string[]): Seating {
  const plain = seatAll(search, key, candidates);
  const free = plain.seats.filter(({ userId }) => !taken.includes(userId));
  if (free.length > 0 || plain.seats.length === 0) return { ...plain, seats: free };
  return seatAll({ ...search, decided: [...search.decided, ...taken] }, key, candidates);
}

function seatAll(search: Search, slot: string, candidates: readonly Candidate[]): Seating {
  const found = candidates.map((candidate) => ({ ...standIn(search, candidate.userId), origin: candidate.origin }));
  const seats = found.flatMap(({ userId, onBehalfOf, origin }) =>
    userId === null ? [] : [emptySeat(slot, userId, { onBehalfOf, origin })],
  );
  return { seats: seats.filter(isFirstOfPerson), passedOver: found.flatMap(({ passedOver }) => passedOver) };
}

function emptySeat(slot: string, userId: string, { onBehalfOf, origin }: Pick<Seat, 'onBehalfOf' | 'origin'>): Seat {
  return { slot, userId, onBehalfOf, origin, sinceAt: '', reminded: false, escalated: false };
}

function isFirstOfPerson(seat: Seat, at: number, all: readonly Seat[]): boolean {
  return all.findIndex(({ userId }) => userId === seat.userId) === at;
}

function kept({ seats }: Step, seat: Seat, at: string): Seat {
  const before = seats.find(({ slot, userId }) => slot === seat.slot && userId === seat.userId);
  return before === undefined ? { ...seat, sinceAt: at } : { ...before, onBehalfOf: seat.onBehalfOf, origin: seat.origin };
}

/** Where everybody must approve, each person of a group has a slot of his own. */
function slotsNamed(state: Approval, ref: ApproverRef, each: boolean): readonly Slot[] {
  const candidates = namedBy(state.people ?? [], ref, state.request.ownerId).map((userId): Candidate => ({
    userId,
    origin: 'policy',
  }));
  if (!each || candidates.length === 0) return [{ key: slotKey(ref), candidates }];
  return candidates.map((candidate) => ({ key: `${slotKey(ref)}/${candidate.userId}`, candidates: [candidate] }));
}

export function slotKey(ref: ApproverRef): string {
  const [[kind, name] = ['', '']] = Object.entries(ref) as [string, string | number][];
  return `${kind}:${name}`;
}

function changed(slot: Slot, change: Step['changes'][number]): Slot {
  switch (change.kind) {
    case 'transferred':
      return {
        ...slot,
        candidates: slot.candidates.map((one) =>
          one.userId === change.from ? { userId: change.to, origin: 'transferred' } : one,
        ),
      };
    case 'claimed':
      return { ...slot, candidates: slot.candidates.filter(({ userId }) => userId === change.userId) };
    case 'went-up':
      return { ...slot, candidates: [{ userId: change.userId, origin: 'escalated' }] };
    case 'beside':
      return { ...slot, candidates: [{ userId: change.userId, origin: 'added' }] };
    case 'escalated':
      return { ...slot, candidates: [...slot.candidates, { userId: change.userId, origin: 'escalated' }] };
  }
}

function namedLater(state: Approval, step: Step): readonly string[] {
  const later = state.steps.filter(({ rank, passed }) => rank > step.rank && !passed);
  return later.flatMap((one) => slotsOf(state, one).flatMap(({ candidates }) => candidates.map(({ userId }) => userId)));
}
