import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Account, Answer, Entry } from '../../domain/account.ts';
import type { WorkflowActivities } from '../../workflows/contract.ts';

/**
 * Every entry that a process ever accounted for, by its sequence, as far back as Temporal keeps its runs: what it answered to updates, and
 * what it had written by activity. The process itself forgets what it knows to be written; its history does not.
 */
export async function toldEntries(client: Client, workflowId: string): Promise<ReadonlyMap<number, Entry>> {
  const entries = new Map<number, Entry>();
  for (let runId: string | undefined = undefined, isFirst = true; isFirst || runId !== undefined; isFirst = false) {
    const run: Run | null = await readRun(client, workflowId, runId);
    for (const account of run?.accounts ?? []) for (const entry of account.entries) entries.set(entry.seq, entry);
    runId = run?.previous;
  }
  return entries;
}

type Run = { readonly accounts: readonly Account[]; readonly previous: string | undefined };
type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];

async function readRun(client: Client, workflowId: string, runId: string | undefined): Promise<Run | null> {
  try {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    return { accounts: (events ?? []).flatMap(accountsIn), previous: runBefore(events?.[0]) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null; // beyond the namespace's retention
    throw error;
  }
}

function runBefore(started: HistoryEvent | undefined): string | undefined {
  const runId = started?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
  return runId === '' ? undefined : runId;
}

function accountsIn(event: HistoryEvent): readonly Account[] {
  return [...answeredAccounts(event), ...writtenAccounts(event)];
}

function answeredAccounts({ workflowExecutionUpdateCompletedEventAttributes: completed }: HistoryEvent): readonly Account[] {
  const payloads = completed?.outcome?.success?.payloads ?? [];
  return payloads.map((payload) => defaultPayloadConverter.fromPayload<Answer>(payload).account);
}

function writtenAccounts({ activityTaskScheduledEventAttributes: scheduled }: HistoryEvent): readonly Account[] {
  const payloads = scheduled?.activityType?.name === projectActivity ? (scheduled.input?.payloads ?? []) : [];
  return payloads.map((payload) => defaultPayloadConverter.fromPayload<Account>(payload));
}

const projectActivity = 'project' satisfies keyof WorkflowActivities;
