import { describe, expect, test } from 'vitest';
import type { FieldKind } from '../../domain/evidence-field.ts';
import { evidenceProblems } from '../../domain/evidence.ts';
import type { EvidenceCode } from '../../domain/evidence-text.ts';
import { evidenceTexts } from '../../domain/evidence-text.ts';
import { aField } from '../builders/playbook.ts';

const someChoices = [
  { key: 'red', title: { en: 'Red', zh: '红' } },
  { key: 'blue', title: { en: 'Blue', zh: '蓝' } },
];

describe('a field', () => {
  const cases: readonly { kind: FieldKind; value: unknown; code: EvidenceCode; at?: string }[] = [
    { kind: { kind: 'text', maxLength: 5 }, value: 7, code: 'not-a-text' },
    { kind: { kind: 'text', maxLength: 5 }, value: '123456', code: 'too-long' },
    { kind: { kind: 'text', maxLength: 50 }, value: 'two\nlines', code: 'unprintable-character' },
    { kind: { kind: 'long-text', maxLength: 50 }, value: 'nul\u0000', code: 'unprintable-character' },
    { kind: { kind: 'long-text', maxLength: 50 }, value: 'half a character \uD83D', code: 'unprintable-character' },
    { kind: { kind: 'yes-no' }, value: 'yes', code: 'not-yes-or-no' },
    { kind: { kind: 'number' }, value: '7', code: 'not-a-number' },
    { kind: { kind: 'number' }, value: Number.NaN, code: 'not-a-number' },
    { kind: { kind: 'number', min: 1 }, value: 0.99, code: 'too-small' },
    { kind: { kind: 'number', max: 10 }, value: 10.01, code: 'too-large' },
    { kind: { kind: 'number', integer: true }, value: 1.5, code: 'not-a-whole-number' },
    { kind: { kind: 'percent' }, value: 100.5, code: 'too-large' },
    { kind: { kind: 'percent' }, value: -1, code: 'too-small' },
    { kind: { kind: 'score', weight: 10 }, value: 11, code: 'too-large' },
    { kind: { kind: 'money' }, value: 1250000, code: 'not-money' },
    { kind: { kind: 'money' }, value: { amount: 1250000, currency: 'CNY' }, code: 'not-a-decimal', at: '/amount' },
    { kind: { kind: 'money' }, value: { amount: '1,250,000', currency: 'CNY' }, code: 'not-a-decimal', at: '/amount' },
    { kind: { kind: 'money' }, value: { amount: '-1', currency: 'CNY' }, code: 'not-a-decimal', at: '/amount' },
    { kind: { kind: 'money' }, value: { amount: '1e6', currency: 'CNY' }, code: 'not-a-decimal', at: '/amount' },
    { kind: { kind: 'money' }, value: { amount: '1', currency: '元' }, code: 'not-a-currency', at: '/currency' },
    { kind: { kind: 'money' }, value: { amount: '1', currency: 'CNY', rate: 7 }, code: 'unknown-field', at: '/rate' },
    { kind: { kind: 'date' }, value: '2026-02-29', code: 'not-a-date' },
    { kind: { kind: 'date' }, value: '1900-02-29', code: 'not-a-date' },
    { kind: { kind: 'date' }, value: '2026-04-31', code: 'not-a-date' },
    { kind: { kind: 'date' }, value: '0226-04-30', code: 'not-a-date' },
    { kind: { kind: 'date' }, value: '2026-4-3', code: 'not-a-date' },
    { kind: { kind: 'date' }, value: '2026-04-30T00:00:00.000Z', code: 'not-a-date' },
    { kind: { kind: 'instant' }, value: '2026-11-23T08:00:00Z', code: 'not-an-instant' },
    { kind: { kind: 'instant' }, value: '2026-11-23T08:00:00.000+08:00', code: 'not-an-instant' },
    { kind: { kind: 'instant' }, value: '2026-11-23T24:00:00.000Z', code: 'not-an-instant' },
    { kind: { kind: 'instant' }, value: '2026-02-30T08:00:00.000Z', code: 'not-an-instant' },
    { kind: { kind: 'contact' }, value: 'Mr Wang', code: 'not-an-id' },
    { kind: { kind: 'user' }, value: 'x'.repeat(65), code: 'not-an-id' },
    { kind: { kind: 'document' }, value: 17, code: 'not-an-id' },
    { kind: { kind: 'choice', choices: someChoices }, value: 'purple', code: 'not-a-choice' },
    { kind: { kind: 'choice', choices: someChoices, many: true }, value: 'red', code: 'not-a-list' },
    { kind: { kind: 'choice', choices: someChoices, many: true }, value: ['red', 'red'], code: 'chosen-twice', at: '/1' },
    { kind: { kind: 'choice', choices: someChoices, many: true }, value: ['red', 'purple'], code: 'not-a-choice', at: '/1' },
    { kind: { kind: 'choice', choices: someChoices, many: true }, value: [], code: 'required' },
  ];

  test.each(cases)('of kind $kind.kind is refused as $code when it holds $value', ({ kind, value, code, at = '' }) => {
    const field = aField(kind);

    expect(evidenceProblems([field], { answer: value })).toEqual([{ pointer: `/evidence/answer${at}`, code }]);
  });

  test.each([
    { kind: { kind: 'date' }, value: '2024-02-29' },
    { kind: { kind: 'date' }, value: '2000-02-29' },
    { kind: { kind: 'long-text', maxLength: 20 }, value: 'two\r\n\tlines' },
    { kind: { kind: 'text', maxLength: 3 }, value: '锅炉🔥' },
    { kind: { kind: 'money' }, value: { amount: '0.5', currency: 'CNY' } },
  ] as const)('of kind $kind.kind accepts $value', ({ kind, value }) => {
    expect(evidenceProblems([aField(kind)], { answer: value })).toEqual([]);
  });

  test('that is optional may be absent or, as text, empty', () => {
    const field = aField({ required: false });

    expect(evidenceProblems([field], {})).toEqual([]);
    expect(evidenceProblems([field], { answer: '' })).toEqual([]);
  });

  test('has a sentence in both languages for every rule it can break', () => {
    for (const { en, zh } of Object.values(evidenceTexts)) {
      expect(en).toMatch(/\.$/);
      expect(zh).toMatch(/。$/);
    }
  });
});
