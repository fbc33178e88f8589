import { machine } from '../actor.ts';
import { addDuration } from '../calendar.ts';
import { derived } from '../derived.ts';
import type { ApprovalDeed, ApprovalEvent } from './event.ts';
import { lineAbove, nextAbsenceChange, standIn } from './people.ts';
import { searchOf } from './seating.ts';
import { settled } from './settle.ts';
import type { Approval, Seat, Step } from './state.ts';
import { openSteps } from './state.ts';

/** What comes due by itself: a reminder, an escalation, or somebody leaving or returning. */
export type ApprovalDeadline = SeatDeadline | { readonly type: 'absence'; readonly dueAt: string };

type SeatDeadline = {
  readonly type: 'remind' | 'escalate';
  readonly dueAt: string;
  readonly step: string;
  readonly slot: string;
  readonly userId: string;
};

/** All that is still to come due; earliest first. Time while nobody is asked does not count: a seat's clock begins with the seat. */
export const deadlines = derived((state: Approval): readonly ApprovalDeadline[] => {
  if (state.result !== null) return [];
  const seats = openSteps(state).flatMap((step) => step.seats.flatMap((seat) => ofSeat(state, step, seat)));
  const change = nextAbsenceChange(state.people, state.reviewedAt);
  const absences: readonly ApprovalDeadline[] = change === null ? [] : [{ type: 'absence', dueAt: change }];
  return [...seats, ...absences].toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
});

export function nextDeadline(state: Approval): ApprovalDeadline | null {
  return deadlines(state)[0] ?? null;
}

/** What a deadline that came due makes happen; nothing when the request has moved on since. Never an approval. */
export function passDeadline(state: Approval, due: ApprovalDeadline): readonly ApprovalEvent[] {
  const current = deadlines(state).some((one) => one.type === due.type && one.dueAt === due.dueAt && keyOf(one) === keyOf(due));
  if (!current) return [];
  const stamp = { at: due.dueAt > state.lastAt ? due.dueAt : state.lastAt, actor: machine };
  return settled(
    state,
    deedsOf(state, due).map((deed) => ({ ...stamp, ...deed })),
    stamp,
  );
}

function deedsOf(state: Approval, due: ApprovalDeadline): readonly ApprovalDeed[] {
  if (due.type === 'absence') return [{ type: 'absences-reviewed', dueAt: due.dueAt }];
  const { step, slot, userId, dueAt } = due;
  if (due.type === 'remind') return [{ type: 'reminded', step, userId, dueAt }];
  return [{ type: 'escalated', step, slot, userId, to: superiorFor(state, due), dueAt }];
}

/** The nearest superior who is there and is not asked yet; null at the end of the line. */
function superiorFor(state: Approval, { step: key, userId, dueAt }: SeatDeadline): string | null {
  const step = state.steps.find((one) => one.key === key);
  const seat = step?.seats.find((one) => one.userId === userId);
  if (step === undefined || seat === undefined) return null;
  const asked = openSteps(state).flatMap(({ seats }) => seats.map((one) => one.userId));
  const search = { ...searchOf(state, step, dueAt), asked };
  const line = lineAbove(search.people, seat.onBehalfOf ?? userId);
  return line.find((id) => standIn(search, id, false).userId === id) ?? null;
}

function ofSeat({ request }: Approval, step: Step, seat: Seat): readonly ApprovalDeadline[] {
  const { remindAfter, escalateAfter } = step.rule;
  const head = { step: step.key, slot: seat.slot, userId: seat.userId };
  const remind = { ...head, type: 'remind' as const, dueAt: addDuration(request.calendar, seat.sinceAt, remindAfter) };
  const escalate = { ...head, type: 'escalate' as const, dueAt: addDuration(request.calendar, seat.sinceAt, escalateAfter) };
  return [...(seat.reminded ? [] : [remind]), ...(seat.escalated ? [] : [escalate])];
}

function keyOf(due: ApprovalDeadline): string {
  return due.type === 'absence' ? '' : [due.step, due.slot, due.userId].join('|');
}
