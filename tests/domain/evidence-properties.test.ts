import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceProblems } from '../../domain/evidence.ts';
import { anyEvidenceFor, anyFields } from '../builders/evidence.ts';

const fieldsAndEvidence = anyFields().chain((fields) => anyEvidenceFor(fields).map((evidence) => [fields, evidence] as const));

describe('for any fields', () => {
  test('any valid evidence is accepted', () => {
    fc.assert(
      fc.property(fieldsAndEvidence, ([fields, evidence]) => {
        expect(evidenceProblems(fields, evidence)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('any single value of a wrong type is named at its place, and nothing else is', () => {
    fc.assert(
      fc.property(fieldsAndEvidence, fc.nat(), ([fields, evidence], pick) => {
        const keys = Object.keys(evidence);
        const key = keys[pick % Math.max(1, keys.length)];
        fc.pre(key !== undefined);
        const problems = evidenceProblems(fields, { ...evidence, [key]: { nothing: 'like it' } });

        expect(problems.length).toBeGreaterThan(0);
        for (const { pointer } of problems) expect(`${pointer}/`).toContain(`/evidence/${key}/`);
      }),
      { numRuns: 500 },
    );
  });

  test('leaving out a required field is named, and an optional one is missed by nobody', () => {
    fc.assert(
      fc.property(fieldsAndEvidence, fc.nat(), ([fields, evidence], pick) => {
        const field = fields[pick % Math.max(1, fields.length)];
        fc.pre(field !== undefined);
        const { [field.key]: _, ...rest } = evidence;
        const expected = field.required ? [{ pointer: `/evidence/${field.key}`, code: 'required' }] : [];

        expect(evidenceProblems(fields, rest)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever is sent is answered, never thrown at', () => {
    fc.assert(
      fc.property(anyFields(), fc.anything(), (fields, anything) => {
        expect(Array.isArray(evidenceProblems(fields, anything))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
