import type { Database } from './database.ts';
import { storable } from './storable.ts';
import type { CommandFinish } from './write-account.ts';

/** What was asked. */
export type AskedCommand = {
  readonly id: string;
  readonly actorId: string;
  readonly idempotencyKey: string;
  readonly workflowId: string;
  readonly type: string;
  readonly body: object;
  /** Hash of the content and its target, but of no id made for the occasion. */
  readonly fingerprint: string;
};

/** A row, as it is sent again or answered again. Instants are ISO-8601, UTC. */
export type StoredCommand = AskedCommand & {
  readonly state: 'open' | 'done' | 'refused';
  readonly outcome: unknown;
  readonly status: number | null;
  /** How often it was taken up again, by a repeat or by the sweeper. */
  readonly attempts: number;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

/** `seen`: the sequence up to which the workflow's history is complete here. */
export type Insertion =
  | { readonly answer: 'new'; readonly seen: number }
  | { readonly answer: 'known'; readonly seen: number; readonly command: StoredCommand }
  | { readonly answer: 'command-id-reused' }
  | { readonly answer: 'too-many-in-flight' };

type Pool = Pick<Database, 'pool'>;

/** Commands of one workflow that may be without an outcome at once: below Temporal's own limit of ten. */
export const mostInFlight = 8;

/** Takes a command in, once by actor and key. */
export async function insertCommand({ pool }: Pool, asked: AskedCommand): Promise<Insertion> {
  const { rows } = await pool.query<{ answer: Insertion['answer']; seen: number; known: Row | null }>({
    name: 'insert-command',
    text: 'SELECT answer, seen, known FROM insert_command($1::jsonb, $2)',
    values: [JSON.stringify(storable(asked)), mostInFlight],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('insert_command gave no row');
  return insertionOf(found.answer, found.seen, found.known);
}

/** What one actor gave under one key; null when he gave nothing. */
export async function findCommandByKey(
  { pool }: Pool,
  actorId: string,
  idempotencyKey: string,
): Promise<{ readonly seen: number; readonly command: StoredCommand } | null> {
  const { rows } = await pool.query<{ seen: number; known: Row }>(
    `SELECT to_jsonb(c) AS known, (SELECT coalesce(max(seq), 0) FROM event_seal WHERE workflow_id = c.workflow_id) AS seen
     FROM command c WHERE c.actor_id = $1 AND c.idempotency_key = $2`,
    [actorId, idempotencyKey],
  );
  return rows[0] === undefined ? null : { seen: rows[0].seen, command: stored(rows[0].known) };
}

/** Of what a command made happen, through whichever door it came; undefined while nothing of it is written. */
export async function fingerprintOfEvents({ pool }: Pool, commandId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ readonly fingerprint: string }>({
    name: 'fingerprint-of-events',
    text: 'SELECT fingerprint FROM event WHERE command_id = $1 LIMIT 1',
    values: [commandId],
  });
  return rows[0]?.fingerprint;
}

/** Writes the outcome of a command that made nothing happen; a finished one stays as it is. */
export async function finishCommand({ pool }: Pool, finish: CommandFinish): Promise<void> {
  await pool.query({
    name: 'finish-command',
    text: 'SELECT finish_command($1::jsonb)',
    values: [JSON.stringify(storable(finish))],
  });
}

/** Takes an open command back: only when Temporal provably was not reached. False when somebody else has taken it up, or finished it. */
export async function withdrawCommand({ pool }: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query("DELETE FROM command WHERE id = $1 AND state = 'open' AND attempts = 0", [id]);
  return rowCount === 1;
}

export type Sweep = {
  /** Younger ones are still in the hands of whoever took them in. */
  readonly olderThanSeconds: number;
  /** So long nobody else takes what was taken. */
  readonly leaseSeconds: number;
  readonly limit: number;
};

/** Open commands that nobody works on, oldest first, each to one taker; `seen` as of now. */
export async function takeStaleCommands(
  { pool }: Pool,
  sweep: Sweep,
): Promise<readonly (StoredCommand & { readonly seen: number })[]> {
  const { rows } = await pool.query<{ seen: number; taken: Row }>({
    name: 'take-stale-commands',
    text: takeStale,
    values: [sweep.olderThanSeconds, sweep.leaseSeconds, sweep.limit],
  });
  return rows.map(({ seen, taken }) => ({ ...stored(taken), seen }));
}

const takeStale = `
  WITH stale AS (
    SELECT id FROM command
    WHERE state = 'open' AND created_at < now() - $1 * interval '1 second'
      AND (claimed_at IS NULL OR claimed_at < now() - $2 * interval '1 second')
    ORDER BY created_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE command SET claimed_at = now(), attempts = attempts + 1 FROM stale WHERE command.id = stale.id RETURNING command.*
  )
  SELECT to_jsonb(taken) AS taken, (SELECT coalesce(max(seq), 0) FROM event_seal WHERE workflow_id = taken.workflow_id) AS seen
  FROM taken ORDER BY taken.created_at, taken.id`;

function insertionOf(answer: Insertion['answer'], seen: number, known: Row | null): Insertion {
  if (answer === 'new') return { answer, seen };
  if (answer !== 'known') return { answer };
  if (known === null) throw new Error('insert_command knows a command it does not give');
  return { answer, seen, command: stored(known) };
}

type Row = {
  readonly id: string;
  readonly actor_id: string;
  readonly idempotency_key: string;
  readonly workflow_id: string;
  readonly type: string;
  readonly body: object;
  readonly fingerprint: string;
  readonly state: StoredCommand['state'];
  readonly outcome: unknown;
  readonly status: number | null;
  readonly attempts: number;
  readonly created_at: string;
  readonly finished_at: string | null;
};

function stored(row: Row): StoredCommand {
  const { id, type, body, fingerprint, state, outcome, status, attempts } = row;
  return {
    id,
    actorId: row.actor_id,
    idempotencyKey: row.idempotency_key,
    workflowId: row.workflow_id,
    type,
    body,
    fingerprint,
    state,
    outcome,
    status,
    attempts,
    createdAt: instant(row.created_at),
    finishedAt: row.finished_at === null ? null : instant(row.finished_at),
  };
}

function instant(text: string): string {
  return new Date(text).toISOString();
}
