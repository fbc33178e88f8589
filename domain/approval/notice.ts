import type { Notice } from '../account.ts';
import type { ApprovalEvent, ApprovalEventOf, ApprovalEventType } from './event.ts';
import type { Approval } from './state.ts';

type Teller<Type extends ApprovalEventType> = (event: ApprovalEventOf<Type>, state: Approval) => readonly Notice[];

/** Who hears of an event in his inbox; `state` is the one after it. */
export function noticesOf(state: Approval, event: ApprovalEvent): readonly Notice[] {
  const { opportunityId, opportunityName, version } = state.request;
  const about = { opportunityId, name: opportunityName, version: version.number };
  const teller = tellers[event.type] as Teller<ApprovalEventType> | undefined;
  return (teller?.(event, state) ?? []).map((notice) => ({ ...notice, facts: { ...about, ...notice.facts } }));
}

const tellers: { readonly [Type in ApprovalEventType]?: Teller<Type> } = {
  seated: ({ seats, step, at }) =>
    seats
      .filter(({ sinceAt }) => sinceAt === at)
      .map(({ userId, onBehalfOf }) => ({ kind: 'approval-requested', to: { userId }, facts: { step, ...forWhom(onBehalfOf) } })),
  alarmed: ({ step }) => [{ kind: 'approval-alarm', to: { role: 'admin' }, facts: { step } }],
  decided: ({ step, verdict, userId, comment }, { request }) => [
    { kind: 'approval-decided', to: { userId: request.submitterId }, facts: { step, verdict, by: userId, comment } },
  ],
  transferred: ({ step, from, to, comment }) => [
    { kind: 'approval-transferred', to: { userId: to.id }, facts: { step, from, comment } },
  ],
  commented: ({ mentions, comment, actor }) =>
    mentions.map((userId) => ({ kind: 'approval-mentioned', to: { userId }, facts: { by: actor.userId, comment } })),
  nudged: ({ userIds, actor }) =>
    userIds.map((userId) => ({ kind: 'approval-nudged', to: { userId }, facts: { by: actor.userId } })),
  reminded: ({ step, userId, dueAt }) => [{ kind: 'approval-reminded', to: { userId }, facts: { step, dueAt } }],
  escalated: ({ step, userId, to, dueAt }) =>
    to === null
      ? [{ kind: 'approval-alarm', to: { role: 'admin' }, facts: { step } }]
      : [{ kind: 'approval-escalated', to: { userId: to }, facts: { step, from: userId, dueAt } }],
};

function forWhom(onBehalfOf: string | null) {
  return onBehalfOf === null ? {} : { onBehalfOf };
}
