import type { Prisma } from '../../prisma/generated/client.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import { instantCursorOf, pageFrom } from '../http/page.ts';
import { lineView } from './query.ts';

export type QueueQuery = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly queue: 'mine' | 'deputy' | 'overdue' | 'sent' | 'decided';
};

/** Longest waiting first; what was sent or decided, latest first. */
export async function listQueue(database: Database, caller: Caller, query: QueueQuery) {
  const { queue } = query;
  if (queue === 'sent' || queue === 'decided') return listRequests(database, caller, { ...query, queue });
  const seat = { userId: caller.userId, ...seatFilters[queue] };
  const place = instantCursorOf(query.cursor);
  const after =
    place === null ? {} : { OR: [{ sinceAt: { gt: place[0] } }, { sinceAt: place[0], approvalId: { gt: place[1] } }] };
  const rows = await database.prisma.approvalSeat.findMany({
    where: { AND: [seat, after] },
    orderBy: [{ sinceAt: 'asc' }, { approvalId: 'asc' }],
    take: query.limit + 1,
    include: { approval: true },
  });
  const { items, nextCursor } = pageFrom(rows, query.limit, ({ sinceAt, approvalId }) => [sinceAt.toISOString(), approvalId]);
  const lines = items.map(({ approval, sinceAt, step, onBehalfOf }) => ({
    ...lineView(approval),
    waitingSinceAt: sinceAt.toISOString(),
    step,
    onBehalfOf,
  }));
  return { items: lines, nextCursor };
}

const seatFilters = { mine: {}, deputy: { onBehalfOf: { not: null } }, overdue: { overdue: true } } as const;

async function listRequests(
  { prisma }: Database,
  { userId }: Caller,
  { queue, limit, cursor }: QueueQuery & { readonly queue: 'sent' | 'decided' },
) {
  const place = instantCursorOf(cursor);
  const before =
    place === null ? {} : { OR: [{ requestedAt: { lt: place[0] } }, { requestedAt: place[0], id: { lt: place[1] } }] };
  const mine: Prisma.ApprovalWhereInput = queue === 'sent' ? { submitterId: userId } : { decisions: { some: { userId } } };
  const rows = await prisma.approval.findMany({
    where: { AND: [mine, before] },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const { items, nextCursor } = pageFrom(rows, limit, ({ requestedAt, id }) => [requestedAt.toISOString(), id]);
  return {
    items: items.map((row) => ({
      ...lineView(row),
      waitingSinceAt: row.requestedAt.toISOString(),
      step: null,
      onBehalfOf: null,
    })),
    nextCursor,
  };
}
