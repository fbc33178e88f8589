import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import { pageFrom } from '../http/page.ts';
import type { LineRow } from './line.ts';
import { lineView } from './line.ts';
import type { Box, Sort } from './queue-boxes.ts';
import { usualSort } from './queue-boxes.ts';
import { queueCursor, queuePlace } from './queue-cursor.ts';
import { queueStatement } from './queue-statement.ts';

export type QueueQuery = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly queue: Box;
  /** Unless given, longest waiting first; of what was sent or decided, the latest. */
  readonly sort?: Sort | undefined;
  readonly currency?: string | undefined;
};

/** Amounts compare within their currency alone: lines are sorted by its code first, which takes part in the direction. */
export async function listQueue({ pool }: Database, { userId }: Caller, { queue, limit, ...query }: QueueQuery) {
  const { sort = usualSort(queue), currency, cursor } = query;
  const listing = { queue, sort };
  const place = queuePlace(listing, cursor);
  const { rows } = await pool.query<QueueRow>(queueStatement({ ...listing, userId, most: limit + 1, currency, place }));
  const { items, nextCursor } = pageFrom(rows, limit, (row) => queueCursor(listing, sortedBy(row)));
  return { items: items.map(queueLine), nextCursor };
}

type QueueRow = LineRow & {
  readonly waitingSinceAt: Date;
  readonly decidedAt: Date | null;
  readonly step: string | null;
  readonly onBehalfOf: string | null;
  readonly groupKey: string | null;
};

function queueLine(row: QueueRow) {
  return Object.assign(lineView(row), {
    waitingSinceAt: row.waitingSinceAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    step: row.step,
    onBehalfOf: row.onBehalfOf,
    groupKey: row.groupKey,
  });
}

function sortedBy({ id, currency, amount, decidedAt, waitingSinceAt }: QueueRow) {
  return { id, currency, amount, at: (decidedAt ?? waitingSinceAt).toISOString() };
}
