import type { Database } from '../../prisma/database.ts';
import { numberCursorOf, pageFrom } from '../http/page.ts';
import type { SeenOpportunity } from './query.ts';

export type EventQuery = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly type?: string | undefined;
  readonly commandId?: string | undefined;
};

/** What happened, newest first. An administrator sees that something was claimed, not what was said. */
export async function listEvents({ prisma }: Database, workflowId: string, query: EventQuery) {
  const { limit, cursor, type, commandId } = query;
  const before = numberCursorOf(cursor);
  const where = {
    workflowId,
    ...(type === undefined ? {} : { type }),
    ...(commandId === undefined ? {} : { commandId }),
    ...(before === null ? {} : { seq: { lt: before } }),
  };
  const rows = await prisma.event.findMany({ where, orderBy: { seq: 'desc' }, take: limit + 1 });
  return pageFrom(rows, limit, ({ seq }) => [String(seq), '']);
}

export type EventRow = Awaited<ReturnType<typeof listEvents>>['items'][number];

type Body = { readonly [name: string]: unknown; readonly actor: { readonly userId: string; readonly capacity: string } };

export function eventView({ seq, type, at, commandId, body, hash }: EventRow, { standing }: SeenOpportunity) {
  const { actor, at: _at, type: _type, commandId: _id, fingerprint: _print, ...said } = body as Body;
  const shown = standing.capacity === 'admin' ? withoutSecrets(said) : said;
  return { seq, type, at: at.toISOString(), actor, commandId, body: shown, hash };
}

/** Evidence and notes may speak of those who help us. */
function withoutSecrets(said: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } {
  const { evidence: _evidence, note: _note, documents: _documents, ...rest } = said;
  return rest;
}
