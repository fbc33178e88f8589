import type { ComparedVersion, PastVersion, Tally } from '../../domain/approval/comparison.ts';
import { comparing, differencesOf, emptyTally, meanWaits, tallied } from '../../domain/approval/comparison.ts';
import type { People } from '../../domain/approval/people.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople, namesOf } from '../../prisma/people.ts';
import { stepHistory, waitsBy } from './step-waits.ts';

export const mostShown = 200;
/** Few enough that others are served between two batches. */
const batchSize = 200;

type Policies = { readonly old: ApprovalPolicy; readonly draft: ApprovalPolicy };

/** What a draft would have changed for all contract versions submitted so far, by the people of today. */
export async function tryDraft(database: Database, policies: Policies) {
  const history = await stepHistory(database);
  const people = await everybodyConcerned(database, policies);
  const compare = comparing(policies, { people, at: new Date().toISOString() }, waitsBy(history));
  const { tally, shown } = await sums(database, compare);
  const { more, less } = differencesOf(tally);
  const names = await namesOf(
    database,
    [...more, ...less].map(({ userId }) => userId),
  );
  const named = <Line extends { readonly userId: string }>(line: Line) => ({ ...line, name: names.get(line.userId) ?? null });
  return {
    ...{ old: refOf(policies.old), draft: refOf(policies.draft) },
    ...{ tried: tally.tried, changed: tally.changed, steps: tally.steps, meanWaitMs: meanWaits(tally), history },
    ...{ more: more.map(named), less: less.map(named) },
    versions: shown.map(({ id, requestedAt, old, draft }) => ({ id, requestedAt, old, draft })),
  };
}

function refOf({ key, version }: ApprovalPolicy) {
  return { key, version };
}

type Sums = { readonly tally: Tally; readonly shown: readonly ComparedVersion[] };

/** Batch by batch: whatever the past holds, no more of it is kept than is told. */
async function sums({ pool }: Database, compare: (past: PastVersion) => ComparedVersion): Promise<Sums> {
  let tally = emptyTally;
  let shown: readonly ComparedVersion[] = [];
  for (let last: string | undefined = ''; last !== undefined;) {
    const { rows }: { readonly rows: readonly PastVersion[] } = await pool.query<PastVersion>(submittedAfter, [last, batchSize]);
    const versions = rows.map(compare);
    tally = tallied(tally, versions);
    shown = [...shown, ...versions.filter(({ isChanged }) => isChanged)].toSorted(newestFirst).slice(0, mostShown);
    last = rows.at(-1)?.id;
  }
  return { tally, shown };
}

function newestFirst(one: ComparedVersion, other: ComparedVersion): number {
  return Date.parse(other.requestedAt) - Date.parse(one.requestedAt);
}

async function everybodyConcerned(database: Database, { old, draft }: Policies): Promise<People> {
  const { rows } = await database.pool.query<{ readonly id: string }>(concernedSoFar);
  const policy = { ...draft, steps: [...old.steps, ...draft.steps] };
  return findPeople(database, { policy, concerned: rows.map(({ id }) => id) });
}

const concernedSoFar = `
  SELECT DISTINCT one.id FROM approval a CROSS JOIN LATERAL unnest(ARRAY[a.owner_id, a.submitter_id, a.last_editor_id] || a.requested_for) AS one (id)`;

const submittedAfter = `
  SELECT a.id, iso_instant(a.requested_at) AS "requestedAt", v.terms, a.owner_id AS "ownerId", a.submitter_id AS "submitterId",
    a.last_editor_id AS "lastEditorId", a.requested_for AS "requestedFor"
  FROM approval a JOIN contract_version v ON v.opportunity_id = a.opportunity_id AND v.number = a.version
  WHERE a.id > $1 ORDER BY a.id LIMIT $2`;
