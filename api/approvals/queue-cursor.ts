import { isCurrency } from '../../domain/money.ts';
import { isInstant } from '../../domain/value.ts';
import type { Cursor } from '../http/page.ts';
import { cursorOf, malformedCursor } from '../http/page.ts';
import { Problem } from '../problem.ts';
import type { Box, Sort } from './queue-boxes.ts';

/** Which list a cursor belongs to: it is good for no other. */
export type Listing = { readonly queue: Box; readonly sort: Sort };

/** What a line is sorted by. `amount`: decimal. */
export type Sorted = { readonly id: string; readonly at: string; readonly currency: string; readonly amount: string };

export function queueCursor({ queue, sort }: Listing, { id, at, currency, amount }: Sorted): Cursor {
  return [[queue, sort, ...(isByAmount(sort) ? [currency, amount] : [at])].join(' '), id];
}

/** The values after which the page begins, in the order of its sort; null at the beginning. */
export function queuePlace({ queue, sort }: Listing, cursor: string | undefined): readonly string[] | null {
  const place = cursorOf(cursor);
  if (place === null) return null;
  const [ofQueue, ofSort, ...values] = place[0].split(' ');
  if (ofQueue !== queue || ofSort !== sort) throw ofAnotherList();
  if (!(isByAmount(sort) ? isMoney(values) : isAt(values))) throw malformedCursor();
  return [...values, place[1]];
}

export function isByAmount(sort: Sort): boolean {
  return sort === 'amount' || sort === '-amount';
}

function isMoney([currency = '', amount = '', ...more]: readonly string[]): boolean {
  return isCurrency(currency) && /^\d{1,15}(\.\d{1,4})?$/.test(amount) && more.length === 0;
}

function isAt([at = '', ...more]: readonly string[]): boolean {
  return isInstant(at) && more.length === 0;
}

function ofAnotherList(): Problem {
  return new Problem('invalid-request', { errors: [{ pointer: '/cursor', code: 'of-another-list', in: 'query' }] });
}
