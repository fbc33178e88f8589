import type { Account } from '../account.ts';
import { approvalIdOf } from '../ids.ts';
import { nextDeadline } from './deadline.ts';
import type { ApprovalEvent } from './event.ts';
import { groupOf } from './slot.ts';
import type { Approval, ApprovalResult, Decision, Seat, Step } from './state.ts';
import { openSteps } from './state.ts';

/** The read model's row of a request, with who can act now and what was decided. */
export type ApprovalSummary = {
  readonly kind: 'approval';
  /** `<opportunity>:<version>` */
  readonly id: string;
  readonly seq: number;
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly customerName: string;
  readonly version: number;
  readonly hash: string;
  readonly amount: string;
  readonly currency: string;
  readonly submitterId: string;
  readonly lastEditorId: string;
  readonly requestedFor: readonly string[];
  readonly ownerId: string;
  readonly policyKey: string;
  readonly policyVersion: number;
  readonly status: 'open' | ApprovalResult;
  readonly currentSteps: readonly string[];
  readonly requestedAt: string;
  readonly concludedAt: string | null;
  readonly nextDueAt: string | null;
  readonly alarmed: boolean;
  readonly seats: readonly SeatRow[];
  readonly decisions: readonly Decision[];
  readonly bare: BareApproval;
};

/** `groupKey`: it waits for a group of his, which nobody has taken it from. */
export type SeatRow = Seat & { readonly step: string; readonly overdue: boolean; readonly groupKey: string | null };

/** The state without its snapshots and without its memory of commands. */
export type BareApproval = Omit<Approval, 'recent' | 'people' | 'request'>;

export type ApprovalAccount = Account<ApprovalEvent, ApprovalSummary>;

export function summaryOf(state: Approval): ApprovalSummary {
  const { request, seq, result, concludedAt, decisions } = state;
  const { opportunityId, opportunityName, customerName, version, requestedAt, policy } = request;
  const { submitterId, lastEditorId, requestedFor = [], ownerId } = request;
  const open = openSteps(state);
  return {
    ...{ kind: 'approval', id: approvalIdOf(opportunityId, version.number), seq, opportunityId, opportunityName, customerName },
    ...{ version: version.number, hash: version.hash, ...version.terms.amount, submitterId, lastEditorId, requestedFor, ownerId },
    ...{ policyKey: policy.key, policyVersion: policy.version, status: result ?? 'open', requestedAt, concludedAt, decisions },
    currentSteps: open.map(({ key }) => key),
    nextDueAt: nextDeadline(state)?.dueAt ?? null,
    alarmed: open.some(({ alarmed }) => alarmed),
    seats: open.flatMap((step) => step.seats.map((seat) => seatRow(step, seat))),
    bare: bareOf(state),
  };
}

function seatRow(step: Step, seat: Seat): SeatRow {
  return { ...seat, step: step.key, overdue: seat.escalated, groupKey: groupOf(step, seat) };
}

function bareOf({ recent: _recent, people: _people, request: _request, ...bare }: Approval): BareApproval {
  return bare;
}
