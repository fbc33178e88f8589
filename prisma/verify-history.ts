import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { ContractTerms } from '../domain/approval/terms.ts';
import { termsHash } from '../domain/approval/terms.ts';
import type { Database } from './database.ts';
import { eventHash } from './write-account.ts';

/** The first row that is not what was written. */
export type BadRow = { readonly workflowId: string; readonly seq: number; readonly fault: Fault };

export type Fault =
  /** A number between others has no event. */
  | 'event-missing'
  /** The event's content is another than its hash says. */
  | 'event-altered'
  /** Its columns say something else than its content. */
  | 'column-altered'
  /** An event without a gap before it has no seal. */
  | 'seal-missing'
  | 'seal-altered'
  /** The read model has heard of more than the history holds. */
  | 'events-cut-off'
  /** The history holds more than the read model has heard of, which is written with it. */
  | 'event-added';

export type Verification = {
  readonly workflows: number;
  readonly events: number;
  readonly unsealed: number;
  readonly contracts: number;
  readonly bad: BadRow | BadContract | null;
};

/** A version of a contract that does not say what was approved: another than its hash says, or than its request, or none. */
export type BadContract = {
  readonly opportunityId: string;
  readonly number: number;
  readonly fault: 'terms-altered' | 'terms-exchanged' | 'terms-missing';
};

/**
 * Walks the chain of every workflow, in the order of their ids, and then all contracts, up to the first row that is wrong. `unsealed`
 * counts events behind a gap that a writer has yet to fill: they are no fault.
 */
export async function verifyHistory({ pool }: Pick<Database, 'pool'>): Promise<Verification> {
  return inOneView(pool, async (client) => {
    const walked = await walkAll(client);
    return walked.bad === null ? { ...walked, ...(await walkContracts(client)) } : { ...walked, contracts: 0 };
  });
}

/** The first row of one process that is not what was written. */
export async function verifyProcess({ pool }: Pick<Database, 'pool'>, workflowId: string): Promise<BadRow | null> {
  return inOneView(pool, async (client) => (await walk(client, workflowId, 0)).bad);
}

async function inOneView<Found>(pool: Database['pool'], look: (client: pg.PoolClient) => Promise<Found>): Promise<Found> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await look(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

type WalkedAll = Walked & { readonly workflows: number };

async function walkAll(client: pg.PoolClient): Promise<WalkedAll> {
  const { rows } = await client.query<{ id: string; seq: number }>(allWorkflows);
  let sum: WalkedAll = { workflows: 0, events: 0, unsealed: 0, bad: null };
  for (const { id, seq } of rows) {
    const { events, unsealed, bad } = await walk(client, id, seq);
    sum = { workflows: sum.workflows + 1, events: sum.events + events, unsealed: sum.unsealed + unsealed, bad };
    if (bad !== null) break;
  }
  return sum;
}

type Walked = { readonly events: number; readonly unsealed: number; readonly bad: BadRow | null };

/** The last row walked; `gapAt` is the first number without an event. */
type Place = { readonly workflowId: string; readonly seq: number; readonly chain: string; readonly gapAt: number | null };

/** `readModelSeq` is 0 where there is no read model to compare with. */
async function walk(client: pg.PoolClient, workflowId: string, readModelSeq: number): Promise<Walked> {
  let place: Place = { workflowId, seq: 0, chain: sha256(workflowId), gapAt: null };
  let walked: Walked = { events: 0, unsealed: 0, bad: null };
  for (;;) {
    const { rows } = await client.query<Row>(nextRows, [workflowId, place.seq, pageSize]);
    if (rows.length === 0) return { ...walked, bad: wrongEnd(place, readModelSeq) };
    for (const row of rows) {
      const bad = faultOf(row, place);
      if (bad !== null) return { ...walked, bad };
      walked = { ...walked, events: walked.events + 1, unsealed: walked.unsealed + (row.chain === null ? 1 : 0) };
      place = { ...place, seq: row.seq, chain: row.chain ?? place.chain, gapAt: gapBefore(row, place) };
    }
  }
}

type Row = {
  readonly seq: number;
  readonly hash: string | null;
  readonly body: { readonly [name: string]: unknown } | null;
  readonly columnsMatch: boolean | null;
  readonly chain: string | null;
};

/** Before a gap everything is sealed, behind it nothing: a seal there says that what stood in the gap was taken away. */
function faultOf(row: Row, place: Place): BadRow | null {
  const { seq, hash, body, chain } = row;
  const { workflowId } = place;
  const gapAt = gapBefore(row, place);
  if (gapAt !== null && chain !== null) return { workflowId, seq: gapAt, fault: 'event-missing' };
  if (hash === null || body === null) return { workflowId, seq, fault: 'event-missing' };
  if (eventHash(body) !== hash) return { workflowId, seq, fault: 'event-altered' };
  if (row.columnsMatch !== true) return { workflowId, seq, fault: 'column-altered' };
  return gapAt === null ? sealFault(chain, link(place.chain, seq, hash), { workflowId, seq }) : null;
}

function sealFault(chain: string | null, expected: string, row: Omit<BadRow, 'fault'>): BadRow | null {
  if (chain === null) return { ...row, fault: 'seal-missing' };
  return chain === expected ? null : { ...row, fault: 'seal-altered' };
}

function gapBefore({ seq }: Row, place: Place): number | null {
  return place.gapAt ?? (seq === place.seq + 1 ? null : place.seq + 1);
}

function wrongEnd({ workflowId, seq }: Place, readModelSeq: number): BadRow | null {
  if (seq < readModelSeq) return { workflowId, seq: seq + 1, fault: 'events-cut-off' };
  return readModelSeq > 0 && seq > readModelSeq ? { workflowId, seq, fault: 'event-added' } : null;
}

async function walkContracts(client: pg.PoolClient): Promise<Pick<Verification, 'contracts' | 'bad'>> {
  let contracts = 0;
  let place: Pick<Contract, 'opportunityId' | 'number'> = { opportunityId: '', number: 0 };
  for (;;) {
    const { rows } = await client.query<Contract>(nextContracts, [place.opportunityId, place.number, pageSize]);
    if (rows.length === 0) return { contracts, bad: null };
    for (const row of rows) {
      const bad = badContract(row);
      if (bad !== null) return { contracts, bad };
      contracts += 1;
      place = row;
    }
  }
}

type Contract = {
  readonly opportunityId: string;
  readonly number: number;
  /** With their hash; null where a request is for a version that is not there. */
  readonly terms: ContractTerms | null;
  readonly hash: string | null;
  /** What leadership was asked for; null before anybody was. */
  readonly requested: string | null;
};

function badContract({ opportunityId, number, terms, hash, requested }: Contract): BadContract | null {
  if (terms === null) return { opportunityId, number, fault: 'terms-missing' };
  if (termsHash(terms) !== hash) return { opportunityId, number, fault: 'terms-altered' };
  return requested === null || requested === hash ? null : { opportunityId, number, fault: 'terms-exchanged' };
}

function link(chain: string, seq: number, hash: string): string {
  return sha256(`${chain}:${seq}:${hash}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const pageSize = 500;

/** By read models too: a history may be missing whole. */
const allWorkflows = `
  SELECT workflow_id AS id, max(seq) AS seq FROM (
    SELECT DISTINCT workflow_id, 0 AS seq FROM event
    UNION ALL
    SELECT DISTINCT workflow_id, 0 FROM event_seal
    UNION ALL
    SELECT 'opportunity:' || id, seq FROM opportunity
    UNION ALL
    SELECT 'contract-approval:' || id, seq FROM approval
  ) known GROUP BY workflow_id ORDER BY workflow_id`;

const nextRows = `
  SELECT seq, e.hash, e.body, s.chain,
    e.kind = CASE WHEN $1 LIKE 'opportunity:%' THEN 'opportunity' ELSE 'approval' END
      AND e.type = e.body ->> 'type' AND e.at = (e.body ->> 'at')::timestamptz AND e.actor_id = e.body #>> '{actor,userId}'
      AND e.command_id IS NOT DISTINCT FROM e.body ->> 'commandId'
      AND e.fingerprint IS NOT DISTINCT FROM e.body ->> 'fingerprint' AS "columnsMatch"
  FROM (SELECT * FROM event WHERE workflow_id = $1 AND seq > $2 ORDER BY seq LIMIT $3) e
  FULL JOIN (SELECT * FROM event_seal WHERE workflow_id = $1 AND seq > $2 ORDER BY seq LIMIT $3) s USING (seq)
  ORDER BY seq LIMIT $3`;

const nextContracts = `
  SELECT opportunity_id AS "opportunityId", number, c.terms, c.hash, a.requested
  FROM (
    SELECT opportunity_id, number, terms, hash FROM contract_version
    WHERE (opportunity_id, number) > ($1, $2) ORDER BY opportunity_id, number LIMIT $3
  ) c
  FULL JOIN (
    SELECT opportunity_id, version AS number, hash AS requested FROM approval
    WHERE (opportunity_id, version) > ($1, $2) ORDER BY opportunity_id, version LIMIT $3
  ) a USING (opportunity_id, number)
  ORDER BY opportunity_id, number LIMIT $3`;
