import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Evidence, EvidenceField } from '../../domain/evidence-field.ts';
import { evidenceProblems } from '../../domain/evidence.ts';
import { jsonSchemaOf } from '../../domain/playbook-form.ts';
import { anyEvidenceFor, anyFields } from '../builders/evidence.ts';
import { aField, evidenceFor } from '../builders/playbook.ts';

const fieldsAndEvidence = anyFields().chain((fields) => anyEvidenceFor(fields).map((evidence) => [fields, evidence] as const));
const aTable = aField({ kind: 'table', columns: [aField({ key: 'share', kind: 'percent' })], minRows: 1, maxRows: 3 });

describe('the JSON Schema of evidence', () => {
  test('says of a text field what a form must know', () => {
    expect(jsonSchemaOf([aField({ key: 'lessons' })])).toEqual({
      type: 'object',
      properties: {
        lessons: {
          title: 'A field',
          'x-kind': 'text',
          type: 'string',
          maxLength: 10,
          pattern: '^(?=[\\s\\S]*\\S)[^\\u0000-\\u001F\\u007F-\\u009F]*$',
        },
      },
      required: ['lessons'],
      additionalProperties: false,
    });
  });

  test('speaks the reader’s language', () => {
    const chinese = JSON.stringify(jsonSchemaOf(defaultPlaybook.stages[1]?.checkpoints[0]?.fields ?? [], 'zh'));

    expect(chinese).toContain('"title":"采购决策圈"');
    expect(chinese).toContain('"title":"决策者"');
    expect(chinese).not.toMatch(/"title":"[A-Za-z ]+"/);
  });

  test.each(defaultPlaybook.stages.flatMap(({ checkpoints }) => checkpoints))('accepts the least evidence for $key', (rule) => {
    expect(accepts(rule.fields, evidenceFor(rule))).toBe(true);
  });

  test('accepts whatever the rules accept', () => {
    fc.assert(
      fc.property(fieldsAndEvidence, ([fields, evidence]) => {
        expect(accepts(fields, evidence)).toBe(true);
      }),
    );
  });

  test('refuses nothing that the rules accept', () => {
    const wrong = fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      'x'.repeat(99),
      -1,
      101,
      1.5,
      true,
      [],
      {},
      ['x'],
      'two\nlines',
      '2026-02-30',
    );

    fc.assert(
      fc.property(fieldsAndEvidence, fc.nat(), wrong, ([fields, evidence], pick, value) => {
        const field = fields[pick % Math.max(1, fields.length)];
        fc.pre(field !== undefined);
        const given = { ...evidence, [field.key]: value };

        expect(accepts(fields, given) || evidenceProblems(fields, given).length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    { when: 'a required field is missing', fields: [aField()], evidence: {} },
    { when: 'a required text is blank', fields: [aField()], evidence: { answer: ' \t' } },
    { when: 'there is a stranger', fields: [], evidence: { stranger: 1 } },
    { when: 'a price is a number', fields: [aField({ kind: 'money' })], evidence: { answer: 7 } },
    { when: 'a number is too large', fields: [aField({ kind: 'number', max: 3 })], evidence: { answer: 4 } },
    { when: 'a table has too few rows', fields: [aTable], evidence: { answer: [] } },
    { when: 'a cell is wrong', fields: [aTable], evidence: { answer: [{ share: 'half' }] } },
  ])('refuses evidence when $when', ({ fields, evidence }) => {
    expect(accepts(fields, evidence)).toBe(false);
  });
});

function accepts(fields: readonly EvidenceField[], evidence: Evidence): boolean {
  const schema = jsonSchemaOf(fields) as Parameters<typeof z.fromJSONSchema>[0];
  return z.fromJSONSchema(schema).safeParse(evidence).success;
}
