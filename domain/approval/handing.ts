import type { ApprovalCommandOf } from './command.ts';
import type { ApprovalDeeds } from './decide.ts';
import type { Guard } from './guard.ts';
import { atField, explained, firstBroken, heldBy, seated } from './guard.ts';
import type { Person } from './people.ts';
import type { Approval, Seat, SlotChange, Step } from './state.ts';
import { inForce, openSteps, requesters } from './state.ts';

/** Somebody else decides instead. */
export function transfer(state: Approval, { to, comment, actor }: ApprovalCommandOf<'transfer'>): ApprovalDeeds {
  const broken = firstBroken(...seated(state, actor), explained(state, 'transfer', comment), ...askable(state, to, '/to'));
  const held = heldBy(state, actor);
  if (broken !== null || held === undefined) return broken ?? [];
  return [
    { type: 'transferred', step: held.step.key, slot: held.seat.slot, from: originalOf(held.step, held.seat), to, comment },
  ];
}

/** A colleague more: before, beside or after the one who asks for him. */
export function addApprover(
  state: Approval,
  { person, where, comment, actor }: ApprovalCommandOf<'add-approver'>,
): ApprovalDeeds {
  const broken = firstBroken(...seated(state, actor), ...askable(state, person, '/userId'));
  const held = heldBy(state, actor);
  return broken ?? [{ type: 'approver-added', step: held?.step.key ?? '', person, where, comment }];
}

/** One of several who could, takes it; the others need not look any more. */
export function claim(state: Approval, { actor }: ApprovalCommandOf<'claim'>): ApprovalDeeds {
  const held = heldBy(state, actor);
  if (held === undefined && isTaken(state)) return { refused: 'already-taken' };
  const broken = firstBroken(...seated(state, actor));
  if (broken !== null || held === undefined) return broken ?? [];
  const { step, seat } = held;
  const isAlone = step.seats.filter(({ slot }) => slot === seat.slot).length === 1;
  return isAlone
    ? { refused: 'not-a-group-seat' }
    : [{ type: 'seat-claimed', step: step.key, slot: seat.slot, userId: seat.userId }];
}

function isTaken(state: Approval): boolean {
  return openSteps(state).some(({ changes }) => changes.some(({ kind }) => kind === 'claimed'));
}

/** What was claimed goes back to the group, what was transferred to whoever transferred it. */
export function handBack(state: Approval, { actor }: ApprovalCommandOf<'hand-back'>): ApprovalDeeds {
  const taken = openSteps(state).flatMap((step) =>
    step.changes.filter((change) => takerOf(change) === actor.userId).map((change) => ({ step, change })),
  );
  const last = taken.at(-1);
  if (last === undefined) return { refused: 'nothing-to-hand-back' };
  return [{ type: 'handed-back', step: last.step.key, slot: last.change.slot, userId: actor.userId }];
}

function takerOf(change: SlotChange): string | null {
  if (change.kind === 'transferred') return change.to;
  return change.kind === 'claimed' ? change.userId : null;
}

/** Whose place a stand-in's seat is, among the candidates of its slot. */
function originalOf({ changes }: Step, seat: Seat): string {
  const isKnown = changes.some((change) => change.slot === seat.slot && takerOf(change) === seat.userId);
  return isKnown ? seat.userId : (seat.onBehalfOf ?? seat.userId);
}

function askable(state: Approval, { id, active }: Person, pointer: string): readonly Guard[] {
  const isSeated = openSteps(state).some(({ seats }) => seats.some(({ userId }) => userId === id));
  return [
    [!active, atField('unknown-person', pointer, 'left')],
    [requesters(state).includes(id), atField('own-request', pointer)],
    [inForce(state).some(({ userId }) => userId === id), atField('already-decided', pointer)],
    [isSeated, atField('already-asked', pointer)],
  ];
}
