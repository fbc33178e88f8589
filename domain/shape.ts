import type { FieldError } from './field-error.ts';
import { isCalendarDate, isInstant, isRecord, valueOf } from './value.ts';
import { pointerTo } from './json-pointer.ts';
import type { ShapeCode } from './shape-text.ts';

export type ShapeError = FieldError & { readonly code: ShapeCode };

/** A check of one value: everything that is wrong with it or within it, each at its JSON pointer. */
export type Shape = (value: unknown, pointer: string) => readonly ShapeError[];

type Members = { readonly [key: string]: Shape };

/** An object with all of these members, perhaps some of those, and no other. */
export function object(required: Members, optional: Members = {}): Shape {
  const known: Members = { ...required, ...optional };
  return (value, pointer) => {
    if (!isRecord(value)) return fault(pointer, 'not-an-object');
    return [
      ...Object.keys(required).flatMap((key) =>
        valueOf(value, key) === undefined ? fault(pointerTo(pointer, key), 'missing') : [],
      ),
      ...Object.entries(value).flatMap((member) => memberErrors(known, member, pointer)),
    ];
  };
}

/** An object with exactly one of these members. */
export function oneMember(members: Members): Shape {
  const several = object({}, members);
  return (value, pointer) => {
    const errors = several(value, pointer);
    if (errors.length > 0 || Object.keys(value as object).length === 1) return errors;
    return fault(pointer, 'not-exactly-one');
  };
}

/** An object whose build depends on what its tag says. */
export function tagged(tag: string, variants: Members): Shape {
  return (value, pointer) => {
    if (!isRecord(value)) return fault(pointer, 'not-an-object');
    const named = valueOf(value, tag);
    if (named === undefined) return fault(pointerTo(pointer, tag), 'missing');
    if (typeof named !== 'string' || !Object.hasOwn(variants, named)) return fault(pointerTo(pointer, tag), 'not-an-option');
    return variants[named]?.(value, pointer) ?? [];
  };
}

export function list(of: Shape, least: number, most: number): Shape {
  return (value, pointer) => {
    if (!Array.isArray(value)) return fault(pointer, 'not-a-list');
    if (value.length > most) return fault(pointer, 'too-many');
    const errors = value.flatMap((item, at) => of(item, pointerTo(pointer, at)));
    return value.length < least ? [...fault(pointer, 'too-few'), ...errors] : errors;
  };
}

/** Text for people: something, and nothing that cannot be printed. */
export function prose(maxLength: number): Shape {
  return (value, pointer) => {
    if (typeof value !== 'string') return fault(pointer, 'not-a-text');
    if (value.trim() === '') return fault(pointer, 'blank');
    if (value.length > maxLength) return fault(pointer, 'too-long');
    return /[\p{Cc}\p{Cs}]/u.test(value) ? fault(pointer, 'unprintable-character') : [];
  };
}

/** What people do not read: a key, an id, a hash, of this form and at most 64 characters. */
export function name(pattern: RegExp): Shape {
  return (value, pointer) => {
    if (typeof value !== 'string') return fault(pointer, 'not-a-text');
    return value.length <= 64 && pattern.test(value) ? [] : fault(pointer, 'malformed-key');
  };
}

/** Anything else that one look at it tells. */
export function formed(is: (value: unknown) => boolean, code: ShapeCode): Shape {
  return (value, pointer) => (is(value) ? [] : fault(pointer, code));
}

export const date = formed(isCalendarDate, 'not-a-date');
export const instant = formed(isInstant, 'not-an-instant');

/** Both bounds are inside. */
export function number(least: number, most: number): Shape {
  return (value, pointer) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return fault(pointer, 'not-a-number');
    return value < least || value > most ? fault(pointer, 'out-of-range') : [];
  };
}

/** Both bounds are inside. */
export function whole(least: number, most: number): Shape {
  const within = number(least, most);
  return (value, pointer) => {
    const errors = within(value, pointer);
    return errors.length > 0 || Number.isInteger(value) ? errors : fault(pointer, 'not-a-whole-number');
  };
}

export function option(...options: readonly string[]): Shape {
  return formed((value) => options.some((one) => one === value), 'not-an-option');
}

export const flag = formed((value) => typeof value === 'boolean', 'not-true-or-false');

function memberErrors(known: Members, [key, value]: readonly [string, unknown], pointer: string): readonly ShapeError[] {
  const shape = Object.hasOwn(known, key) ? known[key] : undefined;
  if (shape === undefined) return fault(pointerTo(pointer, key), 'unknown-key');
  return value === undefined ? [] : shape(value, pointerTo(pointer, key));
}

function fault(pointer: string, code: ShapeCode): readonly ShapeError[] {
  return [{ pointer, code }];
}
