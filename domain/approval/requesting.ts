import type { Actor } from '../actor.ts';
import { addDuration } from '../calendar.ts';
import { isBlank } from '../guard.ts';
import type { ApprovalCommandOf } from './command.ts';
import type { ApprovalDeeds } from './decide.ts';
import { atField, firstBroken } from './guard.ts';
import type { Approval } from './state.ts';
import { openSteps, requesters } from './state.ts';

/** The requester takes it back. */
export function withdraw(state: Approval, { actor, comment: reason }: ApprovalCommandOf<'withdraw'>): ApprovalDeeds {
  return isRequester(state, actor) ? [{ type: 'concluded', result: 'withdrawn', reason }] : { refused: 'not-requester' };
}

/** Once in four hours, by day or by night. */
export function nudge(state: Approval, { actor }: ApprovalCommandOf<'nudge'>, at: string): ApprovalDeeds {
  const { nudgedAt, request } = state;
  const againAt = nudgedAt === null ? at : addDuration(request.calendar, nudgedAt, { hours: 4 });
  const broken = firstBroken(
    [!isRequester(state, actor), { refused: 'not-requester' }],
    [againAt > at, { refused: 'nudged-lately', facts: { againAt } }],
  );
  return broken ?? [{ type: 'nudged', userIds: openSteps(state).flatMap(({ seats }) => seats.map(({ userId }) => userId)) }];
}

export function comment(_state: Approval, command: ApprovalCommandOf<'comment'>): ApprovalDeeds {
  if (isBlank(command.comment)) return atField('comment-required', '/comment', 'required');
  return [{ type: 'commented', comment: command.comment, mentions: command.mentions }];
}

function isRequester(state: Approval, { userId }: Actor): boolean {
  return requesters(state).includes(userId) || state.request.ownerId === userId;
}
