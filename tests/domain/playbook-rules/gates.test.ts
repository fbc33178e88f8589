import { describe, expect, test } from 'vitest';
import { playbookProblems } from '../../../domain/playbook-validation.ts';
import { aCheckpoint, withFirstStage } from '../../builders/playbook.ts';

const a = aCheckpoint({ key: 'a' });
const b = aCheckpoint({ key: 'b' });

describe('gates and prerequisites', () => {
  test.each([
    {
      when: 'a gate names a checkpoint of another stage',
      changes: { gate: [['a'], ['b'], ['bid-submitted']] },
      pointer: '/gate/2/0',
      code: 'not-of-this-stage',
    },
    {
      when: 'a prerequisite is of another stage',
      changes: { checkpoints: [a, { ...b, requires: ['bid-submitted'] }] },
      pointer: '/checkpoints/1/requires/0',
      code: 'not-of-this-stage',
    },
    { when: 'a checkpoint is in no gate', changes: { gate: [['a']] }, pointer: '/checkpoints/1', code: 'in-no-gate' },
    {
      when: 'reaching the prerequisite already ends the stage',
      changes: { gate: [['a', 'b']], checkpoints: [a, { ...b, requires: ['a'] }] },
      pointer: '/checkpoints/1',
      code: 'unreachable',
    },
    {
      when: 'a checkpoint requires itself',
      changes: { checkpoints: [a, { ...b, requires: ['b'] }] },
      pointer: '/checkpoints/1/requires',
      code: 'circular',
    },
    { when: 'a gate has no group', changes: { gate: [] }, pointer: '/gate', code: 'too-few' },
    { when: 'a group has no checkpoint', changes: { gate: [['a'], ['b'], []] }, pointer: '/gate/2', code: 'too-few' },
  ])('are refused as $code when $when', ({ changes, pointer, code }) => {
    expect(playbookProblems(withFirstStage(changes))).toEqual([{ pointer: `/stages/0${pointer}`, code }]);
  });

  test('that run in a circle are refused at each checkpoint of it', () => {
    const circle = [
      { ...a, requires: ['b'] },
      { ...b, requires: ['a'] },
    ];

    expect(playbookProblems(withFirstStage({ checkpoints: circle }))).toEqual([
      { pointer: '/stages/0/checkpoints/0/requires', code: 'circular' },
      { pointer: '/stages/0/checkpoints/1/requires', code: 'circular' },
    ]);
  });

  test('may leave a checkpoint out of the gate when one in the gate requires it', () => {
    expect(playbookProblems(withFirstStage({ gate: [['b']], checkpoints: [a, { ...b, requires: ['a'] }] }))).toEqual([]);
  });
});
