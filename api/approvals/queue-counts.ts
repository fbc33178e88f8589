import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import type { Box } from './queue-boxes.ts';
import { boxes, boxRows } from './queue-boxes.ts';

/** How many lines a box holds; `more` when it holds more than is worth counting. */
export type BoxCount = { readonly count: number; readonly more: boolean };

/** Further than this nobody counts. */
export const mostCounted = 1_000;

/** Each box is counted in its own index, one line beyond the most at the farthest: what others have in the tables costs nothing. */
export async function countQueue({ pool }: Database, { userId }: Caller): Promise<{ readonly [One in Box]: BoxCount }> {
  const { rows } = await pool.query<{ readonly [One in Box]: number }>({
    name: 'queue counts',
    text: countsText,
    values: [userId],
  });
  const [found] = rows;
  return Object.fromEntries(boxes.map((box) => [box, boxCount(found?.[box] ?? 0)])) as { [One in Box]: BoxCount };
}

function boxCount(found: number): BoxCount {
  return { count: Math.min(found, mostCounted), more: found > mostCounted };
}

function limited(box: Box): string {
  const { table, condition, since } = boxRows[box];
  const lines = `SELECT FROM ${table} WHERE ${condition} ORDER BY ${since} LIMIT ${mostCounted + 1}`; // the order keeps it to its index
  return `(SELECT count(*)::integer FROM (${lines}) one) AS ${box}`;
}

/** Of the person `$1`. */
export const countsText = `SELECT ${boxes.map(limited).join(', ')}`;
