import { ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { machine } from '../domain/actor.ts';
import type { ApprovalCommandOf } from '../domain/approval/command.ts';
import { approvalWorkflowId } from '../domain/ids.ts';
import type { SubmitContract } from '../domain/opportunity/command.ts';
import type { Opportunity } from '../domain/opportunity/state.ts';
import { approvalDoors, approvalWorkflow } from './contract.ts';
import { signalIfThere } from './signal-if-there.ts';

/** Starts the approval of a contract version. It outlives this run, and reports by signal: nobody waits for its result. */
export async function startApproval({ request, people }: Pick<SubmitContract, 'request' | 'people'>): Promise<void> {
  try {
    await startChild(approvalWorkflow, {
      workflowId: approvalWorkflowId(request.opportunityId, request.version.number),
      args: [{ request, people }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      workflowTaskTimeout: '2 seconds',
    });
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
  }
}

/** Tells the approval that is open, if one is; one that has just ended need not hear it. */
export async function tellApproval(state: Opportunity, type: 'supersede' | 'parent-closed'): Promise<void> {
  const { id, approval, lastAt } = state;
  if (approval?.open !== true) return;
  const workflowId = approvalWorkflowId(id, approval.version.number);
  const command: ApprovalCommandOf<typeof type> = {
    type,
    commandId: `${workflowId}:${type}`,
    fingerprint: type,
    actor: machine,
    at: lastAt,
  };
  await signalIfThere(workflowId, approvalDoors[type].signal, command);
}

function isAlreadyStarted(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError';
}
