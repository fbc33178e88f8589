import type { StepWaits } from '../../domain/approval/comparison.ts';
import type { Calendar } from '../../domain/calendar.ts';
import { elapsed } from '../../domain/calendar.ts';
import type { Database } from '../../prisma/database.ts';
import { latest } from '../rules.ts';

export type StepHistory = { readonly step: string; readonly passed: number; readonly medianMs: number };

/** Newest requests that are looked at. */
const mostLookedAt = 2_000;

/**
 * How long steps have taken: from the instant at which the first was asked in a step until it was first passed, in working milliseconds of
 * the calendar now in force; of each step the median over the newest requests. Steps that nobody had to decide do not count.
 */
export async function stepHistory(database: Database): Promise<readonly StepHistory[]> {
  const calendar = (await latest(database, 'calendar', null))?.document as Calendar | undefined;
  if (calendar === undefined) return [];
  const { rows } = await database.pool.query<Passed>(passedSteps, [mostLookedAt]);
  const waits = rows.map(({ step, ...period }) => ({ step, ms: elapsed(calendar, { workingHours: 1 }, period) }));
  return [...new Set(waits.map(({ step }) => step))].map((step) => {
    const each = waits.filter((wait) => wait.step === step).map(({ ms }) => ms);
    return { step, passed: each.length, medianMs: medianOf(each) };
  });
}

/** A step without history is taken to last as long as the median of the others. */
export function waitsBy(history: readonly StepHistory[]): StepWaits {
  const byStep = Object.fromEntries(history.map(({ step, medianMs }) => [step, medianMs]));
  return { byStep, otherwise: history.length === 0 ? null : medianOf(history.map(({ medianMs }) => medianMs)) };
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

type Passed = { readonly step: string; readonly fromAt: string; readonly toAt: string };

const passedSteps = `
  SELECT passed.body ->> 'step' AS step, iso_instant(min(passed.at)) AS "toAt", iso_instant(min(asked.at)) AS "fromAt"
  FROM (SELECT id FROM approval ORDER BY requested_at DESC, id LIMIT $1) a
  JOIN event passed ON passed.workflow_id = 'contract-approval:' || a.id AND passed.type = 'step-passed'
  JOIN event asked ON asked.workflow_id = passed.workflow_id AND asked.type = 'seated' AND asked.body ->> 'step' = passed.body ->> 'step'
  GROUP BY a.id, passed.body ->> 'step'
  ORDER BY step`;
