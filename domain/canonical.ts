import { sha256 } from './sha256.ts';

/** JSON with sorted keys and nothing undefined: equal contents give equal bytes. Numbers must be finite. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${members(value).join(',')}}`;
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('only finite numbers have a canonical form');
  return JSON.stringify(value ?? null);
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
