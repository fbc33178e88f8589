import type { Database } from '../../prisma/database.ts';
import { oneAtATime } from '../../prisma/database.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Fault, ProblemCode } from '../problem.ts';
import { Problem } from '../problem.ts';

/** A family of versioned documents: drafted, checked as a whole, published, and never changed again. */
export type Rulebook = {
  readonly table: 'playbook' | 'calendar' | 'approval_policy';
  /** Everything for which it cannot be published, as the company stands now. */
  readonly problemsOf: (document: unknown, database: Database) => readonly Fault[] | Promise<readonly Fault[]>;
  readonly invalid: ProblemCode;
  /** The document under its key and version, which are not for its author to say. */
  readonly named: (document: object, key: string, version: number) => object;
};

export type VersionRow = {
  readonly key: string;
  readonly version: number;
  readonly status: 'draft' | 'published';
  readonly document: Record<string, unknown>;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly publishedBy: string | null;
  readonly publishedAt: Date | null;
};

export type Which = { readonly key: string; readonly version: number };

const columns = `key, version, status, document, created_by AS "createdBy", created_at AS "createdAt", updated_at AS "updatedAt",
  published_by AS "publishedBy", published_at AS "publishedAt"`;

export async function listVersions({ pool }: Database, { table }: Rulebook): Promise<readonly VersionRow[]> {
  return (await pool.query<VersionRow>(`SELECT ${columns} FROM ${table} ORDER BY key, version DESC LIMIT 500`)).rows;
}

export async function findVersion({ pool }: Database, { table }: Rulebook, { key, version }: Which): Promise<VersionRow> {
  const { rows } = await pool.query<VersionRow>(`SELECT ${columns} FROM ${table} WHERE key = $1 AND version = $2`, [
    key,
    version,
  ]);
  if (rows[0] === undefined) throw new Problem('not-found');
  return rows[0];
}

/** The next version of a key, as a draft. Two authors at once get two versions. */
export async function draft(
  database: Database,
  { table, named }: Rulebook,
  { key, document, by }: { readonly key: string; readonly document: object; readonly by: string },
): Promise<VersionRow> {
  return oneAtATime(database, `${table}:${key}`, async (transaction) => {
    const place = Prisma.raw(table);
    const newest = await transaction.$queryRaw<
      Which[]
    >`SELECT key, version FROM ${place} WHERE key = ${key} ORDER BY version DESC LIMIT 1`;
    const version = (newest[0]?.version ?? 0) + 1;
    const [made] = await transaction.$queryRaw<VersionRow[]>`
      INSERT INTO ${place} (key, version, document, created_by)
      VALUES (${key}, ${version}, ${JSON.stringify(named(document, key, version))}::jsonb, ${by}) RETURNING ${Prisma.raw(columns)}`;
    if (made === undefined) throw new Error('a draft was not kept');
    return made;
  });
}

export async function redraft(
  { pool }: Pick<Database, 'pool'>,
  { table }: Rulebook,
  { key, version, document }: Which & { readonly document: object },
) {
  const text = `UPDATE ${table} SET document = $3, updated_at = now() WHERE key = $1 AND version = $2 AND status = 'draft' RETURNING ${columns}`;
  const { rows } = await pool.query<VersionRow>(text, [key, version, JSON.stringify(document)]);
  if (rows[0] === undefined) throw new Problem('already-published');
  return rows[0];
}

/** All of it or nothing: what is published must hold together. */
export async function publish(
  { database, book }: { readonly database: Database; readonly book: Rulebook },
  found: VersionRow,
  by: string,
): Promise<VersionRow> {
  const { pool } = database;
  if (found.status === 'published') throw new Problem('already-published');
  const errors = await book.problemsOf(found.document, database);
  if (errors.length > 0) throw new Problem(book.invalid, { errors });
  const text = `UPDATE ${book.table} SET status = 'published', published_by = $3, published_at = now()
    WHERE key = $1 AND version = $2 AND status = 'draft' AND document = $4::jsonb RETURNING ${columns}`;
  const { rows } = await pool.query<VersionRow>(text, [found.key, found.version, by, JSON.stringify(found.document)]);
  if (rows[0] === undefined) throw new Problem('already-published');
  return rows[0];
}

export function lineView({ document: _document, createdAt, updatedAt, publishedAt, ...row }: VersionRow) {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    publishedAt: publishedAt?.toISOString() ?? null,
  };
}

export function versionView(row: VersionRow) {
  return { ...lineView(row), document: row.document };
}
