import { z } from 'zod';
import { isInstant } from '../../domain/value.ts';
import { Problem } from '../problem.ts';
import { isStorable } from './storable.ts';

/** Where a page ended: the values the list is sorted by, the last of them unique. */
export type Cursor = readonly [sortedBy: string, id: string];

/** No longer than a name. */
const Value = z.string().max(200).refine(isStorable);
const Place = z.tuple([Value, Value]);

export function cursorOf(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const place = Place.safeParse(decoded(text));
  if (!place.success) throw malformedCursor();
  return place.data;
}

/** Of a list sorted by an instant. */
export function instantCursorOf(text: string | undefined): Cursor | null {
  const place = cursorOf(text);
  if (place !== null && !isInstant(place[0])) throw malformedCursor();
  return place;
}

/** Of a list sorted by a number that counts up from one. */
export function numberCursorOf(text: string | undefined): number | null {
  const place = cursorOf(text);
  if (place !== null && !/^[1-9]\d{0,8}$/.test(place[0])) throw malformedCursor();
  return place === null ? null : Number(place[0]);
}

type Beyond<Field extends string, Than> = { readonly OR?: (Condition<Field, Than> & { readonly id?: Than })[] };
type Condition<Field extends string, Than> = { readonly [Name in Field]: Than | string };

/** What follows in a list sorted by an instant and then by id, both latest first. */
export function olderThan<Field extends string>(
  field: Field,
  cursor: string | undefined,
): Beyond<Field, { readonly lt: string }> {
  const place = instantCursorOf(cursor);
  return place === null ? {} : beyond(field, place, (value) => ({ lt: value }));
}

/** What follows in a list sorted by a text and then by id. */
export function after<Field extends string>(field: Field, cursor: string | undefined): Beyond<Field, { readonly gt: string }> {
  const place = cursorOf(cursor);
  return place === null ? {} : beyond(field, place, (value) => ({ gt: value }));
}

function beyond<Field extends string, Than>(field: Field, [sortedBy, id]: Cursor, than: (value: string) => Than) {
  const is = (value: Than | string) => ({ [field]: value }) as Condition<Field, Than>;
  return { OR: [is(than(sortedBy)), { ...is(sortedBy), id: than(id) }] };
}

export function malformedCursor(): Problem {
  return new Problem('invalid-request', { errors: [{ pointer: '/cursor', code: 'malformed', in: 'query' }] });
}

/** `rows` holds one more than the page when there is a next one. */
export function pageFrom<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => Cursor) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encoded(placeOf(last)) : null;
  return { items, nextCursor };
}

function encoded(place: Cursor): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
