import type { Notice } from '../account.ts';
import { checkpointRule } from '../playbook.ts';
import { scoreOf } from '../scorecard.ts';
import type { EventOf, EventType, OpportunityEvent } from './event.ts';
import type { Facts, Opportunity } from './state.ts';

type Teller<Type extends EventType> = (event: EventOf<Type>, facts: Facts, state: Opportunity) => readonly Notice[];

/** Who hears of an event in his inbox; `state` is the one after it. */
export function noticesOf(state: Opportunity, event: OpportunityEvent): readonly Notice[] {
  const teller = tellers[event.type] as Teller<EventType> | undefined;
  if (state.facts === null || teller === undefined) return [];
  const about = { opportunityId: state.id, name: state.facts.name };
  return teller(event, state.facts, state).map((draft) => ({ ...draft, facts: { ...about, ...draft.facts } }));
}

const tellers: { readonly [Type in EventType]?: Teller<Type> } = {
  'checkpoint-claimed': (event, _facts, state) =>
    asksForVerification(state, event)
      ? [{ kind: 'verification-requested', to: { superiorOf: event.actor.userId }, facts: { checkpoint: event.checkpoint } }]
      : [],
  'checkpoint-accepted': ({ checkpoint, verified }, { ownerId }) =>
    verified ? [{ kind: 'checkpoint-accepted', to: { userId: ownerId }, facts: { checkpoint } }] : [],
  'checkpoint-rejected': ({ checkpoint, comment }, { ownerId }) => [
    { kind: 'checkpoint-rejected', to: { userId: ownerId }, facts: { checkpoint, comment } },
  ],
  'checkpoint-waived': ({ checkpoint, reason }, { ownerId }) => [
    { kind: 'checkpoint-waived', to: { userId: ownerId }, facts: { checkpoint, reason } },
  ],
  'checkpoint-revoked': ({ checkpoint, reason }, { ownerId }) => [
    { kind: 'checkpoint-revoked', to: { userId: ownerId }, facts: { checkpoint, reason } },
  ],
  'ruling-required': ({ about }, { ownerId }) => [{ kind: 'ruling-requested', to: { superiorOf: ownerId }, facts: { about } }],
  ruled: ({ verdict, reason }, { ownerId }) => [{ kind: 'ruled', to: { userId: ownerId }, facts: { verdict, reason } }],
  escalated: ({ told, clock, dueAt }) =>
    told.map(({ userId, onBehalfOf }) => ({
      kind: 'escalated',
      to: { userId },
      facts: { clock, dueAt, ...(onBehalfOf !== undefined && { onBehalfOf }) },
    })),
  reassigned: ({ reason }, { ownerId }) => [{ kind: 'reassigned', to: { userId: ownerId }, facts: { reason } }],
  'approval-concluded': ({ version, result }, { ownerId }) => [
    { kind: 'approval-concluded', to: { userId: ownerId }, facts: { version: version.number, result } },
  ],
  closed: ({ outcome }, { ownerId }, state) =>
    state.outcome?.reviewOwed === true ? [{ kind: 'review-requested', to: { userId: ownerId }, facts: { outcome } }] : [],
  'command-rejected': ({ actor, command, refusal }) =>
    actor.capacity === 'system'
      ? []
      : [{ kind: 'command-rejected', to: { userId: actor.userId }, facts: { command, code: refusal.refused } }],
};

/** Not what is accepted by the claim itself, nor a scorecard that failed: that one is ruled on. */
function asksForVerification({ playbook }: Opportunity, { checkpoint, evidence }: EventOf<'checkpoint-claimed'>): boolean {
  const rule = checkpointRule(playbook, checkpoint);
  return rule?.acceptance === 'second-person' && scoreOf(rule, evidence)?.passes !== false;
}
