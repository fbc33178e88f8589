import type { ApprovalCommandOf } from './command.ts';
import type { ApprovalDeeds } from './decide.ts';
import type { Guard } from './guard.ts';
import { atField, explained, firstBroken, heldBy, seated } from './guard.ts';
import type { People, Person } from './people.ts';
import { unfitness } from './people.ts';
import { slotsOf } from './slot.ts';
import type { Approval, Step } from './state.ts';
import { hasCounted, openSteps, requesters, takerOf } from './state.ts';

/** Somebody else decides instead. */
export function transfer(state: Approval, { to, known, comment, actor }: ApprovalCommandOf<'transfer'>): ApprovalDeeds {
  const broken = firstBroken(...seated(state, actor), explained(state, 'transfer', comment), ...askable(state, to, '/to'));
  const held = heldBy(state, actor);
  if (broken !== null || held === undefined) return broken ?? [];
  return [
    {
      type: 'transferred',
      step: held.step.key,
      slot: held.seat.slot,
      from: held.seat.candidateId,
      to,
      ...around(known),
      comment,
    },
  ];
}

/** A colleague more: before, beside or after the one who asks for him. */
export function addApprover(
  state: Approval,
  { person, known, where, comment, actor }: ApprovalCommandOf<'add-approver'>,
): ApprovalDeeds {
  const broken = firstBroken(...seated(state, actor), ...askable(state, person, '/userId'));
  const held = heldBy(state, actor);
  return broken ?? [{ type: 'approver-added', step: held?.step.key ?? '', person, ...around(known), where, comment }];
}

/** One of several who could, takes it; the others need not look any more. */
export function claim(state: Approval, { actor }: ApprovalCommandOf<'claim'>): ApprovalDeeds {
  const held = heldBy(state, actor);
  if (held === undefined && isTaken(state)) return { refused: 'already-taken' };
  const broken = firstBroken(...seated(state, actor));
  if (broken !== null || held === undefined) return broken ?? [];
  const { step, seat } = held;
  const isAlone = !step.seats.some(({ slot, userId }) => slot === seat.slot && userId !== actor.userId);
  if (isAlone) return { refused: 'not-a-group-seat' };
  const onBehalfOf = seat.userId === actor.userId ? seat.onBehalfOf : null;
  const { slot, candidateId } = seat;
  return [{ type: 'seat-claimed', step: step.key, slot, userId: actor.userId, candidateId, onBehalfOf }];
}

function isTaken(state: Approval): boolean {
  return openSteps(state).some(({ changes }) => changes.some(({ kind }) => kind === 'claimed'));
}

/** What was claimed goes back to the group, what was transferred to whoever transferred it. */
export function handBack(state: Approval, { actor }: ApprovalCommandOf<'hand-back'>): ApprovalDeeds {
  const { step, seat } = heldBy(state, actor) ?? {};
  const isTaken = step?.changes.some((change) => change.slot === seat?.slot && takerOf(change) === seat.candidateId);
  if (step === undefined || seat === undefined || isTaken !== true) return { refused: 'nothing-to-hand-back' };
  return [{ type: 'handed-back', step: step.key, slot: seat.slot, userId: seat.candidateId }];
}

function askable(state: Approval, person: Person, pointer: string): readonly Guard[] {
  const { id } = person;
  const unfit = unfitness(person);
  return [
    [unfit !== null, atField('unknown-person', pointer, unfit ?? '')],
    [requesters(state).includes(id), atField('own-request', pointer)],
    [hasCounted(state, id), atField('already-decided', pointer)],
    [isAwaited(state, id), atField('already-asked', pointer)],
  ];
}

function around(known: People | undefined) {
  return known === undefined ? {} : { known };
}

/** Asked now, or sure to be asked by and by. */
function isAwaited(state: Approval, id: string): boolean {
  const isSeated = openSteps(state).some(({ seats }) => seats.some(({ userId }) => userId === id));
  const isNamed = (step: Step) => slotsOf(state, step).some(({ candidates }) => candidates.some(({ userId }) => userId === id));
  return isSeated || state.steps.some((step) => !step.passed && isNamed(step));
}
