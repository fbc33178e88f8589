import { apiKeyPrefix } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { IdParams } from '../http/schema.ts';
import { pageOf } from '../http/schema.ts';
import { reply } from '../http/reply.ts';
import { hasRole, inPerson, ownsApiKey } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import { ApiKey, ApiKeyBody, NewApiKey } from './schema.ts';
import { hashOf, newToken } from '../token.ts';
import type { ApiKey as Row } from '../../prisma/generated/client.ts';

export const apiKeyRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api-keys',
    summary: 'Keys for machines: mine, or all for an administrator',
    params: none,
    query: none,
    body: none,
    reply: pageOf(ApiKey),
    status: 200,
    policy: inPerson,
    handler: async ({ caller }, { database }) => {
      const rows = await database.prisma.apiKey.findMany({
        where: { ...mine(caller), revokedAt: null },
        orderBy: { createdAt: 'desc' },
      });
      return { items: rows.map(view), nextCursor: null };
    },
  }),
  route({
    method: 'post',
    path: '/api-keys',
    summary: 'Make a key; it is shown this once',
    params: none,
    query: none,
    body: ApiKeyBody,
    reply: NewApiKey,
    status: 201,
    policy: inPerson,
    handler: async ({ caller, body }, { database }) => {
      const { name, scopes, userId = caller.userId, expiresAt } = body;
      requireFuture(expiresAt);
      if (userId !== caller.userId && !hasRole(caller, 'admin')) throw new Problem('not-allowed');
      if ((await database.prisma.user.count({ where: { id: userId, active: true } })) === 0) {
        throw new Problem('unknown-reference', { errors: [{ pointer: '/userId', code: 'unknown' }] });
      }
      const key = newToken(apiKeyPrefix);
      const data = {
        name,
        scopes: [...new Set(scopes)],
        userId,
        createdBy: caller.userId,
        tokenHash: hashOf(key),
        expiresAt: expiresAt ?? null,
      };
      return { ...view(await database.prisma.apiKey.create({ data })), key };
    },
  }),
  route({
    method: 'delete',
    path: '/api-keys/:id',
    summary: 'Revoke a key',
    params: IdParams,
    query: none,
    body: none,
    reply: noContent,
    status: 204,
    policy: ownsApiKey,
    handler: async ({ params }, { database }) => {
      await database.prisma.apiKey.updateMany({ where: { id: params.id, revokedAt: null }, data: { revokedAt: new Date() } });
      return reply({});
    },
  }),
];

function requireFuture(expiresAt: string | undefined): void {
  if (expiresAt === undefined || Date.parse(expiresAt) > Date.now()) return;
  throw new Problem('not-later', { errors: [{ pointer: '/expiresAt', code: 'not-later' }] });
}

function mine(caller: Caller) {
  return hasRole(caller, 'admin') ? {} : { userId: caller.userId };
}

function view({ id, name, userId, scopes, createdBy, createdAt, lastUsedAt, expiresAt }: Row) {
  return {
    ...{ id, name, userId, createdBy, createdAt: createdAt.toISOString() },
    scopes: scopes as readonly ('read' | 'write' | 'signal')[],
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
