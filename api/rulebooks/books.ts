import { calendarProblems } from '../../domain/calendar/problems.ts';
import { playbookProblems } from '../../domain/playbook-validation.ts';
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
  problemsOf: calendarProblems,
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
