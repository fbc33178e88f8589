import { measured } from '../calendar.ts';
import { repeated } from '../repeated.ts';
import { bandProblems } from './bands.ts';
import { coverageProblems } from './coverage.ts';
import type { ApprovalPolicy, PolicyStep } from './policy.ts';
import { policyShape } from './policy-shape.ts';
import type { PolicyError } from './policy-text.ts';
import { policyFault } from './policy-text.ts';
import { isReachable } from './reachable.ts';

const rules = [keyProblems, referenceProblems, rowProblems, gapProblems, stepProblems] satisfies readonly ((
  policy: ApprovalPolicy,
) => readonly PolicyError[])[];

/**
 * Everything for which this document must not be published, each at its JSON pointer; empty when it is a policy. What it means is asked only
 * once it is well built.
 */
export function policyProblems(document: unknown): readonly PolicyError[] {
  const misbuilt = policyShape(document, '');
  return misbuilt.length > 0 ? misbuilt : rules.flatMap((problemsOf) => problemsOf(document as ApprovalPolicy));
}

function keyProblems({ rows, steps }: ApprovalPolicy): readonly PolicyError[] {
  return [
    ...repeated(rows.map(({ key }, at) => ({ key, pointer: `/rows/${at}/key` }))),
    ...repeated(steps.map(({ key }, at) => ({ key, pointer: `/steps/${at}/key` }))),
    ...rows.flatMap((row, at) => repeated(row.steps.map((key, place) => ({ key, pointer: `/rows/${at}/steps/${place}` })))),
  ];
}

function referenceProblems({ rows, steps }: ApprovalPolicy): readonly PolicyError[] {
  const isKnown = (key: string) => steps.some((step) => step.key === key);
  const isUsed = (key: string) => rows.some((row) => row.steps.includes(key));
  return [
    ...rows.flatMap((row, at) =>
      row.steps.flatMap((key, place) => (isKnown(key) ? [] : policyFault(`/rows/${at}/steps/${place}`, 'unknown-step'))),
    ),
    ...steps.flatMap(({ key }, at) => (isUsed(key) ? [] : policyFault(`/steps/${at}/key`, 'step-in-no-row'))),
  ];
}

function rowProblems({ rows }: ApprovalPolicy): readonly PolicyError[] {
  return rows.flatMap(({ when }, at) => (isReachable(when) ? [] : policyFault(`/rows/${at}/when`, 'never-holds')));
}

/** Gaps of which the bands of one fact tell nothing are looked for only when they have none themselves. */
function gapProblems(policy: ApprovalPolicy): readonly PolicyError[] {
  const bands = bandProblems(policy);
  return bands.some(({ code }) => code !== 'overlap') ? bands : [...bands, ...coverageProblems(policy)];
}

function stepProblems({ steps }: ApprovalPolicy): readonly PolicyError[] {
  return steps.flatMap((step, at) => [...modeProblems(step, `/steps/${at}`), ...timeProblems(step, `/steps/${at}`)]);
}

/** How many a group or a role has, only the people of the day can say. */
function modeProblems({ approvers, mode }: PolicyStep, pointer: string): readonly PolicyError[] {
  if (mode.kind === 'veto') {
    const isAsked = approvers.some((ref) => 'person' in ref && ref.person === mode.by);
    return isAsked ? [] : policyFault(`${pointer}/mode/by`, 'veto-not-an-approver');
  }
  const isCountable = approvers.every((ref) => 'person' in ref || 'superior' in ref);
  const people = new Set(approvers.map((ref) => JSON.stringify(ref))).size;
  if (mode.kind !== 'quorum' || !isCountable || mode.count <= people) return [];
  return policyFault(`${pointer}/mode/count`, 'quorum-too-large');
}

/** Told only of lengths in one unit: working hours and plain days cannot be compared without a calendar. */
function timeProblems({ remindAfter, escalateAfter }: PolicyStep, pointer: string): readonly PolicyError[] {
  const [unit, reminded] = measured(remindAfter);
  const [otherUnit, escalated] = measured(escalateAfter);
  return unit === otherUnit && escalated < reminded ? policyFault(`${pointer}/escalateAfter`, 'escalates-before-reminder') : [];
}
