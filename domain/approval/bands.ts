import { compareMoney } from '../money.ts';
import type { ApprovalPolicy, PolicyCondition } from './policy.ts';
import type { PolicyError } from './policy-text.ts';
import { policyFault } from './policy-text.ts';

/** What a row's only condition covers of one fact; amounts of each currency for themselves. */
type Band = {
  readonly scale: string;
  readonly from: string | number | null;
  readonly below: string | number | null;
  readonly pointer: string;
};

/**
 * Gaps and overlaps among the rows that test one fact alone. Amounts must be covered from nothing to any height, unless a row holds for every
 * contract in that currency; other facts may have no row at their ends, for there a contract is nothing special.
 */
export function bandProblems(policy: ApprovalPolicy): readonly PolicyError[] {
  const bands = policy.rows.flatMap(({ when }, at) => when.flatMap((condition) => bandOf(condition, when.length, at)));
  return [...new Set(bands.map(({ scale }) => scale))].flatMap((scale) => {
    const sorted = bands.filter((band) => band.scale === scale).toSorted(byStart);
    const ends = scale.startsWith('amount ') && !isCoveredAnyway(policy, scale) ? endProblems(sorted) : [];
    return [...ends, ...sorted.flatMap((band, at) => between(sorted.slice(0, at), band))];
  });
}

function bandOf(condition: PolicyCondition, conditions: number, at: number): readonly Band[] {
  if (conditions !== 1 || 'in' in condition || 'notIn' in condition) return [];
  const { fact, from = null, below = null } = condition;
  const scale = condition.fact === 'amount' ? `amount ${condition.currency}` : fact;
  return [{ scale, from: isZero(scale, from) ? null : from, below, pointer: `/rows/${at}/when/0` }];
}

/** Nothing is below an amount of nothing. */
function isZero(scale: string, from: Band['from']): boolean {
  return scale.startsWith('amount ') && Number(from) === 0;
}

function between(before: readonly Band[], band: Band): readonly PolicyError[] {
  if (before.length === 0) return [];
  const reach = before.map(({ below }) => below).reduce((one, other) => (isPast(one, other) ? one : other));
  if (band.from === null || reach === null || compared(band.from, reach) < 0) return policyFault(band.pointer, 'overlap');
  return compared(band.from, reach) > 0 ? policyFault(`${band.pointer}/from`, 'gap') : [];
}

function endProblems(sorted: readonly Band[]): readonly PolicyError[] {
  const first = sorted[0];
  const last = sorted.reduce((one, other) => (isPast(one.below, other.below) ? one : other));
  return [
    ...(first === undefined || first.from === null ? [] : policyFault(`${first.pointer}/from`, 'gap-at-start')),
    ...(last.below === null ? [] : policyFault(`${last.pointer}/below`, 'gap-at-end')),
  ];
}

/** True when another row holds for every contract in the currency. */
function isCoveredAnyway({ rows }: ApprovalPolicy, scale: string): boolean {
  const currency = scale.slice('amount '.length);
  return rows.some(({ when }) => when.every((condition) => admitsCurrency(condition, currency)));
}

function admitsCurrency(condition: PolicyCondition, currency: string): boolean {
  if (condition.fact !== 'currency') return false;
  return 'in' in condition ? condition.in.includes(currency) : !condition.notIn.includes(currency);
}

function byStart(one: Band, other: Band): number {
  if (one.from === null || other.from === null) return one.from === other.from ? 0 : one.from === null ? -1 : 1;
  return compared(one.from, other.from);
}

/** Without an upper end is past everything. */
function isPast(one: Band['below'], other: Band['below']): boolean {
  return one === null || (other !== null && compared(one, other) >= 0);
}

/** Amounts as decimals, for they may be finer than a float. */
export function compared(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return compareMoney({ amount: String(one), currency: 'XXX' }, { amount: String(other), currency: 'XXX' }) ?? 0;
}
