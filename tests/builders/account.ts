import type { Account, Entry, Notice } from '../../domain/account.ts';
import type { OpportunitySummary } from '../../domain/opportunity/summary.ts';

export type HistoryOptions = {
  readonly id?: string;
  readonly notices?: (seq: number) => readonly Notice[];
  readonly summary?: Partial<OpportunitySummary>;
};

/** What the workflow of one sale has to tell of its events `from` to `to`, the same on every call. */
export function anAccount(
  from: number,
  to: number,
  { id = 'hotel', notices = () => [], summary = {} }: HistoryOptions = {},
): Account {
  const entries = Array.from({ length: to - from + 1 }, (_, place): Entry => ({
    seq: from + place,
    event: anEvent(from + place),
    notices: notices(from + place),
  }));
  return { workflowId: `opportunity:${id}`, summary: { ...aSummary({ id, seq: to }), ...summary }, entries };
}

export function anEvent(seq: number, change: object = {}) {
  return {
    type: 'contact-recorded',
    at: instantOf(seq),
    actor: { userId: 'rep', capacity: 'owner' },
    commandId: `command-${seq}`,
    fingerprint: 'f',
    contactedAt: instantOf(seq),
    ...change,
  };
}

export function aSummary(change: Partial<OpportunitySummary> & { readonly seq: number }): OpportunitySummary {
  const summary = {
    kind: 'opportunity',
    id: 'hotel',
    name: 'Grand Hotel, two boilers 大酒店',
    customerId: 'customer',
    ownerId: 'rep',
    teamId: 'team',
    amount: '3000000.00',
    currency: 'CNY',
    closeOn: '2027-03-31',
    stage: 'development',
    stageEnteredAt: instantOf(1),
    buyerStep: null,
    state: 'open',
    won: false,
    openedAt: instantOf(1),
    endedAt: null,
    stageDueAt: instantOf(900),
    nextDueAt: instantOf(800),
    escalationLevel: 0,
    odds: 10,
    debts: 0,
    pendingVerifications: 0,
    playbookKey: 'default',
    playbookVersion: 1,
    timingVersion: 1,
    calendarKey: 'mainland-china',
    calendarVersion: 1,
    importKey: null,
    ...change,
  } as const;
  return { ...summary, bare: { id: summary.id, seq: summary.seq, lastAt: instantOf(summary.seq) } as OpportunitySummary['bare'] };
}

/** One minute after another. */
function instantOf(seq: number): string {
  return new Date(Date.UTC(2026, 10, 23, 8, seq)).toISOString();
}
