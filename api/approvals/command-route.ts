import type { z } from 'zod';
import type { Actor, Stamp } from '../../domain/actor.ts';
import type { ApprovalCommand } from '../../domain/approval/command.ts';
import { approvalWorkflowId } from '../../domain/ids.ts';
import type { CommandRequest } from '../command/send-or-repeat.ts';
import { sendOrRepeat } from '../command/send-or-repeat.ts';
import type { CommandReply as Reply } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { CommandHeaders, CommandReply } from '../command/schema.ts';
import type { ApprovalGrant } from '../policies.ts';
import { seesApproval } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { ApprovalParams } from './schema.ts';

type Content = ApprovalCommand extends infer One ? (One extends Stamp ? Omit<One, keyof Stamp> : never) : never;

type Spec<Body extends z.ZodType> = {
  readonly verb: string;
  readonly summary: string;
  readonly body: Body;
  readonly content: (input: { readonly body: z.output<Body> } & ApprovalGrant, deps: Deps) => Content | Promise<Content>;
};

/** A route that gives one command to one request. Whether this caller may is for the rules of the approval to say. */
export function approvalCommandRoute<Body extends z.ZodType>({ verb, summary, body, content }: Spec<Body>): Route {
  return route({
    method: 'post',
    path: `/approvals/:id/${verb}`,
    ...{ summary, body },
    params: ApprovalParams,
    query: none,
    headers: CommandHeaders,
    reply: CommandReply,
    status: 200,
    alsoStatus: [202],
    policy: seesApproval,
    handler: async (input, deps) => {
      const { approval, caller, headers } = input;
      return giveCommand(deps, {
        ...{ approval, caller },
        idempotencyKey: headers['idempotency-key'],
        content: () => content({ body: input.body, approval, caller }, deps),
        said: { params: input.params, body: input.body },
      });
    },
  });
}

type Given = ApprovalGrant &
  Pick<CommandRequest, 'idempotencyKey' | 'said'> & { readonly content: () => Content | Promise<Content> };

/** Gives a command to the request that the caller sees. */
export function giveCommand(deps: Deps, { approval, caller, content, ...asked }: Given): Promise<Reply> {
  const { opportunityId, version } = approval.row;
  const request = { ...asked, workflowId: approvalWorkflowId(opportunityId, version) };
  const actor = actorOf({ approval, caller });
  return sendOrRepeat(deps, { ...request, actorId: actor.userId }, async () => ({ ...request, actor, content: await content() }));
}

/** A key decides nothing: whoever approves does it himself. */
function actorOf({ approval: { seat, capacity }, caller }: ApprovalGrant): Actor {
  if ('apiKey' in caller.by) throw new Problem('not-permitted', { facts: { capacity: 'integration' } });
  const { userId } = caller;
  const { onBehalfOf = null } = seat?.userId === userId ? seat : {};
  return { userId, capacity, ...(onBehalfOf === null ? {} : { onBehalfOf }) };
}
