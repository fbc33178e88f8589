import { isCalendarDate, isInstant } from '../evidence-value.ts';
import type { Money } from '../money.ts';
import { moneyProblem } from '../money.ts';
import type { Refusal } from '../refusal.ts';
import type { OpportunityCommand } from './command.ts';
import { atField, firstBroken } from './guard.ts';
import type { RefusalCode } from './refusal-code.ts';

/**
 * What a command's fields must look like, by their names: …On is a calendar date, …At and …ntil an instant. The API has checked all this
 * before, but a signal comes past it, and what cannot be stored must never get into a history.
 */
export function formHindrance(command: OpportunityCommand): Refusal<RefusalCode> | null {
  const named = Object.entries(command).filter(([, value]) => value !== null && value !== undefined);
  const wrong = named.find(
    ([name, value]) => (isDateName(name) && !isCalendarDate(value)) || (isInstantName(name) && !isInstant(value)),
  );
  return wrong === undefined
    ? moneyHindrance(command)
    : atField('date-invalid', `/${wrong[0]}`, isDateName(wrong[0]) ? 'not-a-date' : 'not-an-instant');
}

/** No sale is worth less than nothing. */
function moneyHindrance(command: OpportunityCommand): Refusal<RefusalCode> | null {
  const amounts = Object.entries({ amount: null, priceGap: null, ...command }).filter(
    ([name]) => name === 'amount' || name === 'priceGap',
  );
  const wrong = amounts.find(([name, value]) => value !== null && !isAmount(value as Money, name === 'priceGap'));
  return firstBroken([wrong !== undefined, atField('amount-invalid', `/${wrong?.[0] ?? ''}`, 'not-money')]);
}

function isAmount(money: Money, mayBeNegative: boolean): boolean {
  return moneyProblem(money) === null && (mayBeNegative || !money.amount.startsWith('-'));
}

function isDateName(name: string): boolean {
  return name.endsWith('On');
}

function isInstantName(name: string): boolean {
  return name === 'at' || name.endsWith('At') || name.endsWith('ntil');
}
