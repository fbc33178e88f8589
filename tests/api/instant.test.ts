import { describe, expect, test } from 'vitest';
import type { EvidenceField } from '../../domain/evidence-field.ts';
import { asInstant } from '../../api/http/instant.ts';
import { Instant } from '../../api/http/schema.ts';
import { withInstants } from '../../api/opportunities/evidence-instants.ts';

describe('a time', () => {
  test.for([
    { said: '2026-12-20T00:00:00Z', stored: '2026-12-20T00:00:00.000Z' },
    { said: '2026-12-20t00:00:00z', stored: '2026-12-20T00:00:00.000Z' },
    { said: '2026-12-20T00:00:00.5Z', stored: '2026-12-20T00:00:00.500Z' },
    { said: '2026-12-20T00:00:00.123456789Z', stored: '2026-12-20T00:00:00.123Z' },
    { said: '2026-12-20T00:00:00.123Z', stored: '2026-12-20T00:00:00.123Z' },
    { said: '2026-12-20T08:00:00+08:00', stored: '2026-12-20T00:00:00.000Z' },
    { said: '2026-12-19T19:30:00.25-04:30', stored: '2026-12-20T00:00:00.250Z' },
    { said: '2026-12-20T00:00:00+00:00', stored: '2026-12-20T00:00:00.000Z' },
  ])('said as $said is stored as $stored', ({ said, stored }) => {
    expect(Instant.parse(said)).toBe(stored);
  });

  test.for([
    '2026-12-20',
    '2026-12-20T00:00Z',
    '2026-12-20T00:00:00',
    '2026-12-20 00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-02-30T00:00:00+08:00',
    '2026-12-20T24:00:00Z',
    '2026-12-20T00:00:60Z',
    '2026-12-20T00:00:00+25:00',
    '2026-12-20T00:00:00+08:60',
    '2026-12-20T00:00:00+0800',
    '0000-12-20T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01T00:00:00+08:00',
  ])('%s is none, and refused as it is', (said) => {
    expect(Instant.safeParse(said).error?.issues).toMatchObject([{ params: { code: 'not-an-instant' } }]);
  });
});

test('times in evidence are stored in the same form, in tables too; what only looks like one stays', () => {
  const head = { title: { en: 'x', zh: 'x' }, required: false };
  const columns: readonly EvidenceField[] = [{ key: 'at', ...head, kind: 'instant' }];
  const fields: readonly EvidenceField[] = [
    ...[...columns, { key: 'note', ...head, kind: 'text', maxLength: 200 } as const],
    { key: 'meetings', ...head, kind: 'table', columns, minRows: 0, maxRows: 9 },
  ];
  const time = '2026-12-20T08:00:00+08:00';
  const [stored, evidence] = [asInstant(time), { at: time, note: time, meetings: [{ at: time }, 7], unknown: time }];

  expect(withInstants(fields, evidence)).toEqual({ ...evidence, at: stored, meetings: [{ at: stored }, 7] });
  expect(withInstants(fields, { at: 7, meetings: null })).toEqual({ at: 7, meetings: null });
});
