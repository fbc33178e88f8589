import { z } from 'zod';
import { Flag, Id, Instant, pageOf } from '../http/schema.ts';
import { Key } from '../opportunities/schema.ts';
import { signedIn } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { listEscalations } from './query.ts';

const Escalation = z
  .strictObject({
    opportunityId: Id,
    name: z.string(),
    ownerId: z.string(),
    stage: Key.nullable(),
    clock: Key,
    level: z.number().int(),
    firedAt: Instant,
    told: z.array(z.string()),
    acknowledged: z.strictObject({ by: z.string(), at: Instant, quietUntil: Instant }).nullable(),
  })
  .meta({ id: 'Escalation' });

const EscalationQuery = z.strictObject({
  acknowledged: Flag.default(false).meta({ description: 'Also those that somebody has answered' }),
});

export const escalationRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/escalations',
    summary: 'Escalations I was told of and that nobody has answered, highest first',
    params: none,
    query: EscalationQuery,
    body: none,
    reply: pageOf(Escalation),
    status: 200,
    policy: signedIn,
    handler: async ({ caller, query }, { database }) => {
      return { items: await listEscalations(database, caller, query.acknowledged), nextCursor: null };
    },
  }),
];
