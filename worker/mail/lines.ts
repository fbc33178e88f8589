import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { NoticeLine, NoticeReader } from '../../domain/notice-fact.ts';
import type { Language } from '../../domain/text.ts';
import type { Database } from '../../prisma/database.ts';
import type { AboutProcess } from '../../prisma/notice-readers.ts';
import { aboutColumns, aboutJoins, wholeFacts, withReaders } from '../../prisma/notice-readers.ts';
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

type Row = Recipient &
  AboutProcess & {
    readonly kind: string;
    readonly facts: NoticeLine['facts'];
    readonly workflowId: string;
    readonly onBehalfOf: string | null;
    readonly inboxId: string;
    readonly userId: string;
    readonly approvalId: string | null;
    readonly terms: ContractTerms | null;
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
  const named = rows.map((row) => ({ ...row, facts: wholeFacts(row.facts, row) }));
  const lines = await withReaders({ pool }, named, refusal);
  return { recipient, lines: lines.map(({ source, reader }) => lineOf(source, reader)) };
}

function lineOf({ kind, facts, workflowId, inboxId, userId, approvalId, terms }: Row, reader: NoticeReader): Line {
  const asked = terms === null || approvalId === null ? null : { inboxId, approvalId, userId, terms };
  return { kind, facts, workflowId, asked, reader };
}

const selectLines = `
  SELECT i.kind, i.facts, i.workflow_id AS "workflowId", i.on_behalf_of AS "onBehalfOf",
    u.email, u.name, u.language, u.time_zone AS "timeZone", ${aboutColumns},
    i.id AS "inboxId", u.id AS "userId", a.id AS "approvalId", c.terms
  FROM delivery d JOIN inbox i ON i.id = d.inbox_id JOIN "user" u ON u.id = d.recipient_id
    ${aboutJoins('i.workflow_id')}
    LEFT JOIN contract_version c ON c.opportunity_id = a.opportunity_id AND c.number = a.version AND a.status = 'open'
      AND EXISTS (SELECT FROM approval_seat s WHERE s.approval_id = a.id AND s.user_id = u.id)
  WHERE d.id = ANY ($1)
  ORDER BY i.created_at, i.workflow_id, i.seq, i.id`;
