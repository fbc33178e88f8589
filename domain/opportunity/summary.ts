import type { Account } from '../account.ts';
import { nextDueAt, stageDueAt } from './deadline.ts';
import type { OpportunityEvent } from './event.ts';
import { oddsOf } from './odds.ts';
import type { Facts, Opportunity } from './state.ts';
import { pendingClaims, stageOf } from './state.ts';

/** The read model's row: flat columns for lists, and the bare state for the rules. */
export type OpportunitySummary = {
  readonly kind: 'opportunity';
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly customerId: string;
  readonly ownerId: string;
  readonly teamId: string;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly closeOn: string | null;
  readonly stage: string | null;
  readonly stageEnteredAt: string;
  readonly buyerStep: string | null;
  readonly state: Condition;
  readonly won: boolean;
  readonly openedAt: string;
  readonly endedAt: string | null;
  /** Null while the stage's clock does not run. */
  readonly stageDueAt: string | null;
  readonly nextDueAt: string | null;
  /** The highest level that was told and nobody answered: 0 the owner, 1 the superior, and so on up. */
  readonly escalationLevel: number;
  /** Percent, 0 to 100. */
  readonly odds: number;
  readonly debts: number;
  readonly pendingVerifications: number;
  readonly playbookKey: string;
  readonly playbookVersion: number;
  /** Of the playbook whose allowances and ladders are in force. */
  readonly timingVersion: number;
  readonly calendarKey: string;
  readonly calendarVersion: number;
  readonly importKey: string | null;
  readonly bare: BareOpportunity;
};

/** Where a sale stands, in one word. */
export const conditions = [
  'awaiting-ruling',
  'open',
  'paused',
  'won',
  'in-review',
  'completed',
  'lost',
  'withdrawn',
  'abandoned',
  'cancelled',
] as const;

export type Condition = (typeof conditions)[number];

/** The state without its snapshots of playbook and calendar and without its memory of commands. */
export type BareOpportunity = Omit<Opportunity, 'playbook' | 'calendar' | 'recent'>;

export type OpportunityAccount = Account<OpportunityEvent, OpportunitySummary>;

/** Only for an opened sale. */
export function summaryOf(state: Opportunity): OpportunitySummary {
  if (state.facts === null) throw new Error('an unopened sale has no summary');
  const { name, customerId, ownerId, teamId, closeOn, stageEnteredAt, buyerStep, openedAt } = state.facts;
  return {
    ...{
      kind: 'opportunity',
      id: state.id,
      seq: state.seq,
      name,
      customerId,
      ownerId,
      teamId,
      closeOn,
      stageEnteredAt,
      buyerStep,
      openedAt,
    },
    ...moneyOf(state.facts),
    stage: stageOf(state)?.key ?? null,
    state: conditionOf(state),
    won: state.won,
    endedAt: state.ended === null ? null : state.lastAt,
    stageDueAt: stageDueAt(state),
    nextDueAt: nextDueAt(state),
    escalationLevel: escalationLevelOf(state),
    odds: oddsOf(state).percent,
    debts: Object.values(state.checkpoints).filter(({ debt }) => debt !== null).length,
    pendingVerifications: pendingClaims(state).length,
    ...versionsOf(state),
    bare: bareOf(state),
  };
}

function moneyOf({ amount, imported }: Facts) {
  return {
    amount: amount?.amount ?? null,
    currency: amount?.currency ?? null,
    importKey: imported === null ? null : `${imported.source}:${imported.key}`,
  };
}

function versionsOf({ playbook, calendar, timingVersion }: Opportunity) {
  return {
    playbookKey: playbook.key,
    playbookVersion: playbook.version,
    timingVersion,
    calendarKey: calendar.name,
    calendarVersion: calendar.version,
  };
}

export function conditionOf(state: Opportunity): Condition {
  if (state.ended !== null) return state.ended;
  if (state.outcome !== null) return 'in-review';
  if (state.ruling !== null) return 'awaiting-ruling';
  if (state.pause !== null) return 'paused';
  return state.won ? 'won' : 'open';
}

/** The state again, for the rules, outside the workflow. */
export function withSnapshots(
  bare: BareOpportunity,
  { playbook, calendar }: Pick<Opportunity, 'playbook' | 'calendar'>,
): Opportunity {
  return { ...bare, playbook, calendar, recent: [] };
}

function bareOf({ playbook: _playbook, calendar: _calendar, recent: _recent, ...bare }: Opportunity): BareOpportunity {
  return bare;
}

/** The highest level that was told and not answered yet: 0 the owner, 1 the superior, and so on up. */
export function escalationLevelOf({ escalations }: Opportunity): number {
  return Math.max(0, ...Object.values(escalations).map(({ acknowledged, level }) => (acknowledged === null ? level : 0)));
}
