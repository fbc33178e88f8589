import { WorkflowNotFoundError } from '@temporalio/client';
import type { Stamp } from '../../domain/actor.ts';
import { contentHash } from '../../domain/canonical.ts';
import type { ClaimCheckpoint } from '../../domain/opportunity/command.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import { opportunityDoors } from '../../workflows/contract.ts';
import { commandIdOf } from '../commands.ts';
import type { Deps } from '../deps.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';
import { actorOf } from '../standing.ts';

type Signalled = { readonly claim: ClaimCheckpoint; readonly idempotencyKey: string };

/** Fire and forget: durable once taken, whatever the workflow makes of it; a refusal becomes a visible rejected command. */
export async function signalClaim(deps: Deps, grant: OpportunityGrant, { claim, idempotencyKey }: Signalled): Promise<string> {
  const { opportunity, caller } = grant;
  const commandId = commandIdOf(caller.userId, idempotencyKey);
  const workflowId = opportunityWorkflowId(opportunity.row.id);
  const stamp: Stamp = {
    commandId,
    fingerprint: contentHash(claim),
    actor: actorOf(caller, opportunity.standing),
    at: new Date().toISOString(),
  };
  if (!(await deps.temporal.isReachable())) throw new Problem('temporal-away', { headers: { 'retry-after': '5' } });
  await post(deps, workflowId, { ...stamp, ...claim });
  return commandId;
}

async function post({ temporal, settings }: Deps, workflowId: string, command: Stamp & ClaimCheckpoint): Promise<void> {
  const { client } = temporal;
  const handle = client.workflow.getHandle(workflowId);
  try {
    await client.withDeadline(Date.now() + settings.commandDeadlineMs, () =>
      handle.signal(opportunityDoors['claim-checkpoint'].signal, command),
    );
    temporal.heard();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new Problem('workflow-gone');
    throw new Problem('signal-unconfirmed', { headers: { 'retry-after': '5' } }, { cause: error });
  }
}
