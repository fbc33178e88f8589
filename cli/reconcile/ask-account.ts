import { QueryNotRegisteredError, ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Account } from '../../domain/account.ts';
import { DependencyAway } from '../../local/dependency-away.ts';
import { accountQuery } from '../../workflows/contract.ts';

const patienceMs = 10_000;

/** Where a process says it stands, ended or not: null before anything happened to it, 'gone' when Temporal has no such process any more. */
export async function askAccount(client: Client, workflowId: string): Promise<Account | null | 'gone'> {
  const deadline = Date.now() + patienceMs;
  try {
    return await client.withDeadline(deadline, () => client.workflow.getHandle(workflowId).query<Account | null>(accountQuery));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    if (error instanceof QueryNotRegisteredError)
      throw new Error(`${workflowId} runs code that tells no account.`, { cause: error });
    if (error instanceof ServiceError && Date.now() >= deadline)
      throw new DependencyAway('No worker answers: start one, then reconcile again.', { cause: error });
    throw error;
  }
}
