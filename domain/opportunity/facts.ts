import { localDateOf } from '../calendar.ts';
import type { Money } from '../money.ts';
import { compareMoney } from '../money.ts';
import type { CommandOf } from './command.ts';
import type { Deeds } from './decision.ts';
import type { Guard } from './guard.ts';
import { atField, firstBroken, needed } from './guard.ts';
import { isAbove } from './permission.ts';
import type { Opportunity } from './state.ts';

export function reportBuyerStep(state: Opportunity, { buyerStep }: CommandOf<'report-buyer-step'>): Deeds {
  const isKnown = state.playbook.buyerSteps.some(({ key }) => key === buyerStep);
  const broken = firstBroken(
    [!isKnown, atField('unknown-buyer-step', '/buyerStep', 'unknown')],
    unchanged(state.facts?.buyerStep === buyerStep),
  );
  return broken ?? [{ type: 'buyer-step-reported', buyerStep }];
}

/** Amount or close date, always with a reason: a moving forecast is a sign. */
export function updateForecast(state: Opportunity, { amount, closeOn, reason }: CommandOf<'update-forecast'>): Deeds {
  const change = forecastChange(state, { amount, closeOn });
  const broken = firstBroken(needed(reason, '/reason'), unchanged(Object.keys(change).length === 0));
  return broken ?? [{ type: 'forecast-updated', reason, ...change }];
}

/**
 * Its owner plans it, within two years, and may bring it forward. To put it off is to stop its clock: like a pause, somebody above him does
 * that, with a reason.
 */
export function planDelivery(state: Opportunity, command: CommandOf<'plan-delivery'>, at: string): Deeds {
  const { dueOn, reason } = command;
  const today = localDateOf(state.calendar, at);
  const planned = state.facts?.deliveryDueOn ?? null;
  const broken = firstBroken(
    [dueOn < today, atField('not-later', '/dueOn')],
    unchanged(planned === dueOn),
    ...(dueOn > (planned ?? twoYearsAfter(today)) ? mayPutOff(state, command) : []),
  );
  return broken ?? [{ type: 'delivery-planned', dueOn, ...(reason === undefined ? {} : { reason }) }];
}

function mayPutOff(state: Opportunity, { actor, reason = '' }: CommandOf<'plan-delivery'>): readonly Guard[] {
  const { capacity } = actor;
  return [
    [!isAbove(state, actor), { ...atField('not-permitted', '/dueOn', 'put-off'), facts: { capacity } }],
    needed(reason, '/reason'),
  ];
}

export function recordContact(state: Opportunity, { contactedAt }: CommandOf<'record-contact'>, at: string): Deeds {
  if (contactedAt > at) return atField('in-the-future', '/contactedAt');
  return contactedAt <= state.lastContactAt ? [] : [{ type: 'contact-recorded', contactedAt }];
}

export function pause(state: Opportunity, { until, reason }: CommandOf<'pause'>, at: string): Deeds {
  const broken = firstBroken(...pursued(state), [until <= at, atField('not-later', '/until')], needed(reason, '/reason'));
  return broken ?? [{ type: 'paused', until, reason }];
}

export function resume(state: Opportunity, { reason }: CommandOf<'resume'>): Deeds {
  return state.pause === null ? { refused: 'not-paused' } : [{ type: 'resumed', reason }];
}

export function reassign({ facts }: Opportunity, { ownerId, teamId, reason }: CommandOf<'reassign'>): Deeds {
  const broken = firstBroken(unchanged(facts?.ownerId === ownerId && facts.teamId === teamId), needed(reason, '/reason'));
  return broken ?? [{ type: 'reassigned', ownerId, teamId, reason }];
}

/** Neither waiting for a ruling nor paused. */
export function pursued({ ruling, pause: paused }: Opportunity): readonly Guard[] {
  return [
    [ruling !== null, { refused: 'ruling-required', facts: { about: ruling?.about ?? '' } }],
    [paused !== null, { refused: 'sale-paused', facts: { until: paused?.until ?? '' } }],
  ];
}

function twoYearsAfter(day: string): string {
  return `${Number(day.slice(0, 4)) + 2}${day.slice(4)}`;
}

function forecastChange({ facts }: Opportunity, { amount, closeOn }: { amount: Money | undefined; closeOn: string | undefined }) {
  return {
    ...(amount === undefined || isSameMoney(facts?.amount, amount) ? {} : { amount }),
    ...(closeOn === undefined || closeOn === facts?.closeOn ? {} : { closeOn }),
  };
}

function unchanged(isSame: boolean): Guard {
  return [isSame, { refused: 'nothing-changed' }];
}

function isSameMoney(one: Money | null | undefined, other: Money): boolean {
  return one != null && compareMoney(one, other) === 0;
}
