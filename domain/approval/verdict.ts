import { approvalIn, slotKey, slotsOf } from './seating.ts';
import type { Approval, Step } from './state.ts';
import { inForce } from './state.ts';

/** What a step has come to. Colleagues put in beside must approve in every mode. */
export function verdictOf(state: Approval, step: Step): 'passed' | 'rejected' | 'open' {
  if (isRejected(state, step)) return 'rejected';
  const beside = slotsOf(state, step).filter(({ key }) => key.startsWith(besideSlot));
  return isMet(state, step) && beside.every(({ key }) => approvalIn(state, step, key) !== undefined) ? 'passed' : 'open';
}

/** True when nobody can bring the step any further: an administrator must look. */
export function isStuck(state: Approval, step: Step): boolean {
  const { mode } = step.rule;
  const seated = new Set(step.seats.map(({ slot }) => slot));
  const unfilled = slotsOf(state, step).filter(({ key }) => approvalIn(state, step, key) === undefined && !seated.has(key));
  if (mode.kind === 'any') return step.seats.length === 0 && !isMet(state, step);
  if (mode.kind === 'quorum') return approvers(state, step).length + step.seats.length < mode.count;
  return unfilled.length > 0;
}

export const besideSlot = 'beside:';

function isMet(state: Approval, step: Step): boolean {
  const { mode } = step.rule;
  const own = slotsOf(state, step).filter(({ key }) => !key.startsWith(besideSlot));
  const filled = own.filter(({ key }) => approvalIn(state, step, key) !== undefined);
  switch (mode.kind) {
    case 'any':
      return filled.length > 0;
    case 'all':
    case 'each-group':
      return own.length > 0 && filled.length === own.length;
    case 'quorum':
      return approvers(state, step).length >= mode.count;
    case 'veto':
      return filled.some(({ key }) => key === slotKey({ person: mode.by })) && filled.length >= Math.min(2, own.length);
  }
}

/** One rejection is enough, but where only the named person's counts, or while a quorum can still be reached. */
function isRejected(state: Approval, step: Step): boolean {
  const { mode } = step.rule;
  const rejections = inForce(state).filter((decision) => decision.step === step.key && decision.verdict === 'reject');
  const beside = rejections.filter(({ slot }) => slot.startsWith(besideSlot));
  if (mode.kind === 'veto') return beside.length > 0 || rejections.some(({ slot }) => slot === slotKey({ person: mode.by }));
  if (mode.kind === 'quorum') return rejections.length > 0 && approvers(state, step).length + step.seats.length < mode.count;
  return rejections.length > 0;
}

function approvers(state: Approval, step: Step): readonly string[] {
  const own = inForce(state).filter(
    ({ step: key, slot, verdict }) => key === step.key && verdict === 'approve' && !slot.startsWith(besideSlot),
  );
  return [...new Set(own.map(({ userId }) => userId))];
}
