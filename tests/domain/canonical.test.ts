import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalJson, contentHash } from '../../domain/canonical.ts';
import { sha256 } from '../../domain/sha256.ts';

describe('the hash of a content', () => {
  test('is SHA-256, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
      { numRuns: 1_000 },
    );
  });

  test.for([55, 56, 63, 64, 65, 119, 120])('is SHA-256 around the edge of a block: %i bytes', (length) => {
    expect(sha256('x'.repeat(length))).toBe(createHash('sha256').update('x'.repeat(length)).digest('hex'));
  });

  test('is that of UTF-8 also for a lone surrogate', () => {
    expect(sha256('a\ud800b')).toBe(createHash('sha256').update('a\ud800b', 'utf8').digest('hex'));
  });

  test('does not depend on the order of keys, nor on keys that say nothing', () => {
    expect(contentHash({ b: [1, { d: 2, c: 3 }], a: undefined })).toBe(contentHash({ b: [1, { c: 3, d: 2 }] }));
  });

  test('is another for any other content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(contentHash(one) === contentHash(other)).toBe(canonicalJson(one) === canonicalJson(other));
      }),
    );
  });

  test('survives a journey as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
      }),
    );
  });
});
