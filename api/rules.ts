import type { Calendar } from '../domain/calendar.ts';
import type { Playbook } from '../domain/playbook.ts';
import type { Database } from '../prisma/database.ts';

export type RuleReference = {
  readonly playbook: { readonly key: string; readonly version: number };
  readonly calendar: { readonly key: string; readonly version: number };
};

export type Rules = { readonly playbook: Playbook; readonly calendar: Calendar };

type Pool = Pick<Database, 'pool'>;
export type RuleTable = 'playbook' | 'calendar' | 'approval_policy';
type Document = { readonly key: string; readonly version: number; readonly document: unknown };

/** A published version never changes: read once for each database, kept. */
const kept = new WeakMap<Database['pool'], Map<string, unknown>>();
const mostKept = 200;

export async function rulesOf(database: Pool, { playbook, calendar }: RuleReference): Promise<Rules> {
  const [one, other] = await Promise.all([
    documentOf(database, 'playbook', playbook),
    documentOf(database, 'calendar', calendar),
  ]);
  return { playbook: one as Playbook, calendar: other as Calendar };
}

/** The newest published version of a key; null when nothing of the kind was published. */
export async function latest(database: Pool, table: RuleTable, key: string | null): Promise<Document | null> {
  const { rows } = await database.pool.query<RuleReference['playbook']>({
    name: `latest-${table}`,
    text: `SELECT key, version FROM ${table} WHERE status = 'published' AND ($1::text IS NULL OR key = $1)
      ORDER BY published_at DESC, version DESC LIMIT 1`,
    values: [key],
  });
  const [reference] = rows;
  return reference === undefined ? null : { ...reference, document: await documentOf(database, table, reference) };
}

/** Throws when that version was never published: whoever refers to it erred. */
export async function documentOf(database: Pool, table: RuleTable, reference: RuleReference['playbook']): Promise<unknown> {
  const published = keptFor(database);
  const name = `${table}:${reference.key}:${reference.version}`;
  const document = published.get(name) ?? (await readDocument(database, table, reference));
  if (published.size >= mostKept) published.clear();
  published.set(name, document);
  return document;
}

function keptFor({ pool }: Pool): Map<string, unknown> {
  const published = kept.get(pool) ?? new Map<string, unknown>();
  kept.set(pool, published);
  return published;
}

async function readDocument({ pool }: Pool, table: RuleTable, { key, version }: RuleReference['playbook']): Promise<unknown> {
  const { rows } = await pool.query<Document>(
    `SELECT document FROM ${table} WHERE key = $1 AND version = $2 AND status = 'published'`,
    [key, version],
  );
  if (rows[0] === undefined) throw new Error(`${table} ${key} version ${version} is not published`);
  return rows[0].document;
}
