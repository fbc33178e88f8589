import { z } from 'zod';
import { noticeKinds } from '../../domain/account.ts';
import { olderThan, pageFrom } from '../http/page.ts';
import { languageOf } from '../http/language.ts';
import { reply } from '../http/reply.ts';
import { Id, IdParams, Instant, Page } from '../http/schema.ts';
import { ownsInboxLine, signedIn } from '../policies.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import { inWords } from './words.ts';

const InboxLine = z
  .strictObject({
    id: Id,
    kind: z.enum(noticeKinds),
    workflowId: z.string(),
    seq: z.number().int(),
    subject: z.string(),
    body: z.array(z.string()).meta({ description: 'Sentences, in the language asked for' }),
    /** In the web pages. */
    path: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    onBehalfOf: z.string().nullable(),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'InboxLine' });

const InboxPage = z.strictObject({ items: z.array(InboxLine), nextCursor: z.string().nullable(), unread: z.number().int() });
const InboxQuery = Page.extend({ unread: z.literal('true').optional() });

/** Everybody has one, and sees no other. */
export const inboxRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/inbox',
    summary: 'What I was told, newest first',
    params: none,
    query: InboxQuery,
    body: none,
    reply: InboxPage,
    status: 200,
    policy: signedIn,
    handler: async ({ caller, request, query: { limit, cursor, unread } }, { database }) => {
      const mine = { recipientId: caller.userId };
      const where = { AND: [{ ...mine, ...(unread === undefined ? {} : { readAt: null }) }, olderThan('createdAt', cursor)] };
      const [rows, unreadCount] = await Promise.all([
        database.prisma.inbox.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit + 1 }),
        database.prisma.inbox.count({ where: { ...mine, readAt: null } }),
      ]);
      const { items, nextCursor } = pageFrom(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
      const reader = { language: languageOf(request, caller.language), timeZone: caller.timeZone };
      return { items: await inWords(database, items, reader), nextCursor, unread: unreadCount };
    },
  }),
  route({
    method: 'post',
    path: '/inbox/:id/read',
    summary: 'Mark a line as read',
    params: IdParams,
    query: none,
    body: none,
    reply: noContent,
    status: 204,
    policy: ownsInboxLine,
    handler: async ({ params }, { database }) => {
      await database.prisma.inbox.updateMany({ where: { id: params.id, readAt: null }, data: { readAt: new Date() } });
      return reply({});
    },
  }),
  route({
    method: 'post',
    path: '/inbox/read',
    summary: 'Mark all as read',
    params: none,
    query: none,
    body: none,
    reply: noContent,
    status: 204,
    policy: signedIn,
    handler: async ({ caller }, { database }) => {
      await database.prisma.inbox.updateMany({
        where: { recipientId: caller.userId, readAt: null },
        data: { readAt: new Date() },
      });
      return reply({});
    },
  }),
];
