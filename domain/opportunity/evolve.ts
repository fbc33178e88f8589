import { retimed } from '../playbook-timing.ts';
import { addDuration, durationMs, elapsed } from '../calendar.ts';
import type { CheckpointKey } from '../playbook.ts';
import { remembering } from '../memory.ts';
import { checkpointRule } from '../playbook.ts';
import { ladderOf, later, rungsDue, rungsKept, runningClocks, stageAllowance } from './clock.ts';
import type { EventOf, EventType, OpportunityEvent } from './event.ts';
import { holderOf } from './holder.ts';
import type { CheckpointState, EscalationState, Facts, Opportunity } from './state.ts';
import { escalationOf, isPresent, isSatisfied } from './state.ts';

/** The state after something happened. Nothing is refused here. */
export function evolve(state: Opportunity, event: OpportunityEvent): Opportunity {
  const isUnderWay = state.isUnderWay || !['importer', 'system'].includes(event.actor.capacity);
  const counted = { ...state, seq: state.seq + 1, lastAt: later(state.lastAt, event.at), isUnderWay };
  return tick(state, { ...apply(counted, event), recent: remembering(state.recent, event, counted.seq) });
}

type Apply<Type extends EventType> = (state: Opportunity, event: EventOf<Type>) => Opportunity;

function apply(state: Opportunity, event: OpportunityEvent): Opportunity {
  return (appliers[event.type] as Apply<EventType>)(state, event);
}

const appliers: { readonly [Type in EventType]: Apply<Type> } = {
  opened,
  'checkpoint-claimed': (state, event) => withCheckpoint(state, event.checkpoint, { claim: claimOf(event) }),
  'checkpoint-accepted': accepted,
  'checkpoint-rejected': (state, { checkpoint }) => withCheckpoint(state, checkpoint, { claim: null }),
  'checkpoint-waived': (state, { checkpoint, debt, at }) =>
    withCheckpoint(state, checkpoint, { standing: 'waived', claim: null, debt, since: at }),
  'checkpoint-revoked': revoked,
  'checkpoint-carried-over': (state, { checkpoint, at }) =>
    withCheckpoint(state, checkpoint, { standing: 'carried-over', since: at }),
  'stage-entered': stageEntered,
  'ruling-required': rulingRequired,
  ruled: (state, { capWorkingDays = null, at }) =>
    withFacts({ ...state, ruling: null, silentSince: at }, { effortCapWorkingDays: capWorkingDays }),
  'buyer-step-reported': (state, { buyerStep }) => withFacts(state, { buyerStep }),
  'forecast-updated': (state, { amount, closeOn }) =>
    withFacts(state, { ...(amount === undefined ? {} : { amount }), ...(closeOn === undefined ? {} : { closeOn }) }),
  'delivery-planned': (state, { dueOn }) => withFacts(state, { deliveryDueOn: dueOn }),
  'contact-recorded': contactRecorded,
  paused: (state, { at, until }) => ({ ...state, pause: { since: at, until } }),
  resumed: (state, { at }) => ({ ...state, pause: null, silentSince: at }),
  'contract-submitted': (state, { version, at }) => ({ ...state, approval: { version, open: true, since: at, approved: false } }),
  'approval-concluded': (state, { version, at, result }) => ({
    ...state,
    approval: { version, open: false, since: at, approved: result === 'approved' },
  }),
  reassigned: (state, { ownerId, teamId }) => withFacts(state, { ownerId, teamId }),
  escalated: (state, event) => ({ ...state, escalations: { ...state.escalations, [event.clock]: escalated(state, event) } }),
  'escalation-acknowledged': (state, event) => ({
    ...state,
    escalations: { ...state.escalations, ...acknowledged(state, event) },
  }),
  closed: (state, event) => ({ ...state, outcome: outcomeOf(event), ruling: null, pause: null }),
  'loss-reviewed': (state) => (state.outcome === null ? state : { ...state, outcome: { ...state.outcome, reviewOwed: false } }),
  'timing-changed': timingChanged,
  won: (state) => ({ ...state, won: true }),
  ended: (state, { result }) => ({ ...state, ended: result }),
  'command-rejected': (state) => state,
};

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
  return {
    ...state,
    facts,
    lastContactAt: openedAt,
    silentSince: event.at,
    clock: { startedAt: event.at, usedMs: 0, runningSince: null },
  };
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
  const isUnwon = state.won && rule?.meaning === 'signature';
  return {
    ...withCheckpoint(state, checkpoint, { standing: 'open', claim: null, debt: null, since: at }),
    won: state.won && !isUnwon,
    silentSince: isUnwon ? at : state.silentSince, // nobody was to keep in touch while it was won
    approval: rule?.acceptance === 'approval' ? withdrawn(state) : state.approval,
  };
}

/** The number stays: what takes the place of a revoked approval is a newer version. */
function withdrawn({ approval }: Opportunity): Opportunity['approval'] {
  return approval === null ? null : { ...approval, open: false, approved: false };
}

/** Only progress of the present stage restarts its clock: confirming what was carried over, or what lies elsewhere, is none. */
function accepted(state: Opportunity, { checkpoint, at }: EventOf<'checkpoint-accepted'>): Opportunity {
  const isProgress = !isSatisfied(state, checkpoint) && isPresent(state, checkpoint);
  const after = withCheckpoint(state, checkpoint, { standing: 'accepted', claim: null, debt: null, since: at });
  return isProgress ? restarted(after) : after;
}

/** A contact told late starts the clock in the past: who was told of that silence is not told again of what is left of it. */
function contactRecorded(state: Opportunity, { contactedAt }: EventOf<'contact-recorded'>): Opportunity {
  const { lastContactAt, silentSince } = state;
  const heard = {
    ...state,
    lastContactAt: later(lastContactAt, contactedAt),
    silentSince: later(silentSince, contactedAt),
  };
  const told = escalationOf(state, 'silence');
  const clock = runningClocks(heard).find(({ key }) => key === 'silence');
  const rungsFired = clock === undefined ? 0 : rungsDue(heard, clock, heard.lastAt);
  if (told?.startedAt !== silentSince || rungsFired === 0) return heard;
  const silence = { ...told, startedAt: heard.silentSince, rungsFired };
  return { ...heard, escalations: { ...heard.escalations, silence } };
}

function restarted(state: Opportunity): Opportunity {
  return { ...state, clock: { startedAt: state.lastAt, usedMs: 0, runningSince: null } };
}

/** Starts or stops the stage's clock when the ball changed hands; what was used stays used. */
function tick(before: Opportunity, after: Opportunity): Opportunity {
  const { clock, lastAt } = after;
  const runs = holderOf(after) === 'owner';
  if (runs === (clock.runningSince !== null)) return after;
  if (clock.runningSince === null) return { ...after, clock: { ...clock, runningSince: lastAt } };
  const allowance = stageAllowance(before);
  const ran = allowance === undefined ? 0 : elapsed(before.calendar, allowance, { fromAt: clock.runningSince, toAt: lastAt });
  return { ...after, clock: { ...clock, usedMs: clock.usedMs + ran, runningSince: null } };
}

/** What fired stays fired, on whatever rung of its new ladder it stands now. */
function timingChanged(state: Opportunity, { calendar = state.calendar, timing }: EventOf<'timing-changed'>): Opportunity {
  if (timing === undefined) return { ...state, calendar };
  const after = { ...state, calendar, playbook: retimed(state.playbook, timing), timingVersion: timing.version };
  const moved = Object.entries(state.escalations).map(([clock, one]) => {
    const [from, to] = [ladderOf(state, clock), ladderOf(after, clock)];
    return [clock, from === undefined || to === undefined ? one : { ...one, rungsFired: rungsKept(from, to, one.rungsFired) }];
  });
  return { ...after, escalations: Object.fromEntries(moved) as Opportunity['escalations'] };
}

function escalated(state: Opportunity, event: EventOf<'escalated'>): EscalationState {
  const earlier = state.escalations[event.clock];
  const same = earlier?.startedAt === event.startedAt ? earlier : undefined;
  return {
    rungsFired: event.rung + 1,
    level: Math.max(same?.level ?? 0, ...event.told.map(({ level }) => level)),
    firedAt: event.at,
    startedAt: event.startedAt,
    told: [...new Set([...(same?.told ?? []), ...event.told.map(({ userId }) => userId)])],
    acknowledged: null,
  };
}

function acknowledged(
  state: Opportunity,
  event: EventOf<'escalation-acknowledged'>,
): { readonly [clock: string]: EscalationState } {
  const one = escalationOf(state, event.clock);
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

function rulingRequired(state: Opportunity, { about, checkpoint, at }: EventOf<'ruling-required'>): Opportunity {
  const waiting = { ...state, ruling: { about, since: at, checkpoint: checkpoint ?? null } };
  return checkpoint === undefined ? waiting : withCheckpoint(waiting, checkpoint, { claim: null });
}

function claimOf({ actor, at, occurredAt }: EventOf<'checkpoint-claimed'>): CheckpointState['claim'] {
  const { userId: by, onBehalfOf } = actor;
  return { by, at, occurredAt, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

function withCheckpoint(state: Opportunity, key: CheckpointKey, change: Partial<CheckpointState>): Opportunity {
  const untouched: CheckpointState = { standing: 'open', claim: null, debt: null, since: state.lastAt };
  return { ...state, checkpoints: { ...state.checkpoints, [key]: { ...untouched, ...state.checkpoints[key], ...change } } };
}

function withFacts(state: Opportunity, change: Partial<Facts>): Opportunity {
  return state.facts === null ? state : { ...state, facts: { ...state.facts, ...change } };
}
