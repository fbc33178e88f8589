import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Database } from '../../prisma/database.ts';
import type { Postage } from './postage.ts';
import { postage, quietSeconds } from './postage.ts';

/** One mail to one person: a line of his inbox, or several as a digest. Sent again, it is the same mail. */
export type Parcel = {
  /** Without angle brackets. */
  readonly messageId: string;
  readonly digest: string | null;
  /** With this one. */
  readonly attempts: number;
  readonly recipientId: string;
  readonly deliveryIds: readonly string[];
};

type Outbox = Pick<Database, 'pool'>;
type Due = {
  readonly id: string;
  readonly recipientId: string;
  readonly attempts: number;
  readonly messageId: string | null;
  readonly digest: string | null;
};
type Recent = { readonly recipientId: string; readonly count: number };
type Choice = { readonly parcels: readonly Parcel[]; readonly held: readonly string[] };

/** A row in hand is not due again before this; longer than any turn lasts. */
export const leaseSeconds = 300;
const expiryHours = 24;
const peopleAtOnce = 10;
const linesOfOnePerson = 200;

/**
 * What is due, taken for `leaseSeconds`; what must not leave any more has expired. One worker takes at a time, so that one of them sees all
 * that waits for a person. `host` stands in message ids.
 */
export async function takeDue({ pool }: Outbox, host: string): Promise<readonly Parcel[]> {
  if (!(await isAnythingDue(pool))) return [];
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const parcels = await take(client, host);
    await client.query('COMMIT');
    client.release();
    return parcels;
  } catch (error) {
    client.release(true); // the server rolls back what a closed connection left open
    throw error;
  }
}

export async function markSent({ pool }: Outbox, { deliveryIds }: Parcel): Promise<void> {
  const set = `state = 'sent', sent_at = now(), last_error = NULL`;
  await pool.query(`UPDATE delivery SET ${set} WHERE id = ANY ($1) AND state = 'pending'`, [deliveryIds]);
}

export async function markFailed({ pool }: Outbox, { deliveryIds }: Parcel, reason: string): Promise<void> {
  const set = `state = 'failed', last_error = $2`;
  await pool.query(`UPDATE delivery SET ${set} WHERE id = ANY ($1) AND state = 'pending'`, [deliveryIds, reason]);
}

export type Retry = {
  readonly reason: string;
  readonly inSeconds: number;
  /** It may have arrived, so that it must go out again as it is; else it may be composed anew. */
  readonly asItIs: boolean;
};

export async function putBack({ pool }: Outbox, { deliveryIds }: Parcel, { reason, inSeconds, asItIs }: Retry): Promise<void> {
  const anew = asItIs ? '' : ', message_id = NULL, digest = NULL';
  const set = `last_error = $2, next_attempt_at = now() + $3 * interval '1 second'${anew}`;
  await pool.query(`UPDATE delivery SET ${set} WHERE id = ANY ($1) AND state = 'pending'`, [deliveryIds, reason, inSeconds]);
}

/** Gives back what was taken and not tried. */
export async function giveBack({ pool }: Outbox, parcels: readonly Parcel[]): Promise<void> {
  const ids = parcels.flatMap(({ deliveryIds }) => deliveryIds);
  const anew = `message_id = CASE WHEN attempts > 1 THEN message_id END, digest = CASE WHEN attempts > 1 THEN digest END`;
  const set = `attempts = attempts - 1, next_attempt_at = now(), ${anew}`;
  await pool.query(`UPDATE delivery SET ${set} WHERE id = ANY ($1) AND state = 'pending'`, [ids]);
}

async function isAnythingDue(pool: Outbox['pool']): Promise<boolean> {
  const text = `SELECT FROM delivery WHERE state = 'pending' AND next_attempt_at <= now() LIMIT 1`;
  return (await pool.query({ name: 'is-mail-due', text })).rowCount === 1;
}

async function take(client: PoolClient, host: string): Promise<readonly Parcel[]> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('mailer', 0))`);
  await client.query(expire);
  const { rows: due } = await client.query<Due>(selectDue, [peopleAtOnce, linesOfOnePerson]);
  const people = [...groupedBy(due, ({ recipientId }) => recipientId)];
  const { rows: recent } = await client.query<Recent>(selectRecent, [people.map(([id]) => id), quietSeconds]);
  const choices = people.map(([id, lines]) =>
    choose(lines, recent.find(({ recipientId }) => recipientId === id)?.count ?? 0, host),
  );
  const parcels = choices.flatMap((choice) => choice.parcels);
  await lease(client, parcels);
  await hold(
    client,
    choices.flatMap(({ held }) => held),
  );
  return parcels;
}

/** What went out before goes out as it was; the rest as the rule of postage says. */
function choose(lines: readonly Due[], recent: number, host: string): Choice {
  const known = groupedBy(
    lines.filter(({ messageId }) => messageId !== null),
    ({ messageId }) => messageId ?? '',
  );
  const again = [...known].map(([messageId, same]) => parcelOf(same, same[0]?.digest ?? null, messageId));
  const fresh = lines.filter(({ messageId }) => messageId === null);
  const how: Postage = postage(fresh.length, recent + again.length);
  if (how === 'hold') return { parcels: again, held: fresh.map(({ id }) => id) };
  const digest = randomUUID();
  const now =
    how === 'digest'
      ? [parcelOf(fresh, digest, `digest.${digest}@${host}`)]
      : fresh.map((line) => parcelOf([line], null, `${line.id}@${host}`));
  return { parcels: [...again, ...now], held: [] };
}

function groupedBy(lines: readonly Due[], keyOf: (line: Due) => string): ReadonlyMap<string, readonly Due[]> {
  const groups = new Map<string, Due[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return groups;
}

function parcelOf(lines: readonly Due[], digest: string | null, messageId: string): Parcel {
  return {
    ...{ messageId, digest },
    attempts: Math.max(...lines.map(({ attempts }) => attempts)) + 1,
    recipientId: lines[0]?.recipientId ?? '',
    deliveryIds: lines.map(({ id }) => id),
  };
}

async function lease(client: PoolClient, parcels: readonly Parcel[]): Promise<void> {
  const rows = parcels.flatMap(({ deliveryIds, messageId, digest }) => deliveryIds.map((id) => ({ id, messageId, digest })));
  await client.query(
    `UPDATE delivery SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 second',
       message_id = taken."messageId", digest = taken.digest
     FROM jsonb_to_recordset($1::jsonb) AS taken (id text, "messageId" text, digest text) WHERE delivery.id = taken.id`,
    [JSON.stringify(rows), leaseSeconds],
  );
}

async function hold(client: PoolClient, ids: readonly string[]): Promise<void> {
  const set = `next_attempt_at = now() + $2 * interval '1 second'`;
  if (ids.length > 0) await client.query(`UPDATE delivery SET ${set} WHERE id = ANY ($1)`, [ids, quietSeconds]);
}

const expire = `
  UPDATE delivery SET state = 'expired', last_error = coalesce(over.reason, last_error)
  FROM (
    SELECT d.id, d.created_at < now() - interval '${expiryHours} hours' AS is_old, CASE
      WHEN u.active IS NOT TRUE THEN 'the recipient has left'
      WHEN NOT u.wants_mail THEN 'the recipient wants no mail'
      WHEN lower(u.email) LIKE '%.invalid' THEN 'the recipient has no address that mail reaches'
    END AS reason
    FROM delivery d LEFT JOIN "user" u ON u.id = d.recipient_id
    WHERE d.state = 'pending' AND d.next_attempt_at <= now()
  ) AS over
  WHERE delivery.id = over.id AND (over.is_old OR over.reason IS NOT NULL)`;

const selectDue = `
  WITH longest AS (
    SELECT recipient_id FROM delivery WHERE state = 'pending' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 500
  ), people AS (
    SELECT DISTINCT recipient_id FROM longest LIMIT $1
  )
  SELECT one.* FROM people CROSS JOIN LATERAL (
    SELECT d.id, d.recipient_id AS "recipientId", d.attempts, d.message_id AS "messageId", d.digest FROM delivery d
    WHERE d.recipient_id = people.recipient_id AND d.state = 'pending' AND d.next_attempt_at <= now()
    ORDER BY d.message_id IS NULL, d.message_id, d.created_at, d.id
    LIMIT $2
    FOR UPDATE SKIP LOCKED
  ) AS one`;

/** Mails of the last minute, and those that are on their way. */
const selectRecent = `
  SELECT recipient_id AS "recipientId", count(DISTINCT message_id)::integer AS count FROM delivery
  WHERE recipient_id = ANY ($1) AND message_id IS NOT NULL
    AND (state = 'sent' AND sent_at > now() - $2 * interval '1 second' OR state = 'pending' AND next_attempt_at > now())
  GROUP BY recipient_id`;
