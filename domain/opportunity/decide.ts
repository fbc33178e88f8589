import type { Happening } from '../actor.ts';
import { addDuration } from '../calendar.ts';
import { recalled, rejectionStamp } from '../memory.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal } from '../refusal.ts';
import { claimCheckpoint, revokeCheckpoint, verifyCheckpoint, waiveCheckpoint } from './checkpoint.ts';
import { closeSale, reviewLoss } from './closing.ts';
import type { CommandOf, CommandType, OpportunityCommand } from './command.ts';
import { concludeApproval, submitContract } from './contract.ts';
import { openSale, rule } from './entry.ts';
import type { Decision, Deeds } from './decision.ts';
import type { Deed, OpportunityEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { pause, planDelivery, reassign, recordContact, reportBuyerStep, resume, updateForecast } from './facts.ts';
import { firstBroken, atField, needed } from './guard.ts';
import { buildHindrance, formHindrance } from './form.ts';
import { isPermitted } from './permission.ts';
import type { RefusalCode } from './refusal-code.ts';
import type { Opportunity } from './state.ts';
import { escalationOf, hasEnded, stageOf } from './state.ts';

/** What a command makes happen, or why it must not. A repeated command gets its first outcome; `at` is never before the last event. */
export function decide(state: Opportunity, command: OpportunityCommand, at: string): Decision {
  const known = recalled(state.recent, command);
  if (known !== null) return known;

  const hindrance = buildHindrance(command) ?? hindranceOf(state, command) ?? formHindrance(command);
  if (hindrance !== null) return hindrance;
  const deeds = ask(state, command, at);
  return isRefusal(deeds) ? deeds : withConsequences(state, stamped(deeds, command, at));
}

/** The event that keeps a refused signal visible. */
export function rejection(command: OpportunityCommand, refusal: Refusal<RefusalCode>, at: string): OpportunityEvent {
  return { ...rejectionStamp(command, refusal, at), type: 'command-rejected', command: command.type, refusal };
}

type Ask<Type extends CommandType> = (state: Opportunity, command: CommandOf<Type>, at: string) => Deeds;

const asks: { readonly [Type in CommandType]: Ask<Type> } = {
  open: openSale,
  'claim-checkpoint': claimCheckpoint,
  'verify-checkpoint': verifyCheckpoint,
  'waive-checkpoint': waiveCheckpoint,
  'revoke-checkpoint': revokeCheckpoint,
  'report-buyer-step': reportBuyerStep,
  'update-forecast': updateForecast,
  'plan-delivery': planDelivery,
  'record-contact': recordContact,
  pause,
  resume,
  rule,
  'submit-contract': submitContract,
  'conclude-approval': concludeApproval,
  reassign,
  'acknowledge-escalation': acknowledgeEscalation,
  close: closeSale,
  'review-loss': reviewLoss,
  'change-timing': (
    _state,
    { type: _type, commandId: _id, fingerprint: _print, actor: _actor, at: _at, seen: _seen, ...timing },
  ) => [{ type: 'timing-changed', ...timing }],
};

function ask(state: Opportunity, command: OpportunityCommand, at: string): Deeds {
  return (asks[command.type] as Ask<CommandType>)(state, command, at);
}

/** What stands in the way of any command of this type, whatever it says. */
function hindranceOf(state: Opportunity, command: OpportunityCommand): Refusal<RefusalCode> | null {
  const isOpened = state.facts !== null;
  const opens = command.type === 'open';
  return firstBroken(
    [!isOpened && !opens, { refused: 'not-opened' }],
    [isOpened && opens, { refused: 'already-opened' }],
    [hasEnded(state), { refused: 'sale-ended' }],
    [!isPermitted(state, command), { refused: 'not-permitted', facts: { capacity: command.actor.capacity } }],
    [state.outcome !== null && !stillPossible.includes(command.type), { refused: 'sale-closed' }],
  );
}

const stillPossible: readonly CommandType[] = [
  'review-loss',
  'acknowledge-escalation',
  'reassign',
  'change-timing',
  'conclude-approval',
];

function stamped(
  deeds: readonly Deed[],
  { actor, commandId, fingerprint }: OpportunityCommand,
  at: string,
): readonly OpportunityEvent[] {
  return deeds.map((deed) => ({ ...({ at, actor, commandId, fingerprint } satisfies Happening), ...deed }));
}

/** The stage is derived; that another one is reached, or none is left, is told as events of its own. */
export function withConsequences(state: Opportunity, events: readonly OpportunityEvent[]): readonly OpportunityEvent[] {
  const last = events.at(-1);
  if (last === undefined) return events;
  const after = events.reduce(evolve, state);
  const { at, actor, commandId, fingerprint } = last;
  const stamp = { at, actor, ...(commandId === undefined || fingerprint === undefined ? {} : { commandId, fingerprint }) };
  return [...events, ...moves(state, after).map((deed) => ({ ...stamp, ...deed }))];
}

function moves(before: Opportunity, after: Opportunity): readonly Deed[] {
  const { outcome, ended } = after;
  if (ended !== null) return [];
  if (outcome !== null) return outcome.reviewOwed ? [] : [{ type: 'ended', result: outcome.outcome }];
  const stage = stageOf(after);
  const from = stageBefore(before);
  if (stage === undefined) return [{ type: 'ended', result: 'completed' }];
  return stage.key === from ? [] : [{ type: 'stage-entered', stage: stage.key, from }];
}

function stageBefore(state: Opportunity): string | null {
  return state.facts === null ? null : (stageOf(state)?.key ?? null);
}

function acknowledgeEscalation(state: Opportunity, command: CommandOf<'acknowledge-escalation'>, at: string): Deeds {
  const { clock, plan, snoozeUntil } = command;
  const fired = escalationOf(state, clock);
  const longest = addDuration(state.calendar, at, state.playbook.acknowledgement.longestSnooze);
  const quietUntil = fired?.acknowledged?.quietUntil ?? at;
  const broken = firstBroken(
    [fired === undefined, atField('no-such-escalation', '/clock', 'unknown')],
    [quietUntil > at, { refused: 'already-acknowledged', facts: { quietUntil } }],
    needed(plan, '/plan'),
    [snoozeUntil !== undefined && snoozeUntil <= at, atField('not-later', '/snoozeUntil')],
    [snoozeUntil !== undefined && snoozeUntil > longest, { ...atField('snooze-too-long', '/snoozeUntil'), facts: { longest } }],
  );
  return broken ?? [{ type: 'escalation-acknowledged', clock, plan, ...(snoozeUntil === undefined ? {} : { snoozeUntil }) }];
}
