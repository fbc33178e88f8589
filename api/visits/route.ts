import { z } from 'zod';
import type { EvidenceId } from '../../domain/evidence.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { RecordContact } from '../../domain/opportunity/command.ts';
import { sendMade } from '../command/made.ts';
import { commandIdOf } from '../commands.ts';
import { instantCursorOf, pageFrom } from '../http/page.ts';
import { Id, IdParams, Instant, Page, pageOf } from '../http/schema.ts';
import { VisitBody } from '../opportunities/command-schema.ts';
import { requireNamed } from '../opportunities/named-in-evidence.ts';
import { CommandHeaders, CommandReply } from '../opportunities/schema.ts';
import { seesOpportunity } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { actorOf } from '../standing.ts';

const Visit = z
  .strictObject({
    id: Id,
    userId: z.string(),
    kind: z.enum(['visit', 'call', 'message']),
    visitedAt: Instant,
    note: z.string(),
    contactIds: z.array(Id),
    createdAt: Instant,
  })
  .meta({ id: 'Visit' });

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
      const saying = { workflowId: opportunityWorkflowId(opportunityId), idempotencyKey, said: body };
      const answer = await sendMade(deps, { ...saying, actorId: caller.userId }, async () => {
        await requireNamed(deps.database, { opportunity, caller }, metIn(body));
        return { ...saying, actor: actorOf(caller, opportunity.standing), content: contactOf(body) };
      }).catch(inTermsOfVisits);
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
      const place = instantCursorOf(cursor);
      const after =
        place === null ? {} : { OR: [{ visitedAt: { lt: place[0] } }, { visitedAt: place[0], id: { lt: place[1] } }] };
      const where = { AND: [{ opportunityId: opportunity.row.id }, after] };
      const rows = await database.prisma.visit.findMany({
        where,
        orderBy: [{ visitedAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      const { items, nextCursor } = pageFrom(rows, limit, ({ visitedAt, id }) => [visitedAt.toISOString(), id]);
      return { items: items.map(view), nextCursor };
    },
  }),
];

type Said = z.output<typeof VisitBody>;

function metIn({ contactIds }: Said): readonly EvidenceId[] {
  return contactIds.map((id, at) => ({ kind: 'contact', id, pointer: `/contactIds/${at}` }));
}

function contactOf({ visitedAt }: Said): RecordContact {
  return { type: 'record-contact', contactedAt: visitedAt };
}

/** The sale speaks of its own command, whose one field goes by another name here. */
function inTermsOfVisits(error: unknown): never {
  if (!(error instanceof Problem) || error.matter.errors === undefined) throw error;
  const errors = error.matter.errors.map((fault) => ({ ...fault, pointer: fault.pointer.replace('/contactedAt', '/visitedAt') }));
  throw new Problem(error.code, { ...error.matter, errors });
}

type Row = Omit<z.output<typeof Visit>, 'kind' | 'visitedAt' | 'createdAt'> & { kind: string; visitedAt: Date; createdAt: Date };

function view({ id, userId, kind, visitedAt, note, contactIds, createdAt }: Row) {
  return {
    ...{ id, userId, kind: kind as z.output<typeof Visit>['kind'], note, contactIds },
    visitedAt: visitedAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
