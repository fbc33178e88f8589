import { lineColumns } from './line.ts';
import type { BoxRows } from './queue-boxes.ts';
import { boxRows } from './queue-boxes.ts';
import type { Listing } from './queue-cursor.ts';
import { isByAmount } from './queue-cursor.ts';

export type Reading = Listing & {
  readonly userId: string;
  /** Lines at most. */
  readonly most: number;
  readonly currency?: string | undefined;
  /** The sorted values of the line before the first. */
  readonly place: readonly string[] | null;
};

/** The lines are found in the box's index; only those of the page are looked up. */
export function queueStatement({ queue, sort, userId, most, currency, place }: Reading) {
  const rows = boxRows[queue];
  const values: unknown[] = [userId, most];
  const put = (value: unknown, cast = '') => `$${values.push(value)}${cast}`;
  const keys = keysOf(rows, isByAmount(sort));
  const [direction, beyond] = sort === 'amount' || sort === '-waiting' ? ['ASC', '>'] : ['DESC', '<'];
  const order = (of: string) => keys.map(({ column }) => `${of}${column} ${direction}`).join(', ');
  const conditions = [
    rows.condition,
    ...(currency === undefined ? [] : [`currency = ${put(currency)}`]),
    ...(place === null
      ? []
      : [`(${columnsOf(keys)}) ${beyond} (${keys.map(({ cast }, at) => put(place[at], cast)).join(', ')})`]),
  ];
  const text = `SELECT ${lineColumns}, ${rows.shown}
    FROM (SELECT * FROM ${rows.table} WHERE ${conditions.join(' AND ')} ORDER BY ${order('')} LIMIT $2) q
    JOIN approval a ON a.id = q.${rows.id} ORDER BY ${order('q.')}`;
  return { name: nameOf({ queue, sort, currency, place }), text, values };
}

/** One for each text, so that it is planned once. */
function nameOf({ queue, sort, currency, place }: Pick<Reading, 'queue' | 'sort' | 'currency' | 'place'>): string {
  return ['queue', queue, sort, ...(currency === undefined ? [] : ['currency']), ...(place === null ? [] : ['next'])].join(' ');
}

type SortKey = { readonly column: string; readonly cast: string };

function keysOf({ id, since }: BoxRows, isByMoney: boolean): readonly SortKey[] {
  const own = { column: id, cast: '::text' };
  if (!isByMoney) return [{ column: since, cast: '::timestamptz' }, own];
  return [{ column: 'currency', cast: '::text' }, { column: 'amount', cast: '::numeric' }, own];
}

function columnsOf(keys: readonly SortKey[]): string {
  return keys.map(({ column }) => column).join(', ');
}
