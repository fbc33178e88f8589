import type { ApprovalPolicy } from '../domain/approval/policy.ts';
import type { NoticeLine, NoticeReader } from '../domain/notice-fact.ts';
import { peopleIn } from '../domain/notice-fact.ts';
import type { Playbook } from '../domain/playbook.ts';
import type { Language } from '../domain/text.ts';
import { instantIn } from '../domain/zoned-instant.ts';
import type { Database } from './database.ts';

type Pool = Pick<Database, 'pool'>;

/** For whom a line is put into words, what it says, and by which rules (`key:version`) its sale and its request run. */
export type NoticeSource = About & {
  readonly language: Language;
  readonly timeZone: string;
  readonly facts: NoticeLine['facts'];
};

type About = { readonly playbook: string | null; readonly policy: string | null };

/** Reads all that these lines need to be understood, each rule and name once; gives the reader of each line. */
export async function noticeReaders(
  { pool }: Pool,
  sources: readonly NoticeSource[],
  refusal: NoticeReader['refusal'],
): Promise<(source: NoticeSource) => NoticeReader> {
  const names = {
    playbooks: await documents<Playbook>(
      pool,
      'playbook',
      sources.map(({ playbook }) => playbook),
    ),
    policies: await documents<ApprovalPolicy>(
      pool,
      'approval_policy',
      sources.map(({ policy }) => policy),
    ),
    people: await namesOf(
      pool,
      sources.flatMap(({ facts }) => peopleIn(facts)),
    ),
    refusal,
  };
  return (source) => readerOf(source, names);
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

/** From the tables of a process: what it is about. */
export const aboutColumns = `
  o.name AS "saleName", o.playbook_key || ':' || o.playbook_version AS playbook, a.policy_key || ':' || a.policy_version AS policy`;

/** To be joined: the sale `o`, and the request `a`, that the workflow id in a column names. */
export function tablesOfProcess(column: string): string {
  return `LEFT JOIN opportunity o ON o.id = split_part(${column}, ':', 2)
    LEFT JOIN approval a ON a.id = substr(${column}, length('contract-approval:') + 1) AND ${column} LIKE 'contract-approval:%'`;
}

const about = `SELECT w.id, ${aboutColumns} FROM unnest($1::text[]) AS w (id) ${tablesOfProcess('w.id')}`;

type Names = {
  readonly playbooks: ReadonlyMap<string, Playbook>;
  readonly policies: ReadonlyMap<string, ApprovalPolicy>;
  readonly people: ReadonlyMap<string, string>;
  readonly refusal: NoticeReader['refusal'];
};

function readerOf({ language, timeZone, playbook, policy }: NoticeSource, names: Names): NoticeReader {
  const { playbooks, policies, people, refusal } = names;
  const itsPlaybook = playbooks.get(playbook ?? '');
  const itsPolicy = policies.get(policy ?? '');
  return {
    language,
    instant: instantIn(language, timeZone),
    person: (userId) => people.get(userId),
    ...(itsPlaybook !== undefined && { playbook: itsPlaybook }),
    ...(itsPolicy !== undefined && { policy: itsPolicy }),
    ...(refusal !== undefined && { refusal }),
  };
}

/** By `key:version`; each is read once, however many lines speak of it. */
async function documents<Document>(
  pool: Database['pool'],
  table: 'playbook' | 'approval_policy',
  names: readonly (string | null)[],
): Promise<ReadonlyMap<string, Document>> {
  const wanted = [...new Set(names.filter((name) => name !== null))];
  if (wanted.length === 0) return new Map();
  const text = `SELECT key || ':' || version AS name, document FROM ${table} WHERE key || ':' || version = ANY ($1)`;
  const { rows } = await pool.query<{ readonly name: string; readonly document: Document }>(text, [wanted]);
  return new Map(rows.map(({ name, document }) => [name, document]));
}

async function namesOf(pool: Database['pool'], ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const text = 'SELECT id, name FROM "user" WHERE id = ANY ($1)';
  const { rows } = await pool.query<{ readonly id: string; readonly name: string }>(text, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
