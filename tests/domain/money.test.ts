import { describe, expect, test } from 'vitest';
import { addMoney, compareMoney, moneyProblem, percentOf } from '../../domain/money.ts';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

describe('money', () => {
  test.for(['0', '0.1', '3000000.0000', '-12.5', '999999999999999.9999'])('%s is an amount', (amount) => {
    expect(moneyProblem(cny(amount))).toBeNull();
  });

  test.for(['', '1,000', '1e6', '01', '.5', '1.23456', 'NaN', '1000000000000000'])('"%s" is none', (amount) => {
    expect(moneyProblem(cny(amount))).toMatchObject({ pointer: '/amount' });
  });

  test('has a currency of three capitals', () => {
    expect(moneyProblem({ amount: '1', currency: 'cny' })).toMatchObject({ pointer: '/currency' });
  });

  test('is added and compared exactly', () => {
    expect(addMoney(cny('0.1'), cny('0.2'))).toEqual(cny('0.30'));
    expect(addMoney(cny('-0.05'), cny('0.0501'))).toEqual(cny('0.0001'));
    expect(compareMoney(cny('0.3'), cny('0.30'))).toBe(0);
    expect(compareMoney(cny('-1'), cny('0'))).toBe(-1);
  });

  test('of unlike currencies cannot be', () => {
    expect(addMoney(cny('1'), { amount: '1', currency: 'EUR' })).toBeUndefined();
    expect(compareMoney(cny('1'), { amount: '1', currency: 'EUR' })).toBeUndefined();
    expect(percentOf(cny('1'), cny('0'))).toBeUndefined();
  });

  test('shows its share of a whole, cut to two places', () => {
    expect(percentOf(cny('1'), cny('3'))).toBe(33.33);
  });
});
