import { sha256 } from './sha256.ts';

/**
 * JSON with sorted keys and nothing undefined: equal contents give equal bytes, before and after a journey as JSON. What JSON has no word
 * for (a number that is not finite, a bigint, a function, a Date, a Map) throws, lest unlike contents get one hash.
 */
export function canonicalJson(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value).join(',')}}`;
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  throw new TypeError(`${Object.prototype.toString.call(value)} has no canonical form`);
}

/** SHA-256 of the canonical JSON, 64 lower-case hex digits: independent of key order, different for any other content. */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value));
}

function members(object: object): readonly string[] {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`);
}

/** Told by its tag, for a workflow's objects may come from another realm, with another prototype. */
function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}
