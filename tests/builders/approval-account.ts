import type { Account, Entry } from '../../domain/account.ts';
import type { Decision } from '../../domain/approval/state.ts';
import type { ApprovalSummary, SeatRow } from '../../domain/approval/summary.ts';

const at = '2026-11-23T08:00:00.000Z';

/** What the approval of one contract has to tell up to `seq`: requested by `rep`, last edited by `editor`. */
export function anApprovalAccount(seq: number, change: Partial<ApprovalSummary> = {}): Account<unknown, ApprovalSummary> {
  const id = change.id ?? 'hotel:1';
  const entries = Array.from({ length: seq }, (_, place): Entry => ({ seq: place + 1, event: anEvent(place + 1), notices: [] }));
  const summary: ApprovalSummary = {
    ...{
      kind: 'approval',
      id,
      seq,
      opportunityId: 'hotel',
      opportunityName: 'Grand Hotel',
      customerName: 'Grand',
      version: 1,
      hash: 'terms',
    },
    ...{
      amount: '3000000.00',
      currency: 'CNY',
      submitterId: 'rep',
      lastEditorId: 'editor',
      requestedFor: [],
      ownerId: 'rep',
      policyKey: 'default',
    },
    ...{
      policyVersion: 1,
      status: 'open',
      currentSteps: ['sales'],
      requestedAt: at,
      concludedAt: null,
      nextDueAt: at,
      alarmed: false,
    },
    seats: [],
    decisions: [],
    bare: { seq, lastAt: at } as ApprovalSummary['bare'],
    ...change,
  };
  return { workflowId: `contract-approval:${id}`, summary, entries };
}

export function aSeat(userId: string, change: Partial<SeatRow> = {}): SeatRow {
  const seat = {
    slot: userId,
    userId,
    candidateId: userId,
    onBehalfOf: null,
    origin: 'policy',
    sinceAt: at,
    reminded: false,
    escalated: false,
  } as const;
  return { ...seat, step: 'sales', overdue: false, groupKey: null, ...change };
}

export function aDecision(seq: number, userId: string, change: Partial<Decision> = {}): Decision {
  const where = { step: 'sales', slot: userId, origin: 'policy', onBehalfOf: null } as const;
  return {
    seq,
    userId,
    ...where,
    verdict: 'approve',
    comment: '',
    at,
    hash: 'terms',
    isVoid: false,
    fromVersion: null,
    ...change,
  };
}

function anEvent(seq: number) {
  return { type: 'commented', at, actor: { userId: 'rep', capacity: 'owner' }, comment: String(seq), mentions: [] };
}
