import type { Duration } from '../calendar.ts';
import { measured } from '../calendar.ts';
import type { Ladder, Playbook, Rung } from '../playbook.ts';
import type { PlaybookCode, PlaybookError } from '../playbook-text.ts';
import { playbookFault } from '../playbook-text.ts';

/** Each ladder reaches somebody above the owner, and its rungs stand in the order in which they come due. */
export function ladderProblems({ stages, ...watches }: Playbook): readonly PlaybookError[] {
  const { verification, ruling, silence, lossReview } = watches;
  return [
    ...stages.flatMap(({ ladder }, at) => problemsOf(ladder, `/stages/${at}/ladder/rungs`)),
    ...Object.entries({ verification, ruling, silence, lossReview }).flatMap(([key, { ladder }]) =>
      problemsOf(ladder, `/${key}/ladder/rungs`),
    ),
  ];
}

/** Who names no snooze gets no longer one than who does. */
export function acknowledgementProblems({ acknowledgement }: Playbook): readonly PlaybookError[] {
  const code = misorderOfLengths(acknowledgement.quiet, acknowledgement.longestSnooze);
  return code === undefined ? [] : [playbookFault('/acknowledgement/quiet', code === 'out-of-order' ? 'quiet-too-long' : code)];
}

/** The odds never fall from one stage to the next. */
export function oddsProblems({ stages }: Playbook): readonly PlaybookError[] {
  return stages.flatMap(({ odds }, at) =>
    odds < (stages[at - 1]?.odds ?? 0) ? [playbookFault(`/stages/${at}/odds`, 'odds-fall')] : [],
  );
}

function problemsOf({ rungs }: Ladder, pointer: string): readonly PlaybookError[] {
  const reaches = rungs.some(({ tell }) => tell.to !== 'owner');
  return [...(reaches ? [] : [playbookFault(pointer, 'reaches-nobody')]), ...orderProblems(rungs, pointer)];
}

function orderProblems(rungs: readonly Rung[], pointer: string): readonly PlaybookError[] {
  return rungs.flatMap((rung, at) => {
    const before = rungs[at - 1];
    const code = before === undefined ? undefined : misorder(before.when, rung.when);
    return code === undefined ? [] : [playbookFault(`${pointer}/${at}/when`, code)];
  });
}

/** Percents count up to the breach and afters from it, so every percent comes before every after. */
function misorder(before: Rung['when'], when: Rung['when']): PlaybookCode | undefined {
  if ('percent' in before) return 'percent' in when && when.percent < before.percent ? 'out-of-order' : undefined;
  return 'percent' in when ? 'out-of-order' : misorderOfLengths(before.after, when.after);
}

function misorderOfLengths(before: Duration, after: Duration): PlaybookCode | undefined {
  const [unit, count] = measured(before);
  const [nextUnit, nextCount] = measured(after);
  if (unit !== nextUnit) return 'mixed-units';
  return nextCount < count ? 'out-of-order' : undefined;
}
