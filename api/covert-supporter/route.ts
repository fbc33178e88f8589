import { z } from 'zod';
import { Id, IdParams, Instant, Line, Page, pageOf, Prose } from '../http/schema.ts';
import { requireNamed } from '../opportunities/named-in-evidence.ts';
import { knowsSupporter } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { listAccesses, readSupporter, writeSupporter } from './store.ts';

const identity = {
  name: Line,
  contactId: Id.nullable().default(null).meta({ description: "One of the customer's contacts, where he is one" }),
  position: z.string().trim().max(200).default(''),
  note: Prose.default(''),
};

const NewSupporter = z.strictObject(identity).meta({ id: 'CovertSupporterNew' });
const Supporter = z.strictObject({ ...identity, enteredBy: Id, updatedAt: Instant }).meta({ id: 'CovertSupporter' });
const Access = z
  .strictObject({ userId: Id, access: z.enum(['read', 'write']), at: Instant })
  .meta({ id: 'CovertSupporterAccess' });

/** The most confidential fact: for the owner and those straight above him, each reading on record. */
export const covertSupporterRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/opportunities/:id/covert-supporter',
    summary: 'Who helps us covertly; that I read it is recorded',
    params: IdParams,
    query: none,
    body: none,
    reply: Supporter,
    status: 200,
    policy: knowsSupporter,
    handler: async ({ opportunity, caller }, { database, settings }) => {
      const place = { opportunityId: opportunity.row.id, userId: caller.userId };
      const supporter = await readSupporter(database, settings.supporterKey, place);
      if (supporter === null) throw new Problem('not-found');
      return supporter;
    },
  }),
  route({
    method: 'put',
    path: '/opportunities/:id/covert-supporter',
    summary: 'Say who helps us covertly; kept encrypted',
    params: IdParams,
    query: none,
    body: NewSupporter,
    reply: Supporter,
    status: 200,
    policy: knowsSupporter,
    handler: async ({ opportunity, caller, body }, { database, settings }) => {
      const named = body.contactId === null ? [] : [{ kind: 'contact' as const, id: body.contactId, pointer: '/contactId' }];
      await requireNamed(database, { opportunity, caller }, named);
      const place = { opportunityId: opportunity.row.id, userId: caller.userId };
      return writeSupporter(database, { key: settings.supporterKey, identity: body }, place);
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/covert-supporter/accesses',
    summary: 'Who read or wrote it, latest first',
    params: IdParams,
    query: Page,
    body: none,
    reply: pageOf(Access),
    status: 200,
    policy: knowsSupporter,
    handler: async ({ opportunity, query }, { database }) => {
      const { items, nextCursor } = await listAccesses(database, opportunity.row.id, query);
      return {
        items: items.map(({ userId, access, at }) => ({ userId, access: access as 'read' | 'write', at: at.toISOString() })),
        nextCursor,
      };
    },
  }),
];
