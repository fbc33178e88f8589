import type { StepMode } from './policy.ts';
import { decisionIn, isBeside, slotKey, slotsOf } from './slot.ts';
import type { Approval, Decision, Step } from './state.ts';
import { inForce } from './state.ts';

/**
 * What a step has come to. Colleagues put in beside must approve in every mode. One rejection is enough; but of a quorum only when the
 * number cannot be reached any more, and under a veto only the named person's, or when nobody is left to approve with him.
 */
export function verdictOf(state: Approval, step: Step): 'passed' | 'rejected' | 'open' {
  const slots = slotsOf(state, step);
  const isUndecided = ({ key }: { readonly key: string }) => decisionIn(state, step, key) === undefined;
  if (
    isRejected(
      state,
      step,
      slots.filter(isUndecided).map(({ key }) => key),
    )
  )
    return 'rejected';
  return isMet(state, step) && !slots.some((slot) => isBeside(slot) && isUndecided(slot)) ? 'passed' : 'open';
}

/** True when nobody can bring the step any further: an administrator must look. */
export function isStuck(state: Approval, step: Step): boolean {
  const seated = step.seats.map(({ slot }) => slot);
  const besides = slotsOf(state, step).filter((slot) => isBeside(slot) && decisionIn(state, step, slot.key) === undefined);
  return !isMet(state, step, seated) || besides.some(({ key }) => !seated.includes(key));
}

/** Whether the step's own rule is met by the approvals in force, and by those of more slots if `also` were approved. */
export function isMet(state: Approval, step: Step, also: readonly string[] = []): boolean {
  const isOwn = (key: string) => !isBeside({ key });
  const approved = [...approvalsOf(state, step).map(({ slot }) => slot), ...also].filter(isOwn);
  const own = slotsOf(state, step).map(({ key }) => key);
  return suffices(step.rule.mode, new Set(approved), own.filter(isOwn));
}

function suffices(mode: StepMode, approved: ReadonlySet<string>, slots: readonly string[]): boolean {
  switch (mode.kind) {
    case 'any':
      return approved.size > 0;
    case 'all':
    case 'each-group':
      return slots.length > 0 && slots.every((key) => approved.has(key));
    case 'quorum':
      return approved.size >= mode.count;
    case 'veto':
      return approved.has(slotKey({ person: mode.by })) && approved.size >= Math.min(2, slots.length);
  }
}

function isRejected(state: Approval, step: Step, undecided: readonly string[]): boolean {
  const { mode } = step.rule;
  const rejections = decisionsOf(state, step).filter(({ verdict }) => verdict === 'reject');
  if (rejections.length === 0) return false;
  if (mode.kind !== 'quorum' && mode.kind !== 'veto') return true;
  return rejections.some(({ slot }) => isBeside({ key: slot })) || !isMet(state, step, undecided);
}

function approvalsOf(state: Approval, step: Step): readonly Decision[] {
  return decisionsOf(state, step).filter(({ verdict }) => verdict === 'approve');
}

function decisionsOf(state: Approval, { key }: Step): readonly Decision[] {
  return inForce(state).filter(({ step }) => step === key);
}
