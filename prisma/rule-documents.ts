import type { ApprovalPolicy } from '../domain/approval/policy.ts';
import type { Calendar } from '../domain/calendar.ts';
import type { Playbook } from '../domain/playbook.ts';
import type { Database } from './database.ts';

type Pool = Pick<Database, 'pool'>;

/** What the published versions in each table hold. */
type Documents = { readonly playbook: Playbook; readonly calendar: Calendar; readonly approval_policy: ApprovalPolicy };
export type RuleTable = keyof Documents;
export type RuleVersion = { readonly key: string; readonly version: number };

/** A published version never changes: read once for each database, kept. */
const kept = new WeakMap<Database['pool'], Map<string, unknown>>();
const mostKept = 200;

/** Throws when that version was never published: whoever refers to it erred. */
export async function documentOf<Table extends RuleTable>(
  database: Pool,
  table: Table,
  which: RuleVersion,
): Promise<Documents[Table]> {
  const document = await findDocument(database, table, which);
  if (document === null) throw new Error(`${table} ${which.key} version ${which.version} is not published`);
  return document;
}

/** Null when that version was never published. */
export async function findDocument<Table extends RuleTable>(
  database: Pool,
  table: Table,
  which: RuleVersion,
): Promise<Documents[Table] | null> {
  const published = keptFor(database);
  const name = `${table}:${which.key}:${which.version}`;
  const document = published.get(name) ?? (await readDocument(database, table, which));
  if (document === null) return null;
  if (published.size >= mostKept) published.clear();
  published.set(name, document);
  return document as Documents[Table];
}

function keptFor({ pool }: Pool): Map<string, unknown> {
  const published = kept.get(pool) ?? new Map<string, unknown>();
  kept.set(pool, published);
  return published;
}

async function readDocument({ pool }: Pool, table: RuleTable, { key, version }: RuleVersion): Promise<unknown> {
  const { rows } = await pool.query<{ readonly document: unknown }>(
    `SELECT document FROM ${table} WHERE key = $1 AND version = $2 AND status = 'published'`,
    [key, version],
  );
  return rows[0]?.document ?? null;
}
