import { createHash, createHmac } from 'node:crypto';
import type { Database } from './database.ts';

type Pool = Pick<Database, 'pool'>;

/** From when its mail was composed; then it decides nothing any more. */
export const linkHours = 72;

/** 256 bits, made anew from the secret whenever its mail is composed: what is sent again is the same mail, and no token is kept. */
export function decisionToken(secret: string, inboxId: string): string {
  return createHmac('sha256', secret).update(`decision-link:${inboxId}`).digest('base64url');
}

/** sha-256, hex: all that is stored of a token. */
export function decisionTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export type NewLink = { readonly token: string; readonly approvalId: string; readonly userId: string };

/**
 * Good for `linkHours`, for one person in the seat he holds now, and for the terms that stand. Gives the hashes of those tokens that may
 * decide: none for who is not asked. Keyed by the token; a repeat changes nothing.
 */
export async function storeLinks({ pool }: Pool, links: readonly NewLink[]): Promise<ReadonlySet<string>> {
  if (links.length === 0) return new Set();
  const rows = links.map(({ token, approvalId, userId }) => ({ tokenHash: decisionTokenHash(token), approvalId, userId }));
  const { rows: stored } = await pool.query<{ readonly tokenHash: string }>(insertLinks, [JSON.stringify(rows)]);
  return new Set(stored.map(({ tokenHash }) => tokenHash));
}

/** Never made before the seat it is for, whatever the clocks of different machines say. */
const insertLinks = `
  INSERT INTO decision_link (token_hash, approval_id, user_id, terms_hash, created_at, expires_at)
  SELECT w."tokenHash", a.id, w."userId", a.hash, greatest(now(), max(s.since_at)), now() + interval '${linkHours} hours'
  FROM jsonb_to_recordset($1::jsonb) AS w ("tokenHash" text, "approvalId" text, "userId" text)
    JOIN approval a ON a.id = w."approvalId" AND a.status = 'open'
    JOIN approval_seat s ON s.approval_id = a.id AND s.user_id = w."userId"
  GROUP BY 1, 2, 3, 4
  ON CONFLICT (token_hash) DO UPDATE SET token_hash = excluded.token_hash
  RETURNING token_hash AS "tokenHash"`;

/** Decides from a mail, or says why it does not any more. */
export type Link = {
  readonly approvalId: string;
  readonly userId: string;
  readonly language: string;
  readonly termsHash: string;
  /** Whom the person stands in for. */
  readonly onBehalfOf: string | null;
  readonly standing: LinkStanding;
};

export type LinkStanding = 'open' | 'expired' | 'used' | 'decided' | 'concluded' | 'not-asked';

/** Null for a token that was never given out. */
export async function findLink({ pool }: Pool, token: string): Promise<Link | null> {
  const { rows } = await pool.query<Link>({ name: 'find-decision-link', text: selectLink, values: [decisionTokenHash(token)] });
  return rows[0] ?? null;
}

/** Asked anew each time: a decision by whatever way, a return, a transfer or a newer version has ended the seat it was made for. */
const selectLink = `
  SELECT l.approval_id AS "approvalId", l.user_id AS "userId", u.language, l.terms_hash AS "termsHash", s.on_behalf_of AS "onBehalfOf",
    CASE
      WHEN l.used_at IS NOT NULL THEN 'used'
      WHEN EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id AND l.user_id IN (d.user_id, d.on_behalf_of)
        AND d.at >= l.created_at) THEN 'decided'
      WHEN a.status <> 'open' THEN 'concluded'
      WHEN s.user_id IS NULL OR a.hash <> l.terms_hash OR NOT u.active THEN 'not-asked'
      WHEN l.expires_at <= now() THEN 'expired'
      ELSE 'open'
    END AS standing
  FROM decision_link l JOIN approval a ON a.id = l.approval_id JOIN "user" u ON u.id = l.user_id
    LEFT JOIN LATERAL (
      SELECT user_id, on_behalf_of FROM approval_seat
      WHERE approval_id = l.approval_id AND user_id = l.user_id AND since_at <= l.created_at LIMIT 1
    ) s ON true
  WHERE l.token_hash = $1`;

/** Once; a link that was used stays so. */
export async function spendLink({ pool }: Pool, token: string): Promise<void> {
  const text = 'UPDATE decision_link SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL';
  await pool.query(text, [decisionTokenHash(token)]);
}

/** A mail with a fresh link to whom the old one is for, while he is asked; one in five minutes at most. */
export async function renewLink({ pool }: Pool, token: string): Promise<void> {
  await pool.query(askAnew, [decisionTokenHash(token)]);
}

const askAnew = `
  WITH line AS (
    INSERT INTO inbox (key, recipient_id, on_behalf_of, kind, workflow_id, seq, facts)
    SELECT concat_ws(':', 'contract-approval', a.id, a.seq, 'decision-link', l.user_id, floor(extract(epoch FROM now()) / 300)),
      l.user_id, s.on_behalf_of, 'approval-requested', 'contract-approval:' || a.id, a.seq,
      jsonb_build_object('opportunityId', a.opportunity_id, 'name', a.opportunity_name, 'version', a.version, 'step', s.step)
    FROM decision_link l JOIN approval a ON a.id = l.approval_id AND a.status = 'open'
      JOIN approval_seat s ON s.approval_id = a.id AND s.user_id = l.user_id
    WHERE l.token_hash = $1
    LIMIT 1
    ON CONFLICT (key) DO NOTHING
    RETURNING id, recipient_id
  )
  INSERT INTO delivery (inbox_id, recipient_id, channel) SELECT id, recipient_id, 'mail' FROM line`;
