import { WorkflowNotFoundError } from '@temporalio/client';
import type { z } from 'zod';
import type { Stamp } from '../../domain/actor.ts';
import type { ClaimCheckpoint } from '../../domain/opportunity/command.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import { findCommandByKey, fingerprintOfEvents } from '../../prisma/command-table.ts';
import { opportunityDoors } from '../../workflows/contract.ts';
import type { CommandReply } from '../commands.ts';
import { answerAgain, commandIdOf, fingerprintOf, keyReused, temporalAway } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { reply } from '../http/reply.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';
import { actorOf } from '../standing.ts';
import { claimOf } from './claim.ts';
import type { SignalBody } from './command-schema.ts';

type Signalled = { readonly body: z.output<typeof SignalBody>; readonly idempotencyKey: string };

/**
 * Fire and forget: durable once taken, whatever the workflow makes of it; a refusal becomes a visible rejected command. Said through the
 * other door before, under the same key, it has its answer already.
 */
export async function signalClaim(
  deps: Deps,
  grant: OpportunityGrant,
  { body, idempotencyKey }: Signalled,
): Promise<CommandReply> {
  const { opportunity, caller } = grant;
  const workflowId = opportunityWorkflowId(opportunity.row.id);
  const fingerprint = fingerprintOf({ workflowId, type: 'claim-checkpoint', said: saidAsClaim(opportunity.row.id, body) });
  const first = await findCommandByKey(deps.database, caller.userId, idempotencyKey);
  if (first?.command.fingerprint === fingerprint) return answerAgain(deps, first);
  const commandId = commandIdOf(caller.userId, idempotencyKey);
  const happened = await fingerprintOfEvents(deps.database, commandId);
  if (first !== null || (happened ?? fingerprint) !== fingerprint) throw keyReused();

  const content = await claimOf(deps.database, grant, body);
  const stamp = { commandId, fingerprint, actor: actorOf(caller, opportunity.standing), at: new Date().toISOString() };
  if (!(await deps.temporal.isReachable())) throw temporalAway();
  await post(deps, opportunity, { ...stamp, ...content });
  const location = `/api/v1/opportunities/${opportunity.row.id}/events?commandId=${commandId}`;
  return reply({ status: 202, headers: { location }, value: { commandId, state: 'open' } });
}

/** Word for word what the route of the claim takes in: a command has one fingerprint, whichever door it comes through. */
function saidAsClaim(id: string, { checkpoint, ...body }: Signalled['body']) {
  return { params: { id, checkpoint }, body };
}

type Sale = OpportunityGrant['opportunity'];

async function post({ temporal, settings }: Deps, { row }: Sale, command: Stamp & ClaimCheckpoint): Promise<void> {
  const { client } = temporal;
  const handle = client.workflow.getHandle(opportunityWorkflowId(row.id));
  try {
    await client.withDeadline(Date.now() + settings.commandDeadlineMs, () =>
      handle.signal(opportunityDoors['claim-checkpoint'].signal, command),
    );
    temporal.heard();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new Problem(row.endedAt === null ? 'workflow-gone' : 'sale-ended');
    throw new Problem('signal-unconfirmed', { headers: { 'retry-after': '5' } }, { cause: error });
  }
}
