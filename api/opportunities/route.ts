import { opportunityWorkflowId } from '../../domain/ids.ts';
import { sendOrRepeat } from '../command/send-or-repeat.ts';
import { languageOf } from '../http/language.ts';
import { IdParams, Page } from '../http/schema.ts';
import { seesOpportunity, signedIn } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { actorOf } from '../standing.ts';
import { opportunityCommandRoutes } from './command-routes.ts';
import { SignalBody } from './command-schema.ts';
import { eventView, listEvents } from './events.ts';
import { listOpportunities } from './list.ts';
import { nextOf } from './next.ts';
import { Next } from './next-schema.ts';
import { inWords } from './next-words.ts';
import { openingOf } from './opening.ts';
import { opportunityView } from './row.ts';
import { CommandHeaders, CommandReply } from '../command/schema.ts';
import { EventPage, Key, OpenBody, Opportunity, OpportunityPage, OpportunityQuery } from './schema.ts';
import { signalClaim } from './signal.ts';
import { stateOf, wholeView } from './view.ts';

export const opportunityRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/opportunities',
    summary: 'Open a sale',
    params: none,
    query: none,
    headers: CommandHeaders,
    body: OpenBody,
    reply: CommandReply,
    status: 201,
    alsoStatus: [202],
    policy: signedIn,
    handler: ({ caller, headers, body }, deps) => {
      const idempotencyKey = headers['idempotency-key'];
      const request = { idempotencyKey, actorId: caller.userId, said: body };
      return sendOrRepeat(deps, request, () => openingOf(deps.database, caller, { body, idempotencyKey }));
    },
  }),
  route({
    method: 'get',
    path: '/opportunities',
    summary: 'Sales I may see, latest change first',
    params: none,
    query: OpportunityQuery,
    body: none,
    reply: OpportunityPage,
    status: 200,
    policy: signedIn,
    handler: async ({ caller, query }, { database }) => {
      const { items, nextCursor } = await listOpportunities(database, caller, query);
      return { items: items.map(opportunityView), nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id',
    summary: 'One sale with all that its process knows',
    params: IdParams,
    query: none,
    body: none,
    reply: Opportunity,
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity }, { database }) => wholeView(opportunity, await stateOf(database, opportunity.row)),
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/events',
    summary: 'What happened to a sale, newest first',
    params: IdParams,
    query: Page.extend({ type: Key.optional(), commandId: Key.optional() }),
    body: none,
    reply: EventPage,
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, query }, { database }) => {
      const { items, nextCursor } = await listEvents(database, opportunityWorkflowId(opportunity.row.id), query);
      return { items: items.map((event) => eventView(event, opportunity)), nextCursor };
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/next',
    summary: 'What is required now, what I may do, and why not',
    params: IdParams,
    query: none,
    body: none,
    reply: Next,
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, caller, request }, { database }) => {
      const state = await stateOf(database, opportunity.row);
      const next = nextOf(state, actorOf(caller, opportunity.standing), new Date().toISOString());
      return inWords(next, languageOf(request, caller.language));
    },
  }),
  route({
    method: 'post',
    path: '/opportunities/:id/signals/checkpoint-reached',
    summary: 'Tell of a reached checkpoint without waiting for an answer',
    params: IdParams,
    query: none,
    headers: CommandHeaders,
    body: SignalBody,
    reply: CommandReply,
    status: 202,
    alsoStatus: [200],
    policy: seesOpportunity,
    scope: 'signal',
    handler: ({ opportunity, caller, headers, body }, deps) =>
      signalClaim(deps, { opportunity, caller }, { body, idempotencyKey: headers['idempotency-key'] }),
  }),
  ...opportunityCommandRoutes,
];
