import type { Duration } from '../calendar.ts';
import { compareMoney } from '../money.ts';
import type { Text } from '../text.ts';
import type { ChoiceFact, ContractFacts, ContractTerms, FactName, NumericFact } from './terms.ts';
import { factsOf } from './terms.ts';

/** Who must approve which contract: rows of conditions that each bring in steps. */
export type ApprovalPolicy = {
  readonly key: string;
  readonly version: number;
  readonly name: Text;
  readonly rows: readonly PolicyRow[];
  readonly steps: readonly PolicyStep[];
  /** Where a person who stands in several steps counts: in the first or in the last of them, and never twice. */
  readonly counting: 'first' | 'last';
  /** Verbs that need a comment. */
  readonly comments: readonly ('approve' | 'reject' | 'return' | 'transfer')[];
};

/** All conditions must hold; a row without any always does. */
export type PolicyRow = {
  readonly key: string;
  readonly title: Text;
  readonly when: readonly PolicyCondition[];
  readonly steps: readonly string[];
};

/** `from` is included, `below` is not. */
export type PolicyCondition =
  | { readonly fact: 'amount'; readonly currency: string; readonly from?: string; readonly below?: string }
  | { readonly fact: NumericFact; readonly from?: number; readonly below?: number }
  | { readonly fact: ChoiceFact; readonly in: readonly string[] }
  | { readonly fact: ChoiceFact; readonly notIn: readonly string[] };

export type PolicyStep = {
  readonly key: string;
  readonly title: Text;
  /** Steps of one rank run side by side; a higher rank waits for the lower. */
  readonly rank: number;
  readonly approvers: readonly ApproverRef[];
  readonly mode: StepMode;
  /** Working time until a reminder, and until the superior is asked beside. */
  readonly remindAfter: Duration;
  readonly escalateAfter: Duration;
};

export type ApproverRef =
  | { readonly person: string }
  | { readonly superior: number }
  | { readonly group: string }
  | { readonly role: 'leadership' | 'manager' };

/**
 * `any`: one approval. `all`: everybody asked. `each-group`: one of each approver named. `quorum`: so many different people.
 * `veto`: the person named, and one other where there are others; his rejection alone ends the request.
 */
export type StepMode =
  | { readonly kind: 'any' }
  | { readonly kind: 'all' }
  | { readonly kind: 'each-group' }
  | { readonly kind: 'quorum'; readonly count: number }
  | { readonly kind: 'veto'; readonly by: string };

/** The rows that terms fall under, in the policy's order. */
export function matchingRows(policy: ApprovalPolicy, terms: ContractTerms): readonly PolicyRow[] {
  const facts = factsOf(terms);
  return policy.rows.filter(({ when }) => when.every((condition) => holds(condition, facts)));
}

/** The steps that terms need, each once, by rank. Terms that the policy does not foresee need them all: nothing passes unseen. */
export function stepsFor(policy: ApprovalPolicy, terms: ContractTerms): readonly PolicyStep[] {
  const wanted = new Set(matchingRows(policy, terms).flatMap(({ steps }) => steps));
  const found = policy.steps.filter(({ key }) => wanted.has(key));
  return (found.length > 0 ? found : policy.steps).toSorted((one, other) => one.rank - other.rank);
}

/** The facts that decide whether a step is needed: those its rows test. An amount is tested in its currency. */
export function testedFacts({ rows }: ApprovalPolicy, step: string): readonly FactName[] {
  const conditions = rows.filter(({ steps }) => steps.includes(step)).flatMap(({ when }) => when);
  return [
    ...new Set(conditions.flatMap(({ fact }): readonly FactName[] => (fact === 'amount' ? ['amount', 'currency'] : [fact]))),
  ];
}

export function holds(condition: PolicyCondition, facts: ContractFacts): boolean {
  if ('in' in condition) return condition.in.includes(facts[condition.fact]);
  if ('notIn' in condition) return !condition.notIn.includes(facts[condition.fact]);
  if (condition.fact === 'amount') return isInBand(condition, facts);
  const value = facts[condition.fact];
  return value >= (condition.from ?? -Infinity) && value < (condition.below ?? Infinity);
}

function isInBand({ currency, from, below }: Extract<PolicyCondition, { fact: 'amount' }>, facts: ContractFacts): boolean {
  const compared = (amount: string) => compareMoney({ amount: facts.amount, currency: facts.currency }, { amount, currency });
  if (facts.currency !== currency) return false;
  return (from === undefined || (compared(from) ?? -1) >= 0) && (below === undefined || (compared(below) ?? 1) < 0);
}
