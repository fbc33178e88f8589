import { setTimeout as sleep } from 'node:timers/promises';
import { QueryNotRegisteredError, ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Account } from '../../domain/account.ts';
import { DependencyAway } from '../../local/dependency-away.ts';
import { accountQuery } from '../../workflows/contract.ts';

const patienceMs = 10_000;
const pauseMs = 250;

/** Where a process says it stands, ended or not: null before anything happened to it, 'gone' when Temporal has no such process any more. */
export async function askAccount(client: Client, workflowId: string): Promise<Account | null | 'gone'> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await client.withDeadline(deadline, () => client.workflow.getHandle(workflowId).query<Account | null>(accountQuery));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone';
      if (!isWorkerAway(error)) throw asTold(error, workflowId);
      if (Date.now() + pauseMs >= deadline)
        throw new DependencyAway('No worker answers: start one, then reconcile again.', { cause: error });
      await sleep(pauseMs);
    }
  }
}

function asTold(error: unknown, workflowId: string): unknown {
  if (!(error instanceof QueryNotRegisteredError)) return error;
  return new Error(`${workflowId} runs code that tells no account.`, { cause: error });
}

/** DEADLINE_EXCEEDED, or FAILED_PRECONDITION: nobody has polled lately, as right after a worker was killed. */
function isWorkerAway(error: unknown): boolean {
  const code = error instanceof ServiceError ? (error.cause as { readonly code?: number } | undefined)?.code : undefined;
  return code === 4 || code === 9;
}
