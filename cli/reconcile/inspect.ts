import type { Client } from '@temporalio/client';
import type { Account } from '../../domain/account.ts';
import { changesBy, lastEvent, missingEvents, type Change } from '../../prisma/compare-account.ts';
import type { Database } from '../../prisma/database.ts';
import { verifyProcess } from '../../prisma/verify-history.ts';
import { HistoryForked } from '../../prisma/write-account.ts';
import { askAccount } from './ask-account.ts';
import { toldEntries } from './told-entries.ts';

export type Sources = { readonly client: Client; readonly database: Database };

/** What is wrong with what the database says of one process; `account` is what would put it right, where anything can. */
export type Finding = { readonly workflowId: string; readonly faults: readonly string[]; readonly account: Account | null };

/**
 * Compares one process with its rows and events. Null when they agree. What the table held before the process was asked, the process must
 * know.
 */
export async function inspect(sources: Sources, workflowId: string): Promise<Finding | null> {
  const head = await lastEvent(sources.database, workflowId);
  const told = await askAccount(sources.client, workflowId);
  if (told === 'gone') return { workflowId, faults: ['there is a row, but no process in Temporal'], account: null };
  const standsAt = told?.summary.seq ?? 0;
  const beyond = head > standsAt ? [`event ${head} is unknown to the process, which stands at ${standsAt}`] : [];
  if (told === null) return beyond.length === 0 ? null : { workflowId, faults: beyond, account: null };
  const account = await completed(sources, told);
  return findingOf(sources, account, [
    ...beyond,
    ...(await lostEvents(sources, account)),
    ...(await alteredRow(sources, account)),
  ]);
}

/** Named besides what a rewrite would change: nothing can put it right. */
async function lostEvents({ database }: Sources, { workflowId, summary, entries }: Account): Promise<readonly string[]> {
  const lost = (await missingEvents(database, workflowId, summary.seq)).filter(
    (seq) => !entries.some((entry) => entry.seq === seq),
  );
  return lost.map((seq) => `event ${seq} is missing, and Temporal no longer has it`);
}

async function alteredRow({ database }: Sources, { workflowId }: Account): Promise<readonly string[]> {
  const bad = await verifyProcess(database, workflowId);
  return bad === null || bad.fault === 'event-missing' ? [] : [`event ${bad.seq} is not as it was written: ${bad.fault}`];
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

async function findingOf({ database }: Sources, account: Account, beyondRepair: readonly string[]): Promise<Finding | null> {
  const { workflowId } = account;
  try {
    const faults = [...(await changesBy(database, account)).map(inWords), ...beyondRepair];
    return faults.length === 0 ? null : { workflowId, faults, account };
  } catch (error) {
    if (!(error instanceof HistoryForked)) throw error;
    return { workflowId, faults: [error.message, ...beyondRepair], account: null };
  }
}

function inWords({ what, is, wanted }: Change): string {
  if (is === null && /^(row|(event|seal|decision) \d+)$/.test(what)) return `${what} is missing`;
  return /^(bare|seats|deciders|decision \d+)$/.test(what)
    ? `${what} differs`
    : `${what} is ${JSON.stringify(is)}, the process says ${JSON.stringify(wanted)}`;
}
