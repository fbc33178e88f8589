import { pointerTo } from '../../domain/json-pointer.ts';
import type { Fault } from '../problem.ts';
import { Problem } from '../problem.ts';
import type { Place } from './issues.ts';

const deepest = 24;

/** What the database could not keep or look for, by name: NUL, half characters, bottomless nesting. */
export function storableProblem(value: unknown, place: Place): Problem | undefined {
  const fault = unstorable(value, '', 0);
  if (fault === undefined) return undefined;
  return new Problem('invalid-request', { errors: [place === 'body' ? fault : { ...fault, in: place }] });
}

export function isStorable(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

function unstorable(value: unknown, pointer: string, depth: number): Fault | undefined {
  if (depth > deepest) return { pointer, code: 'nested-too-deeply' };
  if (typeof value === 'string') return isStorable(value) ? undefined : { pointer, code: 'unprintable-character' };
  return typeof value === 'object' && value !== null ? unstorableMember(value, pointer, depth) : undefined;
}

function unstorableMember(value: object, pointer: string, depth: number): Fault | undefined {
  for (const [key, member] of Object.entries(value)) {
    const at = pointerTo(pointer, key);
    const fault = isStorable(key) ? unstorable(member, at, depth + 1) : { pointer: at, code: 'unprintable-character' };
    if (fault !== undefined) return fault;
  }
  return undefined;
}
