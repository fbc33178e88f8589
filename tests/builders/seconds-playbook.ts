import type { Duration } from '../../domain/calendar.ts';
import { measured } from '../../domain/calendar.ts';
import type { Ladder, Playbook, Rung, Watch } from '../../domain/playbook.ts';

/** The same playbook on a fast clock: every working day becomes that many elapsed seconds; what is in seconds stays. */
export function secondsPlaybook(base: Playbook, secondsPerWorkingDay = 1): Playbook {
  const fast: Faster = (duration) =>
    'seconds' in duration ? duration : { seconds: toMilliseconds(workingDaysOf(duration) * secondsPerWorkingDay) };
  return {
    ...base,
    stages: base.stages.map((stage) => ({ ...stage, allowance: fast(stage.allowance), ladder: fastLadder(stage.ladder, fast) })),
    verification: fastWatch(base.verification, fast),
    ruling: fastWatch(base.ruling, fast),
    silence: fastWatch(base.silence, fast),
    lossReview: fastWatch(base.lossReview, fast),
    acknowledgement: { quiet: fast(base.acknowledgement.quiet), longestSnooze: fast(base.acknowledgement.longestSnooze) },
  };
}

type Faster = (duration: Duration) => Duration;

function fastWatch({ allowance, ladder }: Watch, fast: Faster): Watch {
  return { allowance: fast(allowance), ladder: fastLadder(ladder, fast) };
}

function fastLadder({ rungs, repeat }: Ladder, fast: Faster): Ladder {
  const fastRungs = rungs.map((rung) => fastRung(rung, fast));
  return repeat === undefined ? { rungs: fastRungs } : { rungs: fastRungs, repeat: fast(repeat) };
}

function fastRung({ when, tell }: Rung, fast: Faster): Rung {
  return { when: 'after' in when ? { after: fast(when.after) } : when, tell };
}

function workingDaysOf(duration: Duration): number {
  const [unit, length] = measured(duration);
  return length / perWorkingDay[unit];
}

/** Working time and elapsed time alike: on the fast clock nobody goes home. */
const perWorkingDay = { workingDays: 1, workingHours: 8, days: 1, hours: 24, minutes: 1440, seconds: 86_400 } as const;

/** Whole milliseconds, at least one: no clock knows less. */
function toMilliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000)) / 1000;
}
