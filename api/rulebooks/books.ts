import { z } from 'zod';
import type { Calendar } from '../../domain/calendar.ts';
import { calendarProblems } from '../../domain/calendar/problems.ts';
import type { FieldError } from '../../domain/evidence-field.ts';
import { playbookProblems } from '../../domain/playbook-validation.ts';
import { Day, Instant } from '../http/schema.ts';
import { faultsIn, withInput } from '../http/issues.ts';
import { policyProblemsHere } from '../approval-policies/staffing.ts';
import type { Rulebook } from './query.ts';

export const playbooks: Rulebook = {
  table: 'playbook',
  problemsOf: playbookProblems,
  invalid: 'playbook-invalid',
  named: (document, key, version) => ({ ...document, key, version }),
};

export const calendars: Rulebook = {
  table: 'calendar',
  problemsOf: problemsOfCalendar,
  invalid: 'calendar-invalid',
  named: (document, name, version) => ({ ...document, name, version }),
};

/** Its steps must find people in the company as it stands. */
export const approvalPolicies: Rulebook = {
  table: 'approval_policy',
  problemsOf: policyProblemsHere,
  invalid: 'approval-policy-invalid',
  named: (document, key, version) => ({ ...document, key, version }),
};

const Clock = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/);

const CalendarDocument = z.strictObject({
  name: z.string().min(1).max(64),
  version: z.number().int(),
  offsets: z
    .array(z.strictObject({ fromAt: Instant, offsetMinutes: z.number().int().min(-840).max(840) }))
    .min(1)
    .max(1_000),
  week: z.array(z.number().int().min(1).max(7)).max(7),
  hours: z
    .array(z.strictObject({ from: Clock, to: Clock }))
    .min(1)
    .max(10),
  holidays: z.array(Day).max(5_000),
  makeUpDays: z.array(Day).max(5_000),
  knownUntil: Day,
}) satisfies z.ZodType<Calendar>;

/** What it means is asked only once it is well built. */
function problemsOfCalendar(document: unknown): readonly FieldError[] {
  const built = CalendarDocument.safeParse(document, withInput);
  return built.success ? calendarProblems(built.data) : faultsIn(built.error, 'body');
}
