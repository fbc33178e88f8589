import { describe, expect, test } from 'vitest';
import type { EvidenceField } from '../../../domain/evidence-field.ts';
import { playbookProblems } from '../../../domain/playbook-validation.ts';
import { aCheckpoint, aField, withFirstStage } from '../../builders/playbook.ts';

const a = aCheckpoint({ key: 'a' });
const b = aCheckpoint({ key: 'b' });

const head = { title: { en: 'A field', zh: '一个字段' }, required: true };

describe('evidence fields', () => {
  const weight = aField({ key: 'weight', kind: 'percent' });
  const table = aField({ kind: 'table', columns: [weight], minRows: 1, maxRows: 5 });

  test.each([
    {
      when: 'the least number is above the most',
      field: { ...head, key: 'n', kind: 'number', min: 2, max: 1 },
      at: '/min',
      code: 'min-above-max',
    },
    {
      when: 'no whole number lies within the limits',
      field: { ...head, key: 'n', kind: 'number', integer: true, min: 0.5, max: 0.6 },
      at: '/min',
      code: 'no-whole-number',
    },
    {
      when: 'one row of percents is to add up to five hundred',
      field: { ...table, maxRows: 1, sum: { column: 'weight', total: 500 } },
      at: '/sum/total',
      code: 'sum-out-of-reach',
    },
    {
      when: 'whole numbers are to add up to a fraction',
      field: {
        ...table,
        columns: [aField({ key: 'share', kind: 'number', integer: true })],
        sum: { column: 'share', total: 1.5 },
      },
      at: '/sum/total',
      code: 'sum-out-of-reach',
    },
    {
      when: 'so many rows are needed that they add up to more',
      field: {
        ...table,
        minRows: 3,
        columns: [aField({ key: 'share', kind: 'number', min: 40 })],
        sum: { column: 'share', total: 100 },
      },
      at: '/sum/total',
      code: 'sum-out-of-reach',
    },
    { when: 'more rows are needed than allowed', field: { ...table, minRows: 6 }, at: '/minRows', code: 'min-above-max' },
    {
      when: 'the sum names no column',
      field: { ...table, sum: { column: 'price', total: 1 } },
      at: '/sum/column',
      code: 'no-such-column',
    },
    {
      when: 'the column of the sum may be empty',
      field: { ...table, columns: [{ ...weight, required: false }], sum: { column: 'weight', total: 100 } },
      at: '/sum/column',
      code: 'not-summable',
    },
    { when: 'a table stands in a table', field: { ...table, columns: [table] }, at: '/columns/0/kind', code: 'not-an-option' },
    {
      when: 'a choice has no choices',
      field: { ...head, key: 'c', kind: 'choice', choices: [] },
      at: '/choices',
      code: 'too-few',
    },
    {
      when: 'a score has no weight',
      field: { ...head, key: 's', kind: 'score', weight: 0 },
      at: '/weight',
      code: 'out-of-range',
    },
    { when: 'the kind is unheard of', field: { ...head, key: 'k', kind: 'colour' }, at: '/kind', code: 'not-an-option' },
    {
      when: 'one kind carries the limits of another',
      field: { ...head, key: 'd', kind: 'date', maxLength: 3 },
      at: '/maxLength',
      code: 'unknown-key',
    },
    { when: 'the key is not well formed', field: { ...aField(), key: '__proto__' }, at: '/key', code: 'malformed-key' },
  ])('are refused as $code when $when', ({ field, at, code }) => {
    expect(playbookProblems(withFields([field as EvidenceField]))).toEqual([
      { pointer: `/stages/0/checkpoints/0/fields/0${at}`, code },
    ]);
  });

  test('are refused when a threshold has no scores to measure', () => {
    expect(playbookProblems(withFirstStage({ checkpoints: [{ ...a, threshold: 60 }, b] }))).toEqual([
      { pointer: '/stages/0/checkpoints/0/threshold', code: 'threshold-without-scores' },
    ]);
  });

  test('may add up to what some number of rows can reach', () => {
    const shares = [aField({ key: 'share', kind: 'number', min: 40 })];
    const sum = (column: string) => ({ sum: { column, total: 100 } });
    const fields = [
      { ...table, key: 'two', columns: shares, maxRows: 2, ...sum('share') },
      {
        ...table,
        key: 'tenths',
        columns: [aField({ key: 'share', kind: 'number', min: 0.1 })],
        minRows: 3,
        maxRows: 3,
        sum: { column: 'share', total: 0.3 },
      },
      { ...table, key: 'any', minRows: 0, ...sum('weight') },
    ] as readonly EvidenceField[];

    expect(playbookProblems(withFields(fields))).toEqual([]);
  });

  test('may grow by one entry and nothing else', () => {
    expect(playbookProblems(withFields([aField()]))).toEqual([]);
  });
});

function withFields(fields: readonly EvidenceField[]) {
  return withFirstStage({ checkpoints: [{ ...a, fields }, b] });
}
