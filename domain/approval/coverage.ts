import { compared } from './bands.ts';
import type { ApprovalPolicy, PolicyCondition, PolicyRow } from './policy.ts';
import type { PolicyError } from './policy-text.ts';
import { policyFault } from './policy-text.ts';
import { isReachable } from './reachable.ts';

/** All contracts that meet each of these. */
type Region = readonly PolicyCondition[];
type Band = Extract<PolicyCondition, { readonly from?: unknown }>;

export function coverageProblems(policy: ApprovalPolicy): readonly PolicyError[] {
  return unforeseen(policy) === null ? [] : policyFault('/rows', 'unforeseen');
}

/**
 * What some contracts that fall under no row have in common, by all the facts that rows test together; null when each falls under one, or
 * when the rows are too tangled to tell. Asked only of currencies that the policy names.
 */
export function unforeseen({ rows }: ApprovalPolicy): Region | null {
  const simplestFirst = rows.toSorted((one, other) => one.when.length - other.when.length);
  for (const start of startsIn(rows)) {
    const left = simplestFirst.reduce(without, [start]);
    if (left.length <= mostRegions && left[0] !== undefined) return left[0];
  }
  return null;
}

/** Looking at more takes long enough to be felt. */
const mostRegions = 200;

function startsIn(rows: readonly PolicyRow[]): readonly Region[] {
  const currencies = [...new Set(rows.flatMap(({ when }) => when.flatMap(currenciesOf)))];
  return currencies.length === 0 ? [[]] : currencies.map((currency) => [{ fact: 'currency', in: [currency] }]);
}

function currenciesOf(condition: PolicyCondition): readonly string[] {
  if (condition.fact === 'amount') return [condition.currency];
  if (condition.fact !== 'currency') return [];
  return 'in' in condition ? condition.in : condition.notIn;
}

/** What is left of the regions beside a row. */
function without(regions: readonly Region[], { when }: PolicyRow): readonly Region[] {
  if (regions.length > mostRegions) return regions;
  return regions.flatMap((region) => (isReachable([...region, ...when]) ? beside(region, when) : [region]));
}

/** Those that fail the first condition; those that meet it and fail the second; and so on. */
function beside(region: Region, when: Region): readonly Region[] {
  const pieces = when.flatMap((condition, at) => {
    const met = when.slice(0, at).reduce(and, region);
    return opposites(condition).map((opposite) => and(met, opposite));
  });
  return pieces.filter(isReachable);
}

/** Together they hold exactly where it does not. Of an amount, within its currency. */
function opposites(condition: PolicyCondition): readonly PolicyCondition[] {
  if ('in' in condition) return [{ fact: condition.fact, notIn: condition.in }];
  if ('notIn' in condition) return [{ fact: condition.fact, in: condition.notIn }];
  const { from, below, ...fact } = condition;
  return [
    ...(from === undefined ? [] : [{ ...fact, below: from }]),
    ...(below === undefined ? [] : [{ ...fact, from: below }]),
  ] as Band[];
}

/** Bands of one fact become one, so that a region stays short. */
function and(region: Region, condition: PolicyCondition): Region {
  if (!isBand(condition)) return [...region, condition];
  const same = region.find((one) => one.fact === condition.fact);
  if (same === undefined || !isBand(same)) return [...region, condition];
  return region.map((one) => (one === same ? ({ ...same, ...condition, ...narrower(same, condition) } as Band) : one));
}

function isBand(condition: PolicyCondition): condition is Band {
  return !('in' in condition) && !('notIn' in condition);
}

function narrower(one: Band, other: Band) {
  const from = [one.from, other.from]
    .filter((end) => end !== undefined)
    .toSorted(compared)
    .at(-1);
  const below = [one.below, other.below].filter((end) => end !== undefined).toSorted(compared)[0];
  return { ...(from === undefined ? {} : { from }), ...(below === undefined ? {} : { below }) };
}
