import type { PastVersion, StepWaits } from '../../domain/approval/comparison.ts';
import { compareDecisions } from '../../domain/approval/comparison.ts';
import type { People } from '../../domain/approval/people.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Calendar } from '../../domain/calendar.ts';
import { elapsed } from '../../domain/calendar.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople } from '../../prisma/people.ts';
import { latest } from '../rules.ts';
import { namesOf } from './explain.ts';

const mostTried = 1_000;
const mostShown = 200;
/** Passed steps that the estimate of waiting looks at. */
const mostWaits = 5_000;

type Policies = { readonly old: ApprovalPolicy; readonly draft: ApprovalPolicy };

/** What a draft would have changed for the contract versions submitted so far, by the people of today. */
export async function tryDraft(database: Database, policies: Policies) {
  const { past, total } = await pastVersions(database, policies);
  const { versions, more, less, ...figures } = compareDecisions(policies, past, await stepWaits(database));
  const names = await namesOf(
    database,
    [...more, ...less].map(({ userId }) => userId),
  );
  const named = <Line extends { readonly userId: string }>(line: Line) => ({ ...line, name: names.get(line.userId) ?? null });
  return {
    ...{ old: refOf(policies.old), draft: refOf(policies.draft), total, tried: past.length, ...figures },
    more: more.map(named),
    less: less.map(named),
    versions: versions
      .filter(({ isChanged }) => isChanged)
      .slice(0, mostShown)
      .map(({ id, old, draft }) => ({ id, old, draft })),
  };
}

function refOf({ key, version }: ApprovalPolicy) {
  return { key, version };
}

type Row = Omit<PastVersion['setting'], 'people' | 'at'> & { readonly id: string; readonly terms: ContractTerms };

async function pastVersions({ pool, ...rest }: Database, { old, draft }: Policies) {
  const database = { pool, ...rest };
  const { rows } = await pool.query<Row & { readonly total: number }>(submittedVersions, [mostTried]);
  const concerned = [...new Set(rows.flatMap(({ ownerId, submitterId, lastEditorId }) => [ownerId, submitterId, lastEditorId]))];
  const steps = [...old.steps, ...draft.steps];
  const people: People = await findPeople(database, { policy: { ...draft, steps }, concerned });
  const at = new Date().toISOString();
  const past = rows.map(({ id, terms, ownerId, submitterId, lastEditorId }): PastVersion => {
    return { id, terms, setting: { ownerId, submitterId, lastEditorId, people, at } };
  });
  return { past, total: rows[0]?.total ?? 0 };
}

/** The median of the working time between asking the first in a step and passing it. */
async function stepWaits(database: Database): Promise<StepWaits> {
  const calendar = (await latest(database, 'calendar', null))?.document as Calendar | undefined;
  if (calendar === undefined) return {};
  const { rows } = await database.pool.query<Passed>(passedSteps, [mostWaits]);
  const waits = new Map<string, number[]>();
  for (const { step, fromAt, toAt } of rows) {
    waits.set(step, [...(waits.get(step) ?? []), elapsed(calendar, { workingHours: 1 }, { fromAt, toAt })]);
  }
  return Object.fromEntries([...waits].map(([step, each]) => [step, medianOf(each)]));
}

type Passed = { readonly step: string; readonly fromAt: string; readonly toAt: string };

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

const submittedVersions = `
  SELECT a.id, v.terms, a.owner_id AS "ownerId", a.submitter_id AS "submitterId", a.last_editor_id AS "lastEditorId",
    count(*) OVER ()::integer AS total
  FROM approval a JOIN contract_version v ON v.opportunity_id = a.opportunity_id AND v.number = a.version
  ORDER BY a.requested_at DESC, a.id LIMIT $1`;

const passedSteps = `
  SELECT passed.body ->> 'step' AS step, iso_instant(passed.at) AS "toAt", iso_instant(min(asked.at)) AS "fromAt"
  FROM (SELECT id FROM approval ORDER BY requested_at DESC LIMIT $1) a
  JOIN event passed ON passed.workflow_id = 'contract-approval:' || a.id AND passed.type = 'step-passed'
  JOIN event asked ON asked.workflow_id = passed.workflow_id AND asked.type = 'seated' AND asked.body ->> 'step' = passed.body ->> 'step'
  GROUP BY passed.workflow_id, passed.seq, passed.body ->> 'step', passed.at`;
