import { z } from 'zod';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import { languageOf } from '../http/language.ts';
import { ProblemSchema } from '../http/problem-schema.ts';
import { olderThan, pageFrom } from '../http/page.ts';
import { Id, IdParams, Instant, Page, pageOf } from '../http/schema.ts';
import { seesCommand, seesOpportunity } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { commandView } from './query.ts';

const Command = z
  .strictObject({
    id: Id,
    type: z.string(),
    actorId: z.string(),
    workflowId: z.string(),
    state: z.enum(['open', 'done', 'refused']),
    status: z.number().int().nullable(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
    outcome: z.record(z.string(), z.unknown()).nullable(),
    problem: ProblemSchema.nullable(),
  })
  .meta({ id: 'Command' });

export const commandRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/commands/:id',
    summary: 'What became of a command',
    params: IdParams,
    query: none,
    body: none,
    reply: Command,
    status: 200,
    policy: seesCommand,
    handler: ({ command, caller, request }) => {
      return commandView(command, {
        instance: request.originalUrl,
        requestId: command.id,
        language: languageOf(request, caller.language),
      });
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/commands',
    summary: 'What was asked of a sale, newest first',
    params: IdParams,
    query: Page,
    body: none,
    reply: pageOf(Command),
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, caller, request, query: { limit, cursor } }, { database }) => {
      const where = { AND: [{ workflowId: opportunityWorkflowId(opportunity.row.id) }, olderThan('createdAt', cursor)] };
      const rows = await database.prisma.command.findMany({
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      const { items, nextCursor } = pageFrom(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
      const language = languageOf(request, caller.language);
      return {
        items: items.map((row) => commandView(row, { instance: `/api/v1/commands/${row.id}`, requestId: row.id, language })),
        nextCursor,
      };
    },
  }),
];
