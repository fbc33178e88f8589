import type { ApprovalPolicy, PolicyCondition, PolicyRow, PolicyStep } from './policy.ts';
import { holds, matchingRows, stepsFor } from './policy.ts';
import type { Setting, Staffed } from './rehearsal.ts';
import { rehearsed } from './rehearsal.ts';
import type { ContractFacts, ContractTerms } from './terms.ts';
import { factsOf } from './terms.ts';

/** Why a contract needs whom: its facts, each row with each of its conditions, the steps that follow, and those that do not. */
export type Explanation = {
  readonly facts: ContractFacts;
  readonly rows: readonly ExplainedRow[];
  /** False when no row matches: then every step is needed. */
  readonly isForeseen: boolean;
  readonly steps: readonly ExplainedStep[];
  readonly skipped: readonly SkippedStep[];
};

export type ExplainedRow = {
  readonly row: PolicyRow;
  readonly matches: boolean;
  readonly conditions: readonly ExplainedCondition[];
};

export type ExplainedCondition = {
  readonly condition: PolicyCondition;
  readonly value: string | number;
  readonly holds: boolean;
};

/** `because`: the rows that bring it in. */
export type ExplainedStep = Omit<Staffed, 'step'> & { readonly step: PolicyStep; readonly because: readonly string[] };

/** Each row that would bring the step in, with the conditions that fail; no row at all for a step the policy never uses. */
export type SkippedStep = {
  readonly step: PolicyStep;
  readonly because: readonly { readonly row: string; readonly failing: readonly PolicyCondition[] }[];
};

/** Which rows match and why, which steps follow, and who would stand in them at an instant, were they decided at once. */
export function explain(policy: ApprovalPolicy, terms: ContractTerms, setting: Setting): Explanation {
  const facts = factsOf(terms);
  const rows = explainedRows(policy, facts);
  const matching = matchingRows(policy, terms);
  const steps = rehearsed(policy, terms, setting).map(({ step, ...staffed }) => ({
    ...staffed,
    step: step.rule,
    because: matching.filter((row) => row.steps.includes(step.key)).map(({ key }) => key),
  }));
  return { facts, rows, isForeseen: matching.length > 0, steps, skipped: skippedSteps(policy, terms) };
}

/**
 * The steps that resolve to nobody, or to too few, though everybody were there: for every one of the owners, whose reporting lines are meant.
 */
export function unstaffedSteps(
  policy: ApprovalPolicy,
  people: Setting['people'],
  owners: readonly string[],
): readonly PolicyStep[] {
  const present = people.map((person) => ({ ...person, absences: [] }));
  return policy.steps.filter((step) => {
    const rows = [{ key: step.key, title: step.title, when: [], steps: [step.key] }];
    const isStuckFor = (ownerId: string) => {
      const setting = { people: present, ownerId, submitterId: ownerId, lastEditorId: ownerId, at: anyInstant };
      return rehearsed({ ...policy, rows, steps: [step] }, anyTerms, setting).some(({ isStuck }) => isStuck);
    };
    return owners.length > 0 && owners.every(isStuckFor);
  });
}

function explainedRows({ rows }: ApprovalPolicy, facts: ContractFacts): readonly ExplainedRow[] {
  return rows.map((row) => explainedRow(row, facts));
}

function explainedRow(row: PolicyRow, facts: ContractFacts): ExplainedRow {
  const conditions = row.when.map((condition) => ({
    condition,
    value: facts[condition.fact],
    holds: holds(condition, facts),
  }));
  return { row, matches: conditions.every((one) => one.holds), conditions };
}

/** The steps of the policy that these terms do not need, each with the reason. */
export function skippedSteps(policy: ApprovalPolicy, terms: ContractTerms): readonly SkippedStep[] {
  const rows = explainedRows(policy, factsOf(terms));
  const needed = stepsFor(policy, terms).map(({ key }) => key);
  const without = policy.steps.filter(({ key }) => !needed.includes(key));
  return without.map((step) => ({
    step,
    because: rows
      .filter(({ row }) => row.steps.includes(step.key))
      .map(({ row, conditions }) => ({
        row: row.key,
        failing: conditions.filter((one) => !one.holds).map(({ condition }) => condition),
      })),
  }));
}

const anyInstant = '2000-01-01T00:00:00.000Z';

/** Whom a step resolves to does not hang on the terms. */
const anyTerms: ContractTerms = {
  amount: { amount: '1', currency: 'CNY' },
  listAmount: { amount: '1', currency: 'CNY' },
  grossMarginPercent: 0,
  paymentDays: 0,
  prepaymentPercent: 0,
  penalty: 'none',
  liability: 'capped',
  warrantyMonths: 0,
  deviations: [],
  creditGrade: 'A',
  documents: [],
  remarks: '',
};
