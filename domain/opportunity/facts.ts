import { moneyProblem } from '../money.ts';
import type { CommandOf } from './command.ts';
import type { Deeds } from './decision.ts';
import { blank } from './reason.ts';
import type { Opportunity } from './state.ts';

export function reportBuyerStep(state: Opportunity, { buyerStep }: CommandOf<'report-buyer-step'>): Deeds {
  const isKnown = state.playbook.buyerSteps.some(({ key }) => key === buyerStep);
  if (!isKnown) return { refused: 'unknown-buyer-step', errors: [{ pointer: '/buyerStep', code: 'unknown' }] };
  if (state.facts?.buyerStep === buyerStep) return { refused: 'nothing-changed' };
  return [{ type: 'buyer-step-reported', buyerStep }];
}

/** Amount or close date, always with a reason: a moving forecast is a sign. */
export function updateForecast(state: Opportunity, { amount, closeOn, reason }: CommandOf<'update-forecast'>): Deeds {
  const { facts } = state;
  const newAmount = amount !== undefined && (amount.amount !== facts?.amount?.amount || amount.currency !== facts?.amount?.currency);
  const newDate = closeOn !== undefined && closeOn !== facts?.closeOn;
  if (blank(reason)) return { refused: 'reason-required', errors: [{ pointer: '/reason', code: 'required' }] };
  if (amount !== undefined && moneyProblem(amount) !== null) return { refused: 'amount-invalid', errors: [{ pointer: '/amount', code: 'not-money' }] };
  if (!newAmount && !newDate) return { refused: 'nothing-changed' };
  return [{ type: 'forecast-updated', reason, ...(newAmount ? { amount } : {}), ...(newDate ? { closeOn } : {}) }];
}

export function planDelivery(state: Opportunity, { dueOn }: CommandOf<'plan-delivery'>, at: string): Deeds {
  if (dueOn < at.slice(0, 10)) return { refused: 'not-later', errors: [{ pointer: '/dueOn', code: 'not-later' }] };
  if (state.facts?.deliveryDueOn === dueOn) return { refused: 'nothing-changed' };
  return [{ type: 'delivery-planned', dueOn }];
}

export function recordContact(state: Opportunity, { contactedAt }: CommandOf<'record-contact'>, at: string): Deeds {
  if (contactedAt > at) return { refused: 'in-the-future', errors: [{ pointer: '/contactedAt', code: 'in-the-future' }] };
  return contactedAt <= state.lastContactAt ? [] : [{ type: 'contact-recorded', contactedAt }];
}

export function pause(state: Opportunity, { until, reason }: CommandOf<'pause'>, at: string): Deeds {
  if (state.pause !== null) return { refused: 'sale-paused', facts: { until: state.pause.until } };
  if (state.ruling !== null) return { refused: 'ruling-required', facts: { about: state.ruling.about } };
  if (until <= at) return { refused: 'not-later', errors: [{ pointer: '/until', code: 'not-later' }] };
  if (blank(reason)) return { refused: 'reason-required', errors: [{ pointer: '/reason', code: 'required' }] };
  return [{ type: 'paused', until, reason }];
}

export function resume(state: Opportunity, { reason }: CommandOf<'resume'>): Deeds {
  return state.pause === null ? { refused: 'not-paused' } : [{ type: 'resumed', reason }];
}

export function reassign(state: Opportunity, { ownerId, teamId, reason }: CommandOf<'reassign'>): Deeds {
  if (state.facts?.ownerId === ownerId && state.facts.teamId === teamId) return { refused: 'nothing-changed' };
  if (blank(reason)) return { refused: 'reason-required', errors: [{ pointer: '/reason', code: 'required' }] };
  return [{ type: 'reassigned', ownerId, teamId, reason }];
}
