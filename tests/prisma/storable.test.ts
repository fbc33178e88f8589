import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storable } from '../../prisma/storable.ts';

describe('what PostgreSQL can hold', () => {
  test('keeps everything else as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000'));
        expect(storable(value)).toEqual(value);
      }),
    );
  });

  test('holds no NUL and no half of a pair, in keys and in values, at any depth', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', '\0', '\uD83D', '\uDE00', '\\', 'u', '0', '中', '😀') });
    fc.assert(
      fc.property(fc.dictionary(odd, fc.oneof(odd, fc.array(odd), fc.dictionary(odd, odd))), (value) => {
        const text = JSON.stringify(storable(value));
        const strings = JSON.parse(text, (_key, part: unknown) => part) as object;
        expect(/\0|\p{Surrogate}/u.test(flat(strings))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps what only looks like an escape', () => {
    expect(storable({ path: 'C:\\u0000\\ud800' })).toEqual({ path: 'C:\\u0000\\ud800' });
  });
});

function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key} ${flat(part)}`)
    .join(' ');
}
