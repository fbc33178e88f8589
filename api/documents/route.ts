import { z } from 'zod';
import type { Document as Row } from '../../prisma/generated/client.ts';
import { olderThan, pageFrom } from '../http/page.ts';
import { reply } from '../http/reply.ts';
import { Id, IdParams, Instant, Page, pageOf } from '../http/schema.ts';
import { seesDocument, seesOpportunity, signedIn } from '../policies.ts';
import type { Route } from '../route.ts';
import { file, none, route } from '../route.ts';
import type { Deps } from '../deps.ts';
import { receive } from './receive.ts';
import { discard, read } from './store.ts';

const Document = z
  .strictObject({
    id: Id,
    name: z.string(),
    mimeType: z.string(),
    size: z.number().int(),
    sha256: z.string(),
    uploaderId: z.string(),
    opportunityId: Id.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Document' });

export const documentRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/documents',
    summary: 'Upload a file that belongs to no sale yet; at most 25 MiB',
    params: none,
    query: none,
    body: file,
    reply: Document,
    status: 201,
    policy: signedIn,
    handler: async ({ caller, request }, deps) => take(deps, { request, uploaderId: caller.userId, opportunityId: null }),
  }),
  route({
    method: 'post',
    path: '/opportunities/:id/documents',
    summary: 'Upload a file of a sale; at most 25 MiB',
    params: IdParams,
    query: none,
    body: file,
    reply: Document,
    status: 201,
    policy: seesOpportunity,
    handler: async ({ caller, request, opportunity }, deps) => {
      return take(deps, { request, uploaderId: caller.userId, opportunityId: opportunity.row.id });
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/documents',
    summary: 'Files of a sale, newest first',
    params: IdParams,
    query: Page,
    body: none,
    reply: pageOf(Document),
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, query: { limit, cursor } }, { database }) => {
      const where = { AND: [{ opportunityId: opportunity.row.id }, olderThan('createdAt', cursor)] };
      const rows = await database.prisma.document.findMany({
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      const { items, nextCursor } = pageFrom(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
      return { items: items.map(view), nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/documents/:id',
    summary: 'What is known of a file',
    params: IdParams,
    query: none,
    body: none,
    reply: Document,
    status: 200,
    policy: seesDocument,
    handler: ({ document }) => view(document),
  }),
  route({
    method: 'get',
    path: '/documents/:id/content',
    summary: 'Download a file',
    params: IdParams,
    query: none,
    body: none,
    reply: z.string().meta({ format: 'binary' }),
    status: 200,
    policy: seesDocument,
    download: 'application/octet-stream',
    handler: async ({ document: { id, name, mimeType, size, sha256 } }, { settings }) =>
      reply({
        headers: {
          'content-type': mimeType,
          'content-length': String(size),
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          'content-security-policy': 'sandbox',
          etag: `"${sha256}"`,
        },
        stream: await read(settings.documentsFolder, id),
      }),
  }),
];

type Upload = {
  readonly request: Parameters<typeof receive>[0];
  readonly uploaderId: string;
  readonly opportunityId: string | null;
};

async function take({ database, settings }: Deps, { request, uploaderId, opportunityId }: Upload) {
  const { id, name, mimeType, size, sha256 } = await receive(request, settings.documentsFolder);
  try {
    return view(await database.prisma.document.create({ data: { id, name, mimeType, size, sha256, uploaderId, opportunityId } }));
  } catch (error) {
    await discard(settings.documentsFolder, id);
    throw error;
  }
}

function view({ id, name, mimeType, size, sha256, uploaderId, opportunityId, createdAt }: Row) {
  return { id, name, mimeType, size, sha256, uploaderId, opportunityId, createdAt: createdAt.toISOString() };
}
