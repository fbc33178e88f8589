import { matches } from './value.ts';

/** A decimal amount, at most four places, and an ISO 4217 currency: `{ amount: '3000000.00', currency: 'CNY' }`. Never a float. */
export type Money = { readonly amount: string; readonly currency: string };

/** The field at fault and its rule; null for proper money. */
export function moneyProblem({ amount, currency }: Money): { readonly pointer: string; readonly code: string } | null {
  if (!isAmount(amount.startsWith('-') ? amount.slice(1) : amount)) return { pointer: '/amount', code: 'not-a-decimal' };
  return isCurrency(currency) ? null : { pointer: '/currency', code: 'not-a-currency' };
}

/** A decimal string: not negative, at most 15 digits before the point and 4 after it. */
export function isAmount(value: unknown): value is string {
  return matches(value, amountPattern);
}

/** The form of an ISO 4217 code. */
export function isCurrency(value: unknown): value is string {
  return matches(value, currencyPattern);
}

export const amountPattern = /^(0|[1-9]\d{0,14})(\.\d{1,4})?$/;
export const currencyPattern = /^[A-Z]{3}$/;

/** Negative, zero or positive, as for sorting; undefined for unlike currencies, or what is not money. */
export function compareMoney(one: Money, other: Money): number | undefined {
  const difference = combined(one, other, (first, second) => first - second);
  if (difference === undefined) return undefined;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Undefined for unlike currencies, what is not money, or a sum of more than 15 digits before the point. */
export function addMoney(one: Money, other: Money): Money | undefined {
  return moneyOf(
    combined(one, other, (first, second) => first + second),
    one.currency,
  );
}

/** Undefined where `addMoney` is. */
export function subtractMoney(one: Money, other: Money): Money | undefined {
  return moneyOf(
    combined(one, other, (first, second) => first - second),
    one.currency,
  );
}

/** Percent of the whole, cut to two places; undefined for unlike currencies, what is not money, or a whole of zero. */
export function percentOf(part: Money, whole: Money): number | undefined {
  return combined(part, whole, (share, base) => (base === 0n ? undefined : Number((share * 10_000n) / base) / 100));
}

function combined<Result>(one: Money, other: Money, combine: (one: bigint, other: bigint) => Result): Result | undefined {
  if (one.currency !== other.currency || moneyProblem(one) !== null || moneyProblem(other) !== null) return undefined;
  return combine(tenThousandths(one.amount), tenThousandths(other.amount));
}

/** Exact. Only for amounts that are proper. */
function tenThousandths(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole) * scale + BigInt(fraction.padEnd(4, '0'));
  return amount.startsWith('-') ? -size : size;
}

/** Two places, or as many more as say something. */
function moneyOf(scaled: bigint | undefined, currency: string): Money | undefined {
  if (scaled === undefined || sizeOf(scaled) >= tooMuch) return undefined;
  const size = sizeOf(scaled);
  const fraction = String(size % scale)
    .padStart(4, '0')
    .replace(/0{1,2}$/, '');
  return { amount: `${scaled < 0n ? '-' : ''}${size / scale}.${fraction}`, currency };
}

function sizeOf(number: bigint): bigint {
  return number < 0n ? -number : number;
}

const scale = 10_000n;
const tooMuch = 10n ** 15n * scale;
