import { describe, expect, test } from 'vitest';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { secondsPlaybook } from '../builders/seconds-playbook.ts';

describe('the playbook in seconds', () => {
  test('keeps every rule and counts each working day as so many seconds', () => {
    const fast = secondsPlaybook(defaultPlaybook, 2);

    expect(fast.stages.map(({ allowance }) => allowance)).toEqual([30, 60, 80, 50, 40, 20].map((seconds) => ({ seconds })));
    expect(fast.stages[0]?.ladder.rungs.map(({ when }) => when)).toEqual([
      { percent: 80 },
      { percent: 100 },
      { after: { seconds: 4 } },
      { after: { seconds: 8 } },
      { after: { seconds: 12 } },
    ]);
    expect(fast.stages[0]?.ladder.repeat).toEqual({ seconds: 10 });
    expect(fast.verification.allowance).toEqual({ seconds: 4 });
    expect(fast.acknowledgement).toEqual({ quiet: { seconds: 10 }, longestSnooze: { seconds: 20 } });
    expect(JSON.stringify(fast)).not.toContain('workingDays');
  });

  test('makes a day of any unit equally long, and leaves seconds as they are', () => {
    const allowances = [{ workingDays: 1 }, { workingHours: 8 }, { days: 1 }, { hours: 24 }, { minutes: 1440 }, { seconds: 7 }];
    const fast = allowances.map((quiet) =>
      secondsPlaybook({ ...defaultPlaybook, acknowledgement: { quiet, longestSnooze: quiet } }, 3),
    );

    expect(fast.map(({ acknowledgement }) => acknowledgement.quiet)).toEqual([3, 3, 3, 3, 3, 7].map((seconds) => ({ seconds })));
  });
});
