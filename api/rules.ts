import type { Calendar } from '../domain/calendar.ts';
import type { Playbook } from '../domain/playbook.ts';
import type { Database } from '../prisma/database.ts';
import { documentOf } from '../prisma/rule-documents.ts';
import type { RuleTable, RuleVersion } from '../prisma/rule-documents.ts';

export type RuleReference = {
  readonly playbook: RuleVersion;
  readonly calendar: RuleVersion;
};

export type Rules = { readonly playbook: Playbook; readonly calendar: Calendar };

type Pool = Pick<Database, 'pool'>;
type Document = RuleVersion & { readonly document: unknown };

export async function rulesOf(database: Pool, { playbook, calendar }: RuleReference): Promise<Rules> {
  const [one, other] = await Promise.all([
    documentOf(database, 'playbook', playbook),
    documentOf(database, 'calendar', calendar),
  ]);
  return { playbook: one, calendar: other };
}

/** The newest published version of a key; null when nothing of the kind was published. */
export async function latest(database: Pool, table: RuleTable, key: string | null): Promise<Document | null> {
  const { rows } = await database.pool.query<RuleVersion>({
    name: `latest-${table}`,
    text: `SELECT key, version FROM ${table} WHERE status = 'published' AND ($1::text IS NULL OR key = $1)
      ORDER BY published_at DESC, version DESC LIMIT 1`,
    values: [key],
  });
  const [reference] = rows;
  return reference === undefined ? null : { ...reference, document: await documentOf(database, table, reference) };
}
