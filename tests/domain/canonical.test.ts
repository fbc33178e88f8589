import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, contentHash } from '../../domain/canonical.ts';
import { sha256 } from '../../domain/sha256.ts';

const reference = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('SHA-256', () => {
  test('is that of the standard for its own examples', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('is that of the UTF-8 bytes of any text, also of half a character', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constantFrom(
        '锅',
        '🔥',
        '\ud83d',
        '\udd25',
        '\u007f',
        '\u0080',
        '\u07ff',
        '\u0800',
        '\uffff',
        '\ud7ff',
        '\ud800',
        '\udfff',
        '\ue000',
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
        expect(sha256(text)).toBe(reference(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('holds at every length over three blocks', () => {
    const texts = Array.from({ length: 200 }, (_, length) => 'x'.repeat(length));

    expect(texts.map(sha256)).toEqual(texts.map(reference));
  });

  test('holds for a long contract', () => {
    const text = '甲方向乙方购买节能锅炉三台。'.repeat(20_000);

    expect(sha256(text)).toBe(reference(text));
  });
});

describe('canonical JSON', () => {
  test('sorts keys at every depth and leaves out what says nothing', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: null }], a: undefined, B: '锅\n' })).toBe('{"B":"锅\\n","b":[1,{"c":null,"d":2}]}');
  });

  test('is JSON, and stays the same when it is read and written again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const canonical = canonicalJson(value);

        expect(canonicalJson(JSON.parse(canonical))).toBe(canonical);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonical);
      }),
    );
  });

  test('knows objects of another realm', () => {
    expect(canonicalJson(runInNewContext('({ b: [{}], a: 1 })'))).toBe('{"a":1,"b":[{}]}');
  });

  test.for([
    { what: 'NaN', value: Number.NaN },
    { what: 'infinity', value: -Infinity },
    { what: 'a bigint', value: 1n },
    { what: 'a function', value: () => 1 },
    { what: 'a symbol', value: Symbol('x') },
    { what: 'a Date', value: new Date(0) },
    { what: 'a Map', value: new Map([[1, 2]]) },
    { what: 'bytes', value: new Uint8Array(2) },
  ])('has no form for $what, at any depth', ({ value }) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ a: [value] })).toThrow(TypeError);
  });

  test('keeps a text as it is, however its characters are composed', () => {
    expect(contentHash('\u00e9')).not.toBe(contentHash('e\u0301'));
  });
});

describe('the hash of a content', () => {
  test('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(contentHash(reversed(value))).toBe(contentHash(value));
      }),
    );
  });

  test('changes when any leaf changes', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.nat(), (value, pick) => {
        const paths = leavesOf(value);
        fc.pre(paths.length > 0);
        const changed = withLeaf(value, paths[pick % paths.length] ?? []);

        expect(contentHash(changed)).not.toBe(contentHash(value));
      }),
    );
  });

  test('is another for any other content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(contentHash(one) === contentHash(other)).toBe(isSame(one, other));
      }),
    );
  });
});

type Path = readonly string[];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

function leavesOf(value: unknown): readonly Path[] {
  if (!isObject(value)) return [[]];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member).map((path) => [key, ...path]));
}

function withLeaf(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined || !isObject(value)) return typeof value === 'string' ? `${value}.` : 'changed';
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? withLeaf(item, rest) : item));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === key ? withLeaf(member, rest) : member]),
  );
}

/** As JSON has it: minus zero is zero. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
