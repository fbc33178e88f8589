import type { Calendar } from '../calendar.ts';
import type { Remembered } from '../memory.ts';
import type { People } from './people.ts';
import type { ApprovalPolicy, PolicyStep } from './policy.ts';
import type { ApprovalRefusalCode } from './refusal-code.ts';
import type { ContractTerms } from './terms.ts';

/** What an approval is asked for. */
export type ApprovalRequest = {
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly customerName: string;
  readonly version: ContractVersion;
  readonly submitterId: string;
  readonly lastEditorId: string;
  /** Whose reporting line the policy means. */
  readonly ownerId: string;
  readonly requestedAt: string;
  readonly policy: ApprovalPolicy;
  readonly calendar: Calendar;
  readonly earlier: EarlierApproval | null;
};

export type ContractVersion = { readonly number: number; readonly hash: string; readonly terms: ContractTerms };

/** What was decided on the version before: whoever tested nothing that changed is not asked again. */
export type EarlierApproval = {
  readonly version: ContractVersion;
  readonly policyVersion: number;
  readonly approvals: readonly { readonly step: string; readonly userId: string; readonly onBehalfOf: string | null }[];
};

export type ApprovalResult = 'approved' | 'rejected' | 'returned' | 'withdrawn' | 'superseded';

/** One request, as its workflow carries it. Plain JSON. */
export type Approval = {
  readonly schemaVersion: 1;
  readonly seq: number;
  readonly request: ApprovalRequest;
  /** Null until an activity has told who is who. */
  readonly people: People | null;
  readonly steps: readonly Step[];
  readonly decisions: readonly Decision[];
  /** How often each step was returned to. */
  readonly returns: { readonly [step: string]: number };
  readonly nudgedAt: string | null;
  readonly result: ApprovalResult | null;
  readonly concludedAt: string | null;
  readonly lastAt: string;
  readonly recent: readonly Remembered<ApprovalRefusalCode>[];
};

/** A step of the policy, or one that an approver put in; its approvers by slot. */
export type Step = {
  readonly key: string;
  readonly rank: number;
  readonly rule: PolicyStep;
  readonly passed: boolean;
  readonly seats: readonly Seat[];
  readonly alarmed: boolean;
  /** What people changed about the slots the policy gives. */
  readonly changes: readonly SlotChange[];
};

/** In force in the order they were made. */
export type SlotChange =
  | { readonly kind: 'transferred'; readonly slot: string; readonly from: string; readonly to: string }
  | { readonly kind: 'claimed'; readonly slot: string; readonly userId: string }
  | { readonly kind: 'beside' | 'escalated' | 'went-up'; readonly slot: string; readonly userId: string };

/** Somebody who can act now. */
export type Seat = {
  readonly slot: string;
  readonly userId: string;
  /** The person he decides for. */
  readonly onBehalfOf: string | null;
  readonly origin: 'policy' | 'transferred' | 'added' | 'escalated';
  readonly sinceAt: string;
  readonly reminded: boolean;
  readonly escalated: boolean;
};

/** In force unless void: a return makes what came after its step void. */
export type Decision = {
  readonly seq: number;
  readonly step: string;
  readonly slot: string;
  readonly userId: string;
  readonly onBehalfOf: string | null;
  readonly origin: Seat['origin'] | 'carried-over';
  readonly verdict: 'approve' | 'reject';
  readonly comment: string;
  readonly at: string;
  readonly hash: string;
  readonly isVoid: boolean;
  readonly fromVersion: number | null;
};

/** A request that has asked nobody yet. */
export function requested(request: ApprovalRequest): Approval {
  return {
    schemaVersion: 1,
    seq: 0,
    request,
    people: null,
    steps: [],
    decisions: [],
    returns: {},
    nudgedAt: null,
    result: null,
    concludedAt: null,
    lastAt: request.requestedAt,
    recent: [],
  };
}

/** The steps that can be decided now: the lowest rank that has not passed. */
export function openSteps({ steps, result }: Approval): readonly Step[] {
  const waiting = steps.filter(({ passed }) => !passed);
  const rank = Math.min(...waiting.map((step) => step.rank));
  return result === null ? waiting.filter((step) => step.rank === rank) : [];
}

export function hasConcluded({ result }: Approval): boolean {
  return result !== null;
}

export function inForce({ decisions }: Approval): readonly Decision[] {
  return decisions.filter(({ isVoid }) => !isVoid);
}

/** Submitter and last editor: they never count. */
export function requesters({ request }: Approval): readonly string[] {
  return [request.submitterId, request.lastEditorId];
}
