import type { z } from 'zod';
import type { Stamp } from '../../domain/actor.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { OpportunityCommand } from '../../domain/opportunity/command.ts';
import { sendOrRepeat } from '../command/send-or-repeat.ts';
import type { CommandReply as Reply } from '../commands.ts';
import type { Deps } from '../deps.ts';
import type { OpportunityGrant } from '../policies.ts';
import { seesOpportunity } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { actorOf } from '../standing.ts';
import { CommandHeaders, CommandReply } from '../command/schema.ts';

/** A command as a route says it, before it is stamped. */
export type Content = OpportunityCommand extends infer One ? (One extends Stamp ? Omit<One, keyof Stamp> : never) : never;

type Spec<Params extends z.ZodObject<{ id: z.ZodType<string> }>, Body extends z.ZodType> = {
  /** Below /opportunities/:id. */
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly body: Body;
  readonly content: (
    input: { readonly params: z.output<Params>; readonly body: z.output<Body> } & OpportunityGrant,
    deps: Deps,
  ) => Content | Promise<Content>;
};

/** A route that gives one command to one sale. Whether this caller may is for the rules of the sale to say. */
export function commandRoute<Params extends z.ZodObject<{ id: z.ZodType<string> }>, Body extends z.ZodType>(
  spec: Spec<Params, Body>,
): Route {
  const { path, summary, params, body, content } = spec;
  return route({
    method: 'post',
    path: `/opportunities/:id${path}`,
    ...{ summary, params, body },
    query: none,
    headers: CommandHeaders,
    reply: CommandReply,
    status: 200,
    alsoStatus: [202],
    policy: seesOpportunity,
    handler: async (input, deps): Promise<Reply> => {
      const { opportunity, caller, headers } = input as unknown as OpportunityGrant & {
        readonly headers: z.output<typeof CommandHeaders>;
      };
      const request = {
        workflowId: opportunityWorkflowId(opportunity.row.id),
        idempotencyKey: headers['idempotency-key'],
        said: { params: input.params, body: input.body },
      };
      return sendOrRepeat(deps, { ...request, actorId: caller.userId }, async () => ({
        ...request,
        actor: actorOf(caller, opportunity.standing),
        content: await content(input, deps),
      }));
    },
  });
}
