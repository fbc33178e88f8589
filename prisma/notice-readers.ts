import type { NoticeLine, NoticeReader } from '../domain/notice-fact.ts';
import { peopleIn } from '../domain/notice-fact.ts';
import type { Language } from '../domain/text.ts';
import { instantIn } from '../domain/zoned-instant.ts';
import type { Database } from './database.ts';
import { namesOf } from './people.ts';
import { findDocument } from './rule-documents.ts';
import type { RuleVersion } from './rule-documents.ts';

type Pool = Pick<Database, 'pool'>;

/** For whom a line is put into words, what it says, and by which rules its sale and its request run. */
export type NoticeSource = About & {
  readonly language: Language;
  readonly timeZone: string;
  readonly facts: NoticeLine['facts'];
};

/** Null where there is no such process, or it is no request. */
export type About = { readonly playbook: RuleVersion | null; readonly policy: RuleVersion | null };

export type Readable<Source extends NoticeSource> = { readonly source: Source; readonly reader: NoticeReader };

/** The lines with all that their readers need to understand them, each rule and name read once. */
export async function withReaders<Source extends NoticeSource>(
  database: Pool,
  sources: readonly Source[],
  refusal: NoticeReader['refusal'],
): Promise<readonly Readable<Source>[]> {
  const people = await namesOf(
    database,
    sources.flatMap(({ facts }) => peopleIn(facts)),
  );
  const common = { person: (userId: string) => people.get(userId), ...(refusal !== undefined && { refusal }) };
  const lines: Readable<Source>[] = [];
  for (const source of sources) {
    const { language, timeZone } = source;
    const rules = await rulesOf(database, source); // kept once read
    lines.push({ source, reader: { ...common, ...rules, language, instant: instantIn(language, timeZone) } });
  }
  return lines;
}

async function rulesOf(database: Pool, { playbook, policy }: About): Promise<Pick<NoticeReader, 'playbook' | 'policy'>> {
  const itsPlaybook = playbook === null ? null : await findDocument(database, 'playbook', playbook);
  const itsPolicy = policy === null ? null : await findDocument(database, 'approval_policy', policy);
  return { ...(itsPlaybook !== null && { playbook: itsPlaybook }), ...(itsPolicy !== null && { policy: itsPolicy }) };
}

/** The facts with the name of the sale and of whoever the reader stands in for, as the sentences ask for them. */
export function wholeFacts(
  facts: NoticeLine['facts'],
  { saleName, onBehalfOf }: { readonly saleName: string | null; readonly onBehalfOf: string | null },
): NoticeLine['facts'] {
  return { ...(saleName !== null && { name: saleName }), ...facts, ...(onBehalfOf !== null && { onBehalfOf }) };
}

/** What each of these processes is about. */
export async function aboutProcesses({ pool }: Pool, workflowIds: readonly string[]): Promise<ReadonlyMap<string, AboutProcess>> {
  if (workflowIds.length === 0) return new Map();
  const { rows } = await pool.query<AboutProcess & { readonly id: string }>({
    name: 'about-processes',
    text: about,
    values: [[...new Set(workflowIds)]],
  });
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export type AboutProcess = About & { readonly saleName: string | null };

/** In SQL: what a process is about, its sale being `o` and its request `a`. */
export const aboutColumns = `o.name AS "saleName",
  CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('key', o.playbook_key, 'version', o.playbook_version) END AS playbook,
  CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('key', a.policy_key, 'version', a.policy_version) END AS policy`;

export function aboutJoins(workflowId: string): string {
  return `LEFT JOIN opportunity o ON o.id = split_part(${workflowId}, ':', 2)
    LEFT JOIN approval a ON a.id = substr(${workflowId}, length('contract-approval:') + 1) AND ${workflowId} LIKE 'contract-approval:%'`;
}

const about = `SELECT w.id, ${aboutColumns} FROM unnest($1::text[]) AS w (id) ${aboutJoins('w.id')}`;
