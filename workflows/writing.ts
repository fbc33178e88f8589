import { proxyActivities } from '@temporalio/workflow';
import type { SummaryHead } from '../domain/account.ts';
import type { WorkflowActivities } from './contract.ts';
import type { Ledger } from './ledger.ts';

const { project } = proxyActivities<WorkflowActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

/** Has all written that no sender is known to have written. Retried for ever: an outage only delays. */
export async function write<State, Event, Summary extends SummaryHead>(ledger: Ledger<State, Event, Summary>): Promise<void> {
  const account = ledger.account();
  await project(account);
  ledger.forget(account.summary.seq);
}
