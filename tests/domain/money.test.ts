import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Money } from '../../domain/money.ts';
import { addMoney, compareMoney, moneyProblem, percentOf, subtractMoney } from '../../domain/money.ts';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const most = '999999999999999.9999';

describe('money', () => {
  test.for(['0', '0.1', '3000000.0000', '-12.5', most])('%s is an amount', (amount) => {
    expect(moneyProblem(cny(amount))).toBeNull();
  });

  test.for(['', '1,000', '1e6', '01', '.5', '1.', '1.23456', 'NaN', '+1', ' 1', '1\n', '１', '1000000000000000'])(
    '"%s" is none',
    (amount) => {
      expect(moneyProblem(cny(amount))).toEqual({ pointer: '/amount', code: 'not-a-decimal' });
    },
  );

  test.for(['cny', 'RMB ', '', 'CN', '元'])('has no currency "%s"', (currency) => {
    expect(moneyProblem({ amount: '1', currency })).toEqual({ pointer: '/currency', code: 'not-a-currency' });
  });

  test('is added and subtracted exactly', () => {
    expect(addMoney(cny('0.1'), cny('0.2'))).toEqual(cny('0.30'));
    expect(addMoney(cny('-0.05'), cny('0.0501'))).toEqual(cny('0.0001'));
    expect(subtractMoney(cny('3000000'), cny('0.0001'))).toEqual(cny('2999999.9999'));
    expect(subtractMoney(cny('1.5'), cny('1.5000'))).toEqual(cny('0.00'));
    expect(subtractMoney(cny('1'), cny('2.345'))).toEqual(cny('-1.345'));
  });

  test('is compared by value, not by spelling', () => {
    expect(compareMoney(cny('0.3'), cny('0.30'))).toBe(0);
    expect(compareMoney(cny('-0'), cny('0'))).toBe(0);
    expect(compareMoney(cny('-1'), cny('0'))).toBe(-1);
    expect(compareMoney(cny('10'), cny('9.9999'))).toBe(1);
  });

  test('shows its share of a whole, cut to two places', () => {
    expect(percentOf(cny('2'), cny('3'))).toBe(66.66);
    expect(percentOf(cny('-1'), cny('3'))).toBe(-33.33);
    expect(percentOf(cny('0.0001'), cny(most))).toBe(0);
    expect(percentOf(cny('1'), cny('0'))).toBeUndefined();
  });
});

describe('what cannot be reckoned is undefined, and never fails', () => {
  const reckonings = {
    adding: addMoney,
    subtracting: subtractMoney,
    comparing: compareMoney,
    'the share': percentOf,
  } satisfies { readonly [name: string]: (one: Money, other: Money) => unknown };

  test.for(Object.entries(reckonings))('%s of unlike currencies, or of what is not money', ([, reckon]) => {
    expect(reckon(cny('1'), eur('1'))).toBeUndefined();
    expect(reckon(cny('one'), cny('1'))).toBeUndefined();
    expect(reckon(cny('1'), cny('1e3'))).toBeUndefined();
  });

  test('more than an amount can hold', () => {
    expect(addMoney(cny(most), cny('0.0001'))).toBeUndefined();
    expect(subtractMoney(cny(`-${most}`), cny('0.0001'))).toBeUndefined();
  });
});

describe('with any amounts', () => {
  /** Ten thousandths, small enough that sums fit. */
  const anyUnits = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

  test('adding and subtracting agree with whole numbers of the smallest unit', () => {
    fc.assert(
      fc.property(anyUnits, anyUnits, (one, other) => {
        expect(unitsOf(addMoney(moneyOf(one), moneyOf(other)))).toBe(one + other);
        expect(unitsOf(subtractMoney(moneyOf(one), moneyOf(other)))).toBe(one - other);
        expect(compareMoney(moneyOf(one), moneyOf(other))).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    );
  });

  test('what comes out is proper money, and taking away what was added gives what there was', () => {
    fc.assert(
      fc.property(anyUnits, anyUnits, (one, other) => {
        const sum = addMoney(moneyOf(one), moneyOf(other)) ?? cny('');
        const back = subtractMoney(sum, moneyOf(other)) ?? cny('');

        expect([moneyProblem(sum), moneyProblem(back), compareMoney(back, moneyOf(one))]).toEqual([null, null, 0]);
      }),
    );
  });
});

/** Written with four places, by other means than those tested. */
function moneyOf(units: bigint): Money {
  const digits = String(units < 0n ? -units : units).padStart(5, '0');
  return cny(`${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`);
}

function unitsOf(money: Money | undefined): bigint {
  const [whole = '', fraction = ''] = (money?.amount ?? '').split('.');
  return BigInt(whole.replace('-', '') + fraction.padEnd(4, '0')) * (whole.startsWith('-') ? -1n : 1n);
}
