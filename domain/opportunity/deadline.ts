import { derived } from '../derived.ts';
import type { Tell } from '../playbook.ts';
import { breachAt, nextRung, runningClocks } from './clock.ts';
import type { Opportunity } from './state.ts';

/** What comes due by itself: a rung of a clock's ladder, or the end of a pause. */
export type Deadline =
  | {
      readonly type: 'rung';
      readonly clock: string;
      readonly startedAt: string;
      readonly rung: number;
      readonly dueAt: string;
      readonly tell: Tell;
    }
  | { readonly type: 'pause-ends'; readonly dueAt: string };

/** All that is still to come due, derived from the state alone; earliest first. */
export const deadlines = derived((state: Opportunity): readonly Deadline[] => {
  const rungs = runningClocks(state).flatMap((clock) => {
    const next = nextRung(state, clock);
    return next === null ? [] : [{ type: 'rung' as const, clock: clock.key, startedAt: clock.startedAt, ...next }];
  });
  return [...rungs, ...pauseEnd(state)].toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
});

/** The earliest; null when nothing can come due. */
export function nextDeadline(state: Opportunity): Deadline | null {
  return deadlines(state)[0] ?? null;
}

export function nextDueAt(state: Opportunity): string | null {
  return nextDeadline(state)?.dueAt ?? null;
}

/** When the present stage's allowance is used up; null while its clock stands. */
export function stageDueAt(state: Opportunity): string | null {
  const clock = runningClocks(state).find(({ key }) => key === 'stage');
  return clock === undefined ? null : breachAt(state, clock);
}

function pauseEnd({ pause, ended }: Opportunity): readonly Deadline[] {
  return pause === null || ended !== null ? [] : [{ type: 'pause-ends', dueAt: pause.until }];
}
