import type { Client } from '@temporalio/client';
import type { Account } from '../../domain/account.ts';
import { changesBy, missingEvents, type Change } from '../../prisma/compare-account.ts';
import type { Database } from '../../prisma/database.ts';
import { HistoryForked } from '../../prisma/write-account.ts';
import { askAccount } from './ask-account.ts';
import { toldEntries } from './told-entries.ts';

export type Sources = { readonly client: Client; readonly database: Database };

/** What is wrong with what the database says of one process; `account` is what would put it right, where anything can. */
export type Finding = { readonly workflowId: string; readonly faults: readonly string[]; readonly account: Account | null };

/** Compares one process with its rows and events. Null when they agree. */
export async function inspect(sources: Sources, workflowId: string): Promise<Finding | null> {
  const told = await askAccount(sources.client, workflowId);
  if (told === null) return null;
  if (told === 'gone') return { workflowId, faults: ['there is a row, but no process in Temporal'], account: null };
  const account = await completed(sources, told);
  const lost = (await missingEvents(sources.database, workflowId, told.summary.seq)).filter(
    (seq) => !account.entries.some((entry) => entry.seq === seq),
  );
  return findingOf(sources, account, lost);
}

/** With the entries that the table lacks and the process has forgotten. */
async function completed({ client, database }: Sources, account: Account): Promise<Account> {
  const missing = await missingEvents(database, account.workflowId, account.summary.seq);
  if (missing.every((seq) => account.entries.some((entry) => entry.seq === seq))) return account;
  const told = await toldEntries(client, account.workflowId);
  const entries = missing.flatMap((seq) => told.get(seq) ?? []);
  const unseen = account.entries.filter(({ seq }) => !missing.includes(seq));
  return { ...account, entries: [...entries, ...unseen].toSorted((one, other) => one.seq - other.seq) };
}

async function findingOf({ database }: Sources, account: Account, lost: readonly number[]): Promise<Finding | null> {
  const { workflowId } = account;
  const beyond = lost.map((seq) => `event ${seq} is missing, and Temporal no longer has it`);
  try {
    const faults = [...(await changesBy(database, account)).map(inWords), ...beyond];
    return faults.length === 0 ? null : { workflowId, faults, account };
  } catch (error) {
    if (!(error instanceof HistoryForked)) throw error;
    return { workflowId, faults: [error.message], account: null };
  }
}

function inWords({ what, is, wanted }: Change): string {
  if (is === null && /^(row|event \d+|seal \d+)$/.test(what)) return `${what} is missing`;
  return ['bare', 'seats', 'decisions', 'deciders'].includes(what)
    ? `${what} differs`
    : `${what} is ${JSON.stringify(is)}, the process says ${JSON.stringify(wanted)}`;
}
