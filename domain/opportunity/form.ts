import type { Form } from '../command-form.ts';
import { having, list, listOf, misshapenIn, nullable, oneOf, optional, record, text, wholeNumber } from '../command-form.ts';
import { isCalendarDate, isInstant } from '../value.ts';
import type { Money } from '../money.ts';
import { moneyProblem } from '../money.ts';
import type { Refusal } from '../refusal.ts';
import type { CommandType, OpportunityCommand } from './command.ts';
import { atField, firstBroken } from './guard.ts';
import type { RefusalCode } from './refusal-code.ts';

/** The command is none of ours, or lacks what its rules will look at: nothing else can be asked of it. */
export function buildHindrance(command: OpportunityCommand): Refusal<RefusalCode> | null {
  const field = misshapenIn(forms, command);
  return field === null ? null : atField('malformed', `/${field}`);
}

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

const version = having({ number: wholeNumber, hash: text });
const money = having({ amount: text, currency: text });
const capWorkingDays = optional((value) => typeof value === 'number' && value > 0);

const forms: { readonly [Type in CommandType]: Form } = {
  open: {
    ...{ name: text, customerId: text, ownerId: text, teamId: text, stage: text },
    ...{ amount: nullable(money), closeOn: nullable(text), openedAt: optional(text), wonAt: optional(text) },
    imported: optional(having({ source: text, key: text })),
  },
  'claim-checkpoint': {
    ...{ checkpoint: text, occurredAt: text, note: text, evidence: record },
    documents: listOf(having({ id: text, sha256: text })),
    buyer: optional(having({ contactId: text, confirmedOn: isCalendarDate })),
    contract: optional(version),
  },
  'verify-checkpoint': { checkpoint: text, verdict: oneOf('accept', 'reject'), comment: text },
  'waive-checkpoint': { checkpoint: text, reason: text },
  'revoke-checkpoint': { checkpoint: text, reason: text },
  'report-buyer-step': { buyerStep: text },
  'update-forecast': { amount: optional(money), closeOn: optional(text), reason: text },
  'plan-delivery': { dueOn: text, reason: optional(text) },
  'record-contact': { contactedAt: text },
  pause: { until: text, reason: text },
  resume: { reason: text },
  rule: { verdict: oneOf('go', 'limited', 'no-go'), reason: text, capWorkingDays },
  'submit-contract': { version, lastEditorId: text, request: record, people: list },
  'conclude-approval': {
    version,
    result: oneOf('approved', 'rejected', 'returned', 'withdrawn', 'superseded'),
  },
  reassign: { ownerId: text, teamId: text, reason: text },
  'acknowledge-escalation': { clock: text, plan: text, snoozeUntil: optional(text) },
  close: {
    ...{ outcome: oneOf('lost', 'withdrawn', 'abandoned', 'cancelled', 'completed'), reason: text, closedAt: optional(text) },
    ...{ winner: optional(nullable(text)), lostAtBuyerStep: optional(nullable(text)) },
    ...{ decisiveCriterion: optional(nullable(text)), priceGap: optional(nullable(money)) },
  },
  'review-loss': { lostAtBuyerStep: text, rootCause: text, firstSign: text, lessons: text },
  'change-timing': { calendar: optional(record), timing: optional(record) },
};
