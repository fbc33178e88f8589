import type { ApprovalCommandOf } from './command.ts';
import type { ApprovalDeeds } from './decide.ts';
import type { ApprovalDeed } from './event.ts';
import type { Held } from './guard.ts';
import { atField, explained, firstBroken, heldBy, onTerms, seated } from './guard.ts';
import { lineAbove } from './people.ts';
import type { Approval } from './state.ts';
import { isAfter } from './state.ts';

export function approve(state: Approval, command: ApprovalCommandOf<'approve'>): ApprovalDeeds {
  const { hash, comment, actor } = command;
  return (
    firstBroken(onTerms(state, hash), ...seated(state, actor), explained(state, 'approve', comment)) ??
    decided(state, command, 'approve')
  );
}

export function reject(state: Approval, command: ApprovalCommandOf<'reject'>): ApprovalDeeds {
  const { hash, comment, actor } = command;
  return (
    firstBroken(onTerms(state, hash), ...seated(state, actor), explained(state, 'reject', comment)) ??
    decided(state, command, 'reject')
  );
}

/** To the submitter, which ends the request; or to an earlier step, three times at most, and then it goes up. */
export function giveBack(state: Approval, command: ApprovalCommandOf<'return'>): ApprovalDeeds {
  const { hash, comment, actor, toStep } = command;
  const broken = firstBroken(onTerms(state, hash), ...seated(state, actor), explained(state, 'return', comment));
  const held = heldBy(state, actor);
  if (broken !== null || held === undefined) return broken ?? [];
  if (toStep === undefined) return [{ type: 'concluded', result: 'returned', reason: comment }];
  return toEarlier(state, held, { ...command, toStep });
}

function toEarlier(
  state: Approval,
  held: Held,
  { toStep, comment, actor }: ApprovalCommandOf<'return'> & { readonly toStep: string },
): ApprovalDeeds {
  const from = held.step;
  const target = state.steps.find(({ key }) => key === toStep);
  if (target === undefined) return atField('unknown-step', '/toStep', 'unknown');
  if (!isAfter(state, from, target)) return atField('not-an-earlier-step', '/toStep');
  if ((state.returns[toStep] ?? 0) < mostReturns) return [{ type: 'returned', from: from.key, toStep, comment }];
  return wentUp(state, held, { by: actor.userId, comment });
}

function wentUp(
  state: Approval,
  { step, seat }: Held,
  why: { readonly by: string; readonly comment: string },
): readonly ApprovalDeed[] {
  const superior = lineAbove(state.people, why.by)[0];
  if (superior === undefined) return [{ type: 'alarmed', step: step.key, passedOver: [] }];
  return [{ type: 'went-up', step: step.key, slot: seat.slot, userId: superior, ...why }];
}

function decided(
  state: Approval,
  command: ApprovalCommandOf<'approve' | 'reject'>,
  verdict: 'approve' | 'reject',
): readonly ApprovalDeed[] {
  const held = heldBy(state, command.actor);
  if (held === undefined) return [];
  const { step, seat } = held;
  const { userId } = command.actor;
  const who = { userId, onBehalfOf: seat.userId === userId ? seat.onBehalfOf : null, origin: seat.origin };
  return [{ type: 'decided', step: step.key, slot: seat.slot, ...who, verdict, comment: command.comment, hash: command.hash }];
}

const mostReturns = 3;
