import type { z } from 'zod';
import type { EvidenceId } from '../../domain/evidence.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { RecordContact } from '../../domain/opportunity/command.ts';
import { sendOrRepeat } from '../command/send-or-repeat.ts';
import { commandIdOf } from '../commands.ts';
import { olderThan, pageFrom } from '../http/page.ts';
import { IdParams, Page, pageOf } from '../http/schema.ts';
import { requireNamed } from '../opportunities/named-in-evidence.ts';
import { CommandHeaders, CommandReply } from '../command/schema.ts';
import { seesOpportunity } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { actorOf } from '../standing.ts';
import { Visit, VisitBody } from './schema.ts';

export const visitRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/opportunities/:id/visits',
    summary: 'Record a contact with the customer; the silence clock hears of it',
    params: IdParams,
    query: none,
    headers: CommandHeaders,
    body: VisitBody,
    reply: CommandReply,
    status: 200,
    alsoStatus: [202],
    policy: seesOpportunity,
    handler: async ({ opportunity, caller, headers, body }, deps) => {
      const idempotencyKey = headers['idempotency-key'];
      const { id: opportunityId } = opportunity.row;
      const request = { workflowId: opportunityWorkflowId(opportunityId), idempotencyKey, said: body };
      const answer = await sendOrRepeat(deps, { ...request, actorId: caller.userId }, async () => {
        await requireNamed(deps.database, { opportunity, caller }, metIn(body));
        return { ...request, actor: actorOf(caller, opportunity.standing), content: contactOf(body) };
      });
      // Under the command's id: a repeat after a crash adds what is missing, and nothing twice.
      const data = { id: commandIdOf(caller.userId, idempotencyKey), ...body, contactIds: [...body.contactIds] };
      await deps.database.prisma.visit.createMany({
        data: { ...data, opportunityId, userId: caller.userId },
        skipDuplicates: true,
      });
      return answer;
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/visits',
    summary: 'Contacts with the customer, latest first',
    params: IdParams,
    query: Page,
    body: none,
    reply: pageOf(Visit),
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, query: { limit, cursor } }, { database }) => {
      const where = { AND: [{ opportunityId: opportunity.row.id }, olderThan('contactedAt', cursor)] };
      const rows = await database.prisma.visit.findMany({
        where,
        orderBy: [{ contactedAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      const { items, nextCursor } = pageFrom(rows, limit, ({ contactedAt, id }) => [contactedAt.toISOString(), id]);
      return { items: items.map(view), nextCursor };
    },
  }),
];

type Said = z.output<typeof VisitBody>;

function metIn({ contactIds }: Said): readonly EvidenceId[] {
  return contactIds.map((id, at) => ({ kind: 'contact', id, pointer: `/contactIds/${at}` }));
}

function contactOf({ contactedAt }: Said): RecordContact {
  return { type: 'record-contact', contactedAt };
}

type Row = Omit<z.output<typeof Visit>, 'kind' | 'contactedAt' | 'createdAt'> & {
  kind: string;
  contactedAt: Date;
  createdAt: Date;
};

function view({ id, userId, kind, contactedAt, note, contactIds, createdAt }: Row) {
  return {
    ...{ id, userId, kind: kind as z.output<typeof Visit>['kind'], note, contactIds },
    contactedAt: contactedAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
