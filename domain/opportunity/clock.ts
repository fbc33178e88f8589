import type { Duration } from '../calendar.ts';
import { addDuration, dueAfter, durationMs, elapsed, endOfDay, scaled } from '../calendar.ts';
import type { Ladder, Rung, Tell } from '../playbook.ts';
import type { EscalationState, Opportunity } from './state.ts';
import { pendingClaims, stageOf } from './state.ts';

/** A clock that runs now: its allowance, what of it was used before, and who is told when. */
export type RunningClock = {
  readonly key: string;
  readonly startedAt: string;
  readonly runningSince: string;
  readonly usedMs: number;
  readonly allowance: Duration;
  readonly ladder: Ladder;
};

export type RungDue = { readonly rung: number; readonly dueAt: string; readonly tell: Tell };

/** Whoever holds the ball has the clock; all that run in this state. */
export function runningClocks(state: Opportunity): readonly RunningClock[] {
  if (state.facts === null || state.ended !== null) return [];
  return [
    ...stageClock(state),
    ...verificationClocks(state),
    ...rulingClock(state),
    ...silenceClock(state),
    ...reviewClock(state),
  ];
}

/** The instant the whole allowance is used. */
export function breachAt(state: Opportunity, clock: RunningClock): string {
  return dueAfter(state.calendar, clock.runningSince, clock);
}

/** The next rung of a clock's ladder that has not fired; null when the ladder is at its end. */
export function nextRung(state: Opportunity, clock: RunningClock): RungDue | null {
  const plain = plainRung(state, clock);
  const quietUntil = firedOf(state, clock)?.acknowledged?.quietUntil;
  return plain === null ? null : { ...plain, dueAt: later(plain.dueAt, quietUntil) };
}

/** How many rungs of a clock's ladder are due at an instant already. */
export function rungsDue(state: Opportunity, clock: RunningClock, at: string): number {
  const { rungs } = clock.ladder;
  const ahead = rungs.findIndex((rung) => rungDueAt(state, clock, rung) > at);
  return ahead === -1 ? rungs.length : ahead;
}

/** Who is told when, of a clock that runs, stands or stood. */
export function ladderOf(state: Opportunity, clock: string): Ladder | undefined {
  const { ruling, silence, lossReview, verification } = state.playbook;
  switch (clock) {
    case 'stage':
      return stageOf(state)?.ladder;
    case 'ruling':
      return ruling.ladder;
    case 'silence':
      return silence.ladder;
    case 'loss-review':
      return lossReview.ladder;
    default:
      return verification.ladder;
  }
}

/** How many rungs of another ladder stand for those that have fired: up to the last that tells whom one of these told, in their order. */
export function rungsKept(from: Ladder, to: Ladder, fired: number): number {
  return from.rungs.slice(0, fired).reduce((kept, { tell }) => {
    const same = to.rungs.findIndex((rung, at) => at >= kept && isSameTell(rung.tell, tell));
    return same === -1 ? kept : same + 1;
  }, 0);
}

/** What this very run of the clock has fired; an earlier run's firings do not count. */
export function firedOf(state: Opportunity, clock: Pick<RunningClock, 'key' | 'startedAt'>): EscalationState | undefined {
  const fired = state.escalations[clock.key];
  return fired?.startedAt === clock.startedAt ? fired : undefined;
}

/** A planned delivery is measured by its own date, whatever was used before and however long it was paused. */
export function stageAllowance(state: Opportunity): Duration | undefined {
  const stage = stageOf(state);
  const dueOn = state.facts?.deliveryDueOn ?? null;
  if (stage?.measuredBy !== 'delivery-plan' || dueOn === null) return stage?.allowance;
  const { startedAt, runningSince, usedMs } = state.clock;
  const ahead = { fromAt: runningSince ?? startedAt, toAt: endOfDay(state.calendar, dueOn) };
  return { workingHours: (usedMs + elapsed(state.calendar, { workingHours: 1 }, ahead)) / hourMs };
}

function plainRung(state: Opportunity, clock: RunningClock): RungDue | null {
  const { rungs, repeat } = clock.ladder;
  const fired = firedOf(state, clock);
  const rung = fired?.rungsFired ?? 0;
  const one = rungs[rung];
  if (one !== undefined) return { rung, dueAt: rungDueAt(state, clock, one), tell: one.tell };
  const last = rungs.at(-1);
  if (repeat === undefined || last === undefined || fired === undefined) return null;
  return { rung, dueAt: addDuration(state.calendar, fired.firedAt, repeat), tell: last.tell };
}

function rungDueAt(state: Opportunity, clock: RunningClock, { when }: Rung): string {
  const { calendar } = state;
  const { runningSince, allowance, usedMs } = clock;
  if ('percent' in when) return dueAfter(calendar, runningSince, { allowance: scaled(allowance, when.percent / 100), usedMs });
  const overdrawnMs = usedMs - durationMs(calendar, allowance);
  if (overdrawnMs > 0) return dueAfter(calendar, runningSince, { allowance: when.after, usedMs: overdrawnMs });
  return addDuration(calendar, breachAt(state, clock), when.after);
}

function stageClock(state: Opportunity): readonly RunningClock[] {
  const stage = stageOf(state);
  const allowance = stageAllowance(state);
  const { runningSince, startedAt, usedMs } = state.clock;
  if (stage === undefined || allowance === undefined || runningSince === null) return [];
  return [{ key: 'stage', startedAt, runningSince, usedMs, allowance, ladder: stage.ladder }];
}

function verificationClocks(state: Opportunity): readonly RunningClock[] {
  if (state.outcome !== null) return [];
  return pendingClaims(state).map(([checkpoint, claim]) =>
    watch(`verification:${checkpoint}`, claim.at, state.playbook.verification),
  );
}

function rulingClock(state: Opportunity): readonly RunningClock[] {
  return state.ruling === null || state.outcome !== null ? [] : [watch('ruling', state.ruling.since, state.playbook.ruling)];
}

function silenceClock(state: Opportunity): readonly RunningClock[] {
  return isPursued(state) && !state.won ? [watch('silence', state.silentSince, state.playbook.silence)] : [];
}

function reviewClock(state: Opportunity): readonly RunningClock[] {
  return state.outcome?.reviewOwed === true ? [watch('loss-review', state.outcome.at, state.playbook.lossReview)] : [];
}

function isPursued({ facts, outcome, ended, ruling, pause }: Opportunity): boolean {
  return facts !== null && outcome === null && ended === null && ruling === null && pause === null;
}

function watch(key: string, startedAt: string, rule: { readonly allowance: Duration; readonly ladder: Ladder }): RunningClock {
  return { key, startedAt, runningSince: startedAt, usedMs: 0, ...rule };
}

function isSameTell(one: Tell, other: Tell): boolean {
  const levelOf = (tell: Tell) => (tell.to === 'superior' ? tell.level : 0);
  return one.to === other.to && levelOf(one) === levelOf(other);
}

export function later(one: string, other: string | undefined): string {
  return other !== undefined && other > one ? other : one;
}

const hourMs = 3_600_000;
