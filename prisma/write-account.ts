import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Account } from '../domain/account.ts';
import { canonicalJson } from '../domain/canonical.ts';
import type { Database } from './database.ts';
import { storable } from './storable.ts';

/** What a command row gets when it is answered. */
export type CommandFinish = {
  /** The row's id. */
  readonly id: string;
  readonly state: 'done' | 'refused';
  readonly outcome: object;
  /** HTTP status of the answer. */
  readonly status: number;
};

/** A workflow tells another history than it told before: it was reset. Nothing was written; people must look. */
export class HistoryForked extends Error {
  override readonly name = 'HistoryForked';
}

/**
 * Writes what a workflow accounted for: events, seals, read model, inbox and post, and the outcome of the command that asked, all in one
 * statement. Repeats and races change nothing. Gives the sequence up to which the history is now complete.
 */
export async function writeAccount({ pool }: Pick<Database, 'pool'>, account: Account, finish?: CommandFinish): Promise<number> {
  try {
    const { rows } = await pool.query<{ sealed: number }>({
      name: 'write-account',
      text: 'SELECT write_account($1::jsonb) AS sealed',
      values: [JSON.stringify(written(account, finish))],
    });
    return rows[0]?.sealed ?? 0;
  } catch (error) {
    throw isFork(error) ? new HistoryForked(error.message, { cause: error }) : error;
  }
}

/**
 * The same for a reconciler: the read model becomes what the workflow says even where it stands at the same sequence or beyond it, unless
 * the history has gone on meanwhile. The account may bring no entries.
 */
export async function rewriteAccount({ pool }: { readonly pool: Pick<pg.ClientBase, 'query'> }, account: Account): Promise<void> {
  try {
    await pool.query('SELECT rewrite_account($1::jsonb)', [JSON.stringify(written(account, undefined))]);
  } catch (error) {
    throw isFork(error) ? new HistoryForked(error.message, { cause: error }) : error;
  }
}

/** SHA-256 of the event's canonical JSON, hex. */
export function eventHash(event: unknown): string {
  return createHash('sha256').update(canonicalJson(event)).digest('hex');
}

function written(account: Account, finish: CommandFinish | undefined): object {
  const { workflowId, summary, entries } = storable(account);
  const hashed = entries.map((entry) => ({ ...entry, hash: eventHash(entry.event) }));
  return { workflowId, summary, entries: hashed, ...(finish !== undefined && { finish: storable(finish) }) };
}

function isFork(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'PU001';
}
