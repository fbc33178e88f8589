import { describe, expect, test } from 'vitest';
import { defaultPlaybook } from '../../../domain/default-playbook.ts';
import type { Acknowledgement, Ladder } from '../../../domain/playbook.ts';
import { playbookProblems } from '../../../domain/playbook-validation.ts';
import { aPlaybook, withFirstStage } from '../../builders/playbook.ts';

describe('ladders and odds', () => {
  const owner = { to: 'owner' } as const;
  const boss = { to: 'superior', level: 1 } as const;

  test.each([
    { when: 'nobody above the owner is told', rungs: [{ when: { percent: 80 }, tell: owner }], at: '', code: 'reaches-nobody' },
    {
      when: 'percents fall',
      rungs: [
        { when: { percent: 80 }, tell: owner },
        { when: { percent: 50 }, tell: boss },
      ],
      at: '/1/when',
      code: 'out-of-order',
    },
    {
      when: 'the breach stands after what follows it',
      rungs: [
        { when: { after: { workingDays: 2 } }, tell: owner },
        { when: { percent: 100 }, tell: boss },
      ],
      at: '/1/when',
      code: 'out-of-order',
    },
    {
      when: 'the later comes first',
      rungs: [
        { when: { after: { workingDays: 4 } }, tell: owner },
        { when: { after: { workingDays: 2 } }, tell: boss },
      ],
      at: '/1/when',
      code: 'out-of-order',
    },
    {
      when: 'units cannot be compared',
      rungs: [
        { when: { after: { workingDays: 1 } }, tell: owner },
        { when: { after: { hours: 30 } }, tell: boss },
      ],
      at: '/1/when',
      code: 'mixed-units',
    },
    { when: 'it has no rung', rungs: [], at: '', code: 'too-few' },
    {
      when: 'a duration has two units',
      rungs: [{ when: { after: { workingDays: 1, hours: 3 } }, tell: boss }],
      at: '/0/when/after',
      code: 'not-exactly-one',
    },
    {
      when: 'a duration is nothing',
      rungs: [{ when: { after: { workingDays: 0 } }, tell: boss }],
      at: '/0/when/after/workingDays',
      code: 'out-of-range',
    },
    { when: 'a rung says neither percent nor after', rungs: [{ when: {}, tell: boss }], at: '/0/when', code: 'not-exactly-one' },
    {
      when: 'somebody unheard of is told',
      rungs: [{ when: { percent: 100 }, tell: { to: 'mother' } }],
      at: '/0/tell/to',
      code: 'not-an-option',
    },
  ])('are refused as $code when $when', ({ rungs, at, code }) => {
    const ladder = { rungs } as unknown as Ladder;

    expect(playbookProblems(withFirstStage({ ladder }))).toEqual([{ pointer: `/stages/0/ladder/rungs${at}`, code }]);
    expect(playbookProblems(aPlaybook({ ruling: { ...defaultPlaybook.ruling, ladder } }))).toEqual([
      { pointer: `/ruling/ladder/rungs${at}`, code },
    ]);
  });

  test('may keep the odds of the stage before', () => {
    expect(playbookProblems(withFirstStage({ odds: 15 }))).toEqual([]);
  });

  test.each([{ seconds: 0.999 }, { minutes: 0.01 }, { workingDays: -1 }, { hours: 1e12 }])(
    'are refused when they repeat after %j',
    (repeat) => {
      const ladder = { rungs: [{ when: { percent: 100 }, tell: boss }], repeat };
      const [unit] = Object.keys(repeat);

      expect(playbookProblems(withFirstStage({ ladder }))).toEqual([
        { pointer: `/stages/0/ladder/repeat/${unit}`, code: 'out-of-range' },
      ]);
    },
  );

  test.each([
    { acknowledgement: { quiet: { workingDays: 5 }, longestSnooze: { workingDays: 11 } }, at: 'longestSnooze/workingDays' },
    { acknowledgement: { quiet: { days: 15 }, longestSnooze: { days: 14 } }, at: 'quiet/days' },
  ])('are refused when an acknowledgement keeps them quiet for more than ten working days: $acknowledgement', (changes) => {
    const { acknowledgement, at } = changes;

    expect(playbookProblems(aPlaybook({ acknowledgement: acknowledgement as unknown as Acknowledgement }))).toEqual([
      { pointer: `/acknowledgement/${at}`, code: 'out-of-range' },
    ]);
  });

  test.each([
    { quiet: { workingDays: 6 }, code: 'quiet-too-long' },
    { quiet: { days: 1 }, code: 'mixed-units' },
  ])(
    'are refused as $code when they are quiet for $quiet, and cannot be snoozed for longer than five days',
    ({ quiet, code }) => {
      const acknowledgement = { quiet, longestSnooze: { workingDays: 5 } } as unknown as Acknowledgement;

      expect(playbookProblems(aPlaybook({ acknowledgement }))).toEqual([{ pointer: '/acknowledgement/quiet', code }]);
    },
  );

  test('are refused when the odds fall from one stage to the next', () => {
    expect(playbookProblems(withFirstStage({ odds: 50 }))).toEqual([{ pointer: '/stages/1/odds', code: 'odds-fall' }]);
    expect(playbookProblems(withFirstStage({ odds: 101 }))).toEqual([{ pointer: '/stages/0/odds', code: 'out-of-range' }]);
  });
});
