import { addDuration, durationMs, elapsed } from '../calendar.ts';
import type { CheckpointKey } from '../playbook.ts';
import { checkpointRule } from '../playbook.ts';
import { later, repHasTheBall, stageAllowance } from './clock.ts';
import type { EventOf, OpportunityEvent } from './event.ts';
import type { CheckpointState, EscalationState, Facts, Opportunity, Remembered } from './state.ts';

/** The state after something happened. Nothing is refused here. */
export function evolve(state: Opportunity, event: OpportunityEvent): Opportunity {
  const counted = { ...state, seq: state.seq + 1, lastAt: later(state.lastAt, event.at) };
  return tick(state, remembering(apply(counted, event), event));
}

function apply(state: Opportunity, event: OpportunityEvent): Opportunity {
  switch (event.type) {
    case 'opened':
      return opened(state, event);
    case 'checkpoint-claimed':
      return { ...state, checkpoints: put(state, event.checkpoint, { claim: claimOf(event) }) };
    case 'checkpoint-accepted':
      return restarted({ ...state, checkpoints: put(state, event.checkpoint, { standing: 'accepted', claim: null, debt: null, since: event.at }) });
    case 'checkpoint-rejected':
      return { ...state, checkpoints: put(state, event.checkpoint, { claim: null }) };
    case 'checkpoint-waived':
      return { ...state, checkpoints: put(state, event.checkpoint, { standing: 'waived', claim: null, debt: event.debt, since: event.at }) };
    case 'checkpoint-revoked':
      return revoked(state, event);
    case 'checkpoint-carried-over':
      return { ...state, checkpoints: put(state, event.checkpoint, { standing: 'carried-over', since: event.at }) };
    case 'stage-entered':
      return stageEntered(state, event);
    case 'won':
      return { ...state, won: true };
    case 'ended':
      return { ...state, ended: event.result };
    default:
      return applyDecision(state, event);
  }
}

type ApplyElsewhere =
  | 'opened'
  | 'checkpoint-claimed'
  | 'checkpoint-accepted'
  | 'checkpoint-rejected'
  | 'checkpoint-waived'
  | 'checkpoint-revoked'
  | 'checkpoint-carried-over'
  | 'stage-entered'
  | 'won'
  | 'ended';

function applyDecision(state: Opportunity, event: Exclude<OpportunityEvent, { type: ApplyElsewhere }>): Opportunity {
  switch (event.type) {
    case 'ruling-required':
      return { ...state, ruling: { about: event.about, since: event.at, checkpoint: event.checkpoint ?? null }, checkpoints: withoutScoredClaim(state, event) };
    case 'ruled':
      return withFacts({ ...state, ruling: null, silentSince: event.at }, { effortCapWorkingDays: event.capWorkingDays ?? null });
    case 'paused':
      return { ...state, pause: { since: event.at, until: event.until } };
    case 'resumed':
      return { ...state, pause: null, silentSince: event.at };
    case 'contract-submitted':
      return { ...state, approval: { version: event.version, open: true, since: event.at, approved: false } };
    case 'approval-concluded':
      return { ...state, approval: { version: event.version, open: false, since: event.at, approved: event.result === 'approved' } };
    case 'escalated':
      return { ...state, escalations: { ...state.escalations, [event.clock]: escalated(state, event) } };
    case 'escalation-acknowledged':
      return { ...state, escalations: { ...state.escalations, ...acknowledged(state, event) } };
    case 'closed':
      return { ...state, outcome: outcomeOf(event), ruling: null, pause: null };
    case 'loss-reviewed':
      return state.outcome === null ? state : { ...state, outcome: { ...state.outcome, reviewOwed: false } };
    case 'timing-changed':
      return { ...state, calendar: event.calendar ?? state.calendar, playbook: event.playbook ?? state.playbook };
    case 'command-rejected':
      return state;
    default:
      return applyFacts(state, event);
  }
}

function applyFacts(
  state: Opportunity,
  event: EventOf<'buyer-step-reported' | 'forecast-updated' | 'delivery-planned' | 'contact-recorded' | 'reassigned'>,
): Opportunity {
  switch (event.type) {
    case 'buyer-step-reported':
      return withFacts(state, { buyerStep: event.buyerStep });
    case 'forecast-updated':
      return withFacts(state, {
        ...(event.amount === undefined ? {} : { amount: event.amount }),
        ...(event.closeOn === undefined ? {} : { closeOn: event.closeOn }),
      });
    case 'delivery-planned':
      return withFacts(state, { deliveryDueOn: event.dueOn });
    case 'contact-recorded':
      return {
        ...state,
        lastContactAt: later(state.lastContactAt, event.contactedAt),
        silentSince: later(state.silentSince, event.contactedAt),
      };
    case 'reassigned':
      return withFacts(state, { ownerId: event.ownerId, teamId: event.teamId });
  }
}

function opened(state: Opportunity, event: EventOf<'opened'>): Opportunity {
  const { name, customerId, ownerId, teamId, amount, closeOn, openedAt, stage, imported = null } = event;
  const facts: Facts = {
    ...{ name, customerId, ownerId, teamId, amount, closeOn, openedAt, imported },
    enteredStage: stage,
    stageEnteredAt: event.at,
    buyerStep: null,
    deliveryDueOn: null,
    effortCapWorkingDays: null,
  };
  return { ...state, facts, lastContactAt: openedAt, silentSince: event.at, clock: { startedAt: event.at, usedMs: 0, runningSince: null } };
}

/** Imported sales begin with half an allowance, so that the first day is a work list and not a storm. */
function stageEntered(state: Opportunity, event: EventOf<'stage-entered'>): Opportunity {
  const entered = restarted(withFacts(state, { stageEnteredAt: event.at }));
  const allowance = stageAllowance(entered);
  if (event.from !== null || state.facts?.imported == null || allowance === undefined) return entered;
  return { ...entered, clock: { ...entered.clock, usedMs: Math.floor(durationMs(state.calendar, allowance) / 2) } };
}

function revoked(state: Opportunity, { checkpoint, at }: EventOf<'checkpoint-revoked'>): Opportunity {
  const rule = checkpointRule(state.playbook, checkpoint);
  return {
    ...state,
    checkpoints: put(state, checkpoint, { standing: 'open', claim: null, debt: null, since: at }),
    won: state.won && rule?.meaning !== 'signature',
    approval: rule?.acceptance === 'approval' ? null : state.approval,
  };
}

function restarted(state: Opportunity): Opportunity {
  return { ...state, clock: { startedAt: state.lastAt, usedMs: 0, runningSince: null } };
}

/** Starts or stops the stage's clock when the ball changed hands; what was used stays used. */
function tick(before: Opportunity, after: Opportunity): Opportunity {
  const { clock, lastAt } = after;
  const runs = repHasTheBall(after);
  if (runs === (clock.runningSince !== null)) return after;
  if (clock.runningSince === null) return { ...after, clock: { ...clock, runningSince: lastAt } };
  const allowance = stageAllowance(before);
  const ran = allowance === undefined ? 0 : elapsed(before.calendar, allowance, clock.runningSince, lastAt);
  return { ...after, clock: { ...clock, usedMs: clock.usedMs + ran, runningSince: null } };
}

function escalated(state: Opportunity, event: EventOf<'escalated'>): EscalationState {
  const earlier = state.escalations[event.clock];
  const same = earlier?.startedAt === event.startedAt ? earlier : undefined;
  return {
    rungsFired: event.rung + 1,
    level: Math.max(same?.level ?? 0, ...event.told.map(({ level }) => level)),
    lastDueAt: event.dueAt,
    startedAt: event.startedAt,
    told: [...new Set([...(same?.told ?? []), ...event.told.map(({ userId }) => userId)])],
    acknowledged: null,
  };
}

function acknowledged(state: Opportunity, event: EventOf<'escalation-acknowledged'>): { readonly [clock: string]: EscalationState } {
  const one = state.escalations[event.clock];
  if (one === undefined) return {};
  const quietUntil = event.snoozeUntil ?? addDuration(state.calendar, event.at, state.playbook.acknowledgement.quiet);
  return { [event.clock]: { ...one, acknowledged: { by: event.actor.userId, at: event.at, quietUntil } } };
}

/** A lost or withdrawn sale owes its review, unless it is history from elsewhere that recorded no reason. */
function outcomeOf(event: EventOf<'closed'>): Opportunity['outcome'] {
  if (event.outcome === 'completed') return null;
  const owed = event.outcome === 'withdrawn' || (event.outcome === 'lost' && event.decisiveCriterion !== null);
  return { outcome: event.outcome, at: event.at, reviewOwed: owed };
}

function withoutScoredClaim(state: Opportunity, event: EventOf<'ruling-required'>): Opportunity['checkpoints'] {
  return event.checkpoint === undefined ? state.checkpoints : put(state, event.checkpoint, { claim: null });
}

function claimOf({ actor, at, occurredAt }: EventOf<'checkpoint-claimed'>): CheckpointState['claim'] {
  return { by: actor.userId, at, occurredAt };
}

function put(state: Opportunity, key: CheckpointKey, change: Partial<CheckpointState>): Opportunity['checkpoints'] {
  const untouched: CheckpointState = { standing: 'open', claim: null, debt: null, since: state.lastAt };
  return { ...state.checkpoints, [key]: { ...untouched, ...state.checkpoints[key], ...change } };
}

function withFacts(state: Opportunity, change: Partial<Facts>): Opportunity {
  return state.facts === null ? state : { ...state, facts: { ...state.facts, ...change } };
}

/** Consecutive events of one command are one memory. */
function remembering(state: Opportunity, event: OpportunityEvent): Opportunity {
  const { commandId, fingerprint } = event;
  if (commandId === undefined || fingerprint === undefined) return state;
  const refusal = event.type === 'command-rejected' ? { refusal: event.refusal } : {};
  const memory: Remembered = { commandId, fingerprint, seq: state.seq, ...refusal };
  const others = state.recent.at(-1)?.commandId === commandId ? state.recent.slice(0, -1) : state.recent;
  return { ...state, recent: [...others, memory].slice(-memoryLength) };
}

const memoryLength = 200;
