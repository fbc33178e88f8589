/** A decimal amount, at most four places, and an ISO 4217 currency: `{ amount: '3000000.00', currency: 'CNY' }`. Never a float. */
export type Money = { readonly amount: string; readonly currency: string };

const amountPattern = /^-?(0|[1-9]\d{0,14})(\.\d{1,4})?$/;
const currencyPattern = /^[A-Z]{3}$/;
const scale = 10_000n;

/** The field at fault and its rule; null for proper money. */
export function moneyProblem({ amount, currency }: Money): { readonly pointer: string; readonly code: string } | null {
  if (!amountPattern.test(amount)) return { pointer: '/amount', code: 'not-a-decimal' };
  return currencyPattern.test(currency) ? null : { pointer: '/currency', code: 'not-a-currency' };
}

/** Negative, zero or positive, as for sorting; undefined for unlike currencies. */
export function compareMoney(one: Money, other: Money): number | undefined {
  if (one.currency !== other.currency) return undefined;
  const difference = scaledAmount(one.amount) - scaledAmount(other.amount);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Undefined for unlike currencies. */
export function addMoney(one: Money, other: Money): Money | undefined {
  if (one.currency !== other.currency) return undefined;
  return { amount: decimal(scaledAmount(one.amount) + scaledAmount(other.amount)), currency: one.currency };
}

/** Percent of the whole, cut to two places; undefined for unlike currencies or a whole of zero. */
export function percentOf(part: Money, whole: Money): number | undefined {
  const base = scaledAmount(whole.amount);
  if (part.currency !== whole.currency || base === 0n) return undefined;
  return Number((scaledAmount(part.amount) * 10_000n) / base) / 100;
}

/** Ten thousandths, exact. Only for amounts that `moneyProblem` found proper. */
function scaledAmount(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole) * scale + BigInt(fraction.padEnd(4, '0'));
  return amount.startsWith('-') ? -size : size;
}

function decimal(scaled: bigint): string {
  const size = scaled < 0n ? -scaled : scaled;
  const fraction = String(size % scale)
    .padStart(4, '0')
    .replace(/0{1,2}$/, '');
  return `${scaled < 0n ? '-' : ''}${size / scale}.${fraction}`;
}
