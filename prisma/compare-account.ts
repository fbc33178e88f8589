import type pg from 'pg';
import type { Account } from '../domain/account.ts';
import type { Database } from './database.ts';
import { storable } from './storable.ts';
import { rewriteAccount } from './write-account.ts';

/** One thing that is not as a process says. Values as JSON; null is what is not there. */
export type Change = { readonly what: string; readonly is: unknown; readonly wanted: unknown };

/**
 * What is not as this account says: what rewriting it would change, found by doing it in a transaction that is rolled back, and decisions,
 * which nobody may rewrite. Throws `HistoryForked` where it must not be rewritten.
 */
export async function changesBy({ pool }: Pick<Database, 'pool'>, account: Account): Promise<readonly Change[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const before = await standing(client, account);
    const decisions = await decisionChanges(client, account);
    await rewriteAccount({ pool: client }, account);
    return [...differences(before, await standing(client, account)), ...decisions];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The sequence of the last event in the table; 0 when it has none. */
export async function lastEvent({ pool }: Pick<Database, 'pool'>, workflowId: string): Promise<number> {
  const text = 'SELECT coalesce(max(seq), 0) AS seq FROM event WHERE workflow_id = $1';
  const { rows } = await pool.query<{ seq: number }>(text, [workflowId]);
  return rows[0]?.seq ?? 0;
}

/** The sequence numbers up to this one of which the table has no event. */
export async function missingEvents(
  { pool }: Pick<Database, 'pool'>,
  workflowId: string,
  upTo: number,
): Promise<readonly number[]> {
  const { rows } = await pool.query<{ seq: number }>(
    `SELECT n AS seq FROM generate_series(1, $2::integer) n
     WHERE NOT EXISTS (SELECT FROM event WHERE workflow_id = $1 AND seq = n) ORDER BY n`,
    [workflowId, upTo],
  );
  return rows.map(({ seq }) => seq);
}

type Standing = {
  readonly row: { readonly [column: string]: unknown } | null;
  readonly events: readonly number[];
  readonly seals: readonly number[];
};

async function standing(client: pg.PoolClient, { workflowId, summary }: Account): Promise<Standing> {
  const { rows } = await client.query<Standing>(
    `SELECT (${rowOf[summary.kind]}) AS row,
      (SELECT coalesce(jsonb_agg(seq ORDER BY seq), '[]') FROM event WHERE workflow_id = $2) AS events,
      (SELECT coalesce(jsonb_agg(seq ORDER BY seq), '[]') FROM event_seal WHERE workflow_id = $2) AS seals`,
    [summary.id, workflowId],
  );
  return rows[0] ?? { row: null, events: [], seals: [] };
}

const rowOf = {
  opportunity: 'SELECT to_jsonb(o) FROM opportunity o WHERE o.id = $1',
  approval: `SELECT to_jsonb(a) - 'people_version' || jsonb_build_object(
      'seats', (SELECT jsonb_agg(to_jsonb(s) ORDER BY step, slot, user_id) FROM approval_seat s WHERE approval_id = a.id),
      'deciders', (SELECT jsonb_agg(to_jsonb(d) ORDER BY user_id) FROM approval_decider d WHERE approval_id = a.id))
    FROM approval a WHERE a.id = $1`,
} as const;

async function decisionChanges(client: pg.PoolClient, { workflowId, summary }: Account): Promise<readonly Change[]> {
  if (summary.kind !== 'approval') return [];
  const { rows } = await client.query<Change>(differentDecisions, [summary.id, JSON.stringify(storable(summary)), workflowId]);
  return rows;
}

/** One put out of force that was never made differs too. Once the history has gone on the account no longer tells all decisions. */
const differentDecisions = `
  WITH kept AS (
    SELECT seq, step, slot, user_id, on_behalf_of, origin, verdict, comment, at, d.hash, from_version, v.seq IS NOT NULL AS is_void
    FROM approval_decision d FULL JOIN approval_decision_void v USING (approval_id, seq) WHERE approval_id = $1
  ), told AS (
    SELECT seq, step, slot, "userId" AS user_id, "onBehalfOf" AS on_behalf_of, origin, verdict, comment, at, hash,
      "fromVersion" AS from_version, "isVoid" AS is_void
    FROM jsonb_to_recordset($2::jsonb -> 'decisions') AS one (
      seq integer, step text, slot text, "userId" text, "onBehalfOf" text, origin text, verdict text, comment text, at timestamptz, hash text,
      "fromVersion" integer, "isVoid" boolean
    )
  )
  SELECT 'decision ' || seq AS what, to_jsonb(kept) AS is, to_jsonb(told) AS wanted FROM kept FULL JOIN told USING (seq)
  WHERE to_jsonb(kept) IS DISTINCT FROM to_jsonb(told)
    AND NOT EXISTS (SELECT FROM event e WHERE e.workflow_id = $3 AND e.seq > ($2::jsonb ->> 'seq')::integer)
  ORDER BY seq`;

function differences(before: Standing, after: Standing): readonly Change[] {
  return [
    ...rowChanges(before.row, after.row),
    ...added('event', before.events, after.events),
    ...added('seal', before.seals, after.seals),
  ];
}

function rowChanges(is: Standing['row'], wanted: Standing['row']): readonly Change[] {
  if (is === null || wanted === null) return is === wanted ? [] : [{ what: 'row', is: null, wanted: wanted?.['seq'] ?? null }];
  return Object.keys(wanted)
    .filter((column) => JSON.stringify(is[column]) !== JSON.stringify(wanted[column]))
    .map((column) => ({ what: column, is: is[column], wanted: wanted[column] }));
}

function added(what: string, before: readonly number[], after: readonly number[]): readonly Change[] {
  return after.filter((seq) => !before.includes(seq)).map((seq) => ({ what: `${what} ${seq}`, is: null, wanted: seq }));
}
