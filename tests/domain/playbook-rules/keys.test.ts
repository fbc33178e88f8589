import { describe, expect, test } from 'vitest';
import { playbookProblems } from '../../../domain/playbook-validation.ts';
import { aCheckpoint, aField, withFirstStage } from '../../builders/playbook.ts';

const a = aCheckpoint({ key: 'a' });
const b = aCheckpoint({ key: 'b' });

describe('keys', () => {
  test('are refused when two checkpoints share one, even in different stages', () => {
    const twice = withFirstStage({ gate: [['bid-submitted'], ['b']], checkpoints: [{ ...a, key: 'bid-submitted' }, b] });

    expect(playbookProblems(twice)).toEqual([{ pointer: '/stages/3/checkpoints/0/key', code: 'duplicate-key' }]);
  });

  test('are refused when two fields, columns or choices share one', () => {
    const choice = { key: 'x', title: { en: 'X', zh: '某' } };
    const column = aField({ key: 'c', kind: 'choice', choices: [choice, choice] });
    const fields = [aField(), aField(), aField({ key: 't', kind: 'table', columns: [column, column], minRows: 0, maxRows: 1 })];

    expect(playbookProblems(withFirstStage({ checkpoints: [{ ...a, fields }, b] })).map(({ pointer }) => pointer)).toEqual([
      '/stages/0/checkpoints/0/fields/1/key',
      '/stages/0/checkpoints/0/fields/2/columns/1/key',
      '/stages/0/checkpoints/0/fields/2/columns/0/choices/1/key',
      '/stages/0/checkpoints/0/fields/2/columns/1/choices/1/key',
    ]);
  });

  test('are refused when a stage mirrors a step that the customer does not have', () => {
    expect(playbookProblems(withFirstStage({ buyerStep: 'dream' }))).toEqual([
      { pointer: '/stages/0/buyerStep', code: 'unknown-buyer-step' },
    ]);
  });
});
