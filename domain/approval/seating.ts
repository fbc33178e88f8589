import type { PassedOver, Search, StandIn } from './people.ts';
import { standIn } from './people.ts';
import type { Candidate, Slot } from './slot.ts';
import { decisionIn, isBeside, slotsOf } from './slot.ts';
import type { Approval, Seat, Step } from './state.ts';
import { countedBy, inForce, openSteps, requesters } from './state.ts';
import { isMet } from './verdict.ts';

export type Seating = { readonly seats: readonly Seat[]; readonly passedOver: readonly PassedOver[] };

/**
 * Who can act in a step at an instant, and who was passed over for whom. A seat that stays keeps its clock. Of steps side by side the one
 * whose key comes first in the alphabet has the first choice: whoever sits there is asked in no other, and every replay finds the same.
 */
export function seatingOf(state: Approval, step: Step, at: string): Seating {
  const elsewhere = openSteps(state).flatMap((other) => (other.key < step.key ? other.seats.map(({ userId }) => userId) : []));
  const search = searchOf(state, step, at);
  return openSlots(state, step).reduce<Seating>((seating, slot) => {
    const asked = [...elsewhere, ...seating.seats.map(({ userId }) => userId)];
    const next = seatedIn({ ...search, asked }, slot);
    return {
      seats: [...seating.seats, ...next.seats.map((seat) => kept(step, seat, at))],
      passedOver: [...seating.passedOver, ...next.passedOver],
    };
  }, nobody);
}

/** Those still to be decided; of a step whose own rule is met, only what was put in beside. */
export function openSlots(state: Approval, step: Step): readonly Slot[] {
  const isDone = isMet(state, step);
  return slotsOf(state, step).filter((slot) => decisionIn(state, step, slot.key) === undefined && (isBeside(slot) || !isDone));
}

/** How a search for somebody's stand-in is done for a step; who counts in a later step alone is passed over in this one. */
export function searchOf(state: Approval, step: Step, at: string): Search {
  const { request, people } = state;
  return {
    people,
    at,
    amount: request.version.terms.amount,
    requesters: requesters(state),
    decided: inForce(state).flatMap(countedBy),
    asked: [],
    later: request.policy.counting === 'last' ? namedLater(state, step) : [],
  };
}

const nobody: Seating = { seats: [], passedOver: [] };

/** The candidates who can act, or their deputies; only when there is none of them, the superiors. */
function seatedIn(search: Search, { key, candidates }: Slot): Seating {
  const found = (goesUp: boolean) => candidates.map((one) => ({ candidate: one, ...standIn(search, one.userId, goesUp) }));
  const near = found(false);
  const all = near.some(({ userId }) => userId !== null) ? near : found(true);
  const seats = all.flatMap(({ candidate, ...one }) => seatOf(key, candidate, one));
  return { seats: seats.filter(isFirstOfPerson), passedOver: all.flatMap(({ passedOver }) => passedOver) };
}

function seatOf(slot: string, candidate: Candidate, { userId, onBehalfOf }: StandIn): readonly Seat[] {
  if (userId === null) return [];
  const seat = { slot, userId, candidateId: candidate.userId, origin: candidate.origin, sinceAt: '' };
  const principal = candidate.onBehalfOf ?? onBehalfOf;
  return [{ ...seat, onBehalfOf: principal === userId ? null : principal, reminded: false, escalated: false }];
}

function isFirstOfPerson(seat: Seat, at: number, all: readonly Seat[]): boolean {
  return all.findIndex(({ userId }) => userId === seat.userId) === at;
}

function kept({ seats }: Step, seat: Seat, at: string): Seat {
  const before = seats.find(({ slot, userId }) => slot === seat.slot && userId === seat.userId);
  if (before === undefined) return { ...seat, sinceAt: at };
  return { ...seat, sinceAt: before.sinceAt, reminded: before.reminded, escalated: before.escalated };
}

function namedLater(state: Approval, step: Step): readonly string[] {
  const later = state.steps.filter(({ rank }) => rank > step.rank);
  return later.flatMap((one) => slotsOf(state, one).flatMap(({ candidates }) => candidates.map(({ userId }) => userId)));
}
