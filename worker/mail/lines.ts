import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { NoticeLine, NoticeReader } from '../../domain/notice-fact.ts';
import { peopleIn } from '../../domain/notice-fact.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { Language } from '../../domain/text.ts';
import type { Database } from '../../prisma/database.ts';
import { instantIn } from './instant.ts';
import type { Parcel } from './outbox.ts';

/** What a parcel holds, and for whom. */
export type Post = { readonly recipient: Recipient; readonly lines: readonly Line[] };
export type Recipient = { readonly email: string; readonly name: string; readonly language: Language; readonly timeZone: string };
export type Line = NoticeLine & { readonly workflowId: string; readonly reader: NoticeReader; readonly asked: Asked | null };
/** What the reader is asked to decide on; null when a line asks nothing of him. */
export type Asked = {
  readonly inboxId: string;
  readonly approvalId: string;
  readonly userId: string;
  readonly terms: ContractTerms;
};

type Row = Recipient & {
  readonly kind: string;
  readonly facts: NoticeLine['facts'];
  readonly workflowId: string;
  readonly onBehalfOf: string | null;
  readonly saleName: string | null;
  readonly playbook: string | null;
  readonly policy: string | null;
  readonly inboxId: string;
  readonly userId: string;
  readonly approvalId: string | null;
  readonly terms: ContractTerms | null;
};
type Sources = {
  readonly playbooks: ReadonlyMap<string, Playbook>;
  readonly policies: ReadonlyMap<string, ApprovalPolicy>;
  readonly people: ReadonlyMap<string, string>;
  readonly refusal: NoticeReader['refusal'];
};

/** Reads a parcel's lines, oldest first, with all that its reader needs to understand them. Undefined when nothing of it is there any more. */
export async function readPost(
  { pool }: Pick<Database, 'pool'>,
  { deliveryIds }: Parcel,
  refusal: NoticeReader['refusal'],
): Promise<Post | undefined> {
  const { rows } = await pool.query<Row>(selectLines, [deliveryIds]);
  const [recipient] = rows;
  if (recipient === undefined) return undefined;
  const named = rows.map((row) => ({ ...row, facts: factsOf(row) }));
  const sources = {
    playbooks: await documents<Playbook>(
      pool,
      'playbook',
      named.map(({ playbook }) => playbook),
    ),
    policies: await documents<ApprovalPolicy>(
      pool,
      'approval_policy',
      named.map(({ policy }) => policy),
    ),
    people: await namesOf(
      pool,
      named.flatMap(({ facts }) => peopleIn(facts)),
    ),
    refusal,
  };
  return {
    recipient,
    lines: named.map((row) => lineOf(row, sources)),
  };
}

function lineOf(row: Row, sources: Sources): Line {
  const { kind, facts, workflowId, inboxId, userId, approvalId, terms } = row;
  const asked = terms === null || approvalId === null ? null : { inboxId, approvalId, userId, terms };
  return { kind, facts, workflowId, asked, reader: readerOf(row, sources) };
}

function factsOf({ facts, saleName, onBehalfOf }: Row): NoticeLine['facts'] {
  return { ...(saleName !== null && { name: saleName }), ...facts, ...(onBehalfOf !== null && { onBehalfOf }) };
}

function readerOf(
  { language, timeZone, playbook, policy }: Row,
  { playbooks, policies, people, refusal }: Sources,
): NoticeReader {
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

const selectLines = `
  SELECT i.kind, i.facts, i.workflow_id AS "workflowId", i.on_behalf_of AS "onBehalfOf",
    u.email, u.name, u.language, u.time_zone AS "timeZone", o.name AS "saleName",
    o.playbook_key || ':' || o.playbook_version AS playbook, a.policy_key || ':' || a.policy_version AS policy,
    i.id AS "inboxId", u.id AS "userId", a.id AS "approvalId", c.terms
  FROM delivery d JOIN inbox i ON i.id = d.inbox_id JOIN "user" u ON u.id = d.recipient_id
    LEFT JOIN opportunity o ON o.id = split_part(i.workflow_id, ':', 2)
    LEFT JOIN approval a ON a.id = substr(i.workflow_id, length('contract-approval:') + 1) AND i.workflow_id LIKE 'contract-approval:%'
    LEFT JOIN contract_version c ON c.opportunity_id = a.opportunity_id AND c.number = a.version AND a.status = 'open'
      AND EXISTS (SELECT FROM approval_seat s WHERE s.approval_id = a.id AND s.user_id = u.id)
  WHERE d.id = ANY ($1)
  ORDER BY i.created_at, i.workflow_id, i.seq, i.id`;
