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
  /** For whom they submitted and edited it, where they stood in. */
  readonly requestedFor?: readonly string[];
  /** Whose reporting line the policy means. */
  readonly ownerId: string;
  readonly requestedAt: string;
  readonly policy: ApprovalPolicy;
  readonly calendar: Calendar;
  readonly earlier: EarlierApproval | null;
  /** Of versions before that one, what still stands of steps that came to nothing since; newest first. */
  readonly older?: readonly EarlierApproval[];
};

export type ContractVersion = { readonly number: number; readonly hash: string; readonly terms: ContractTerms };

/** What was decided on the version before: whoever tested nothing that changed is not asked again. */
export type EarlierApproval = {
  readonly version: ContractVersion;
  readonly policyVersion: number;
  readonly approvals: readonly EarlierDecision[];
};

/** `seq` is the decision's among those on that version. */
export type EarlierDecision = {
  readonly step: string;
  readonly userId: string;
  readonly onBehalfOf: string | null;
  readonly seq?: number;
};

export type ApprovalResult = 'approved' | 'rejected' | 'returned' | 'withdrawn' | 'superseded';

/** One request, as its workflow carries it. Plain JSON. */
export type Approval = {
  readonly schemaVersion: 1;
  readonly seq: number;
  readonly request: ApprovalRequest;
  /** As the submission brought them along, and as the machine and the approvers have told since. */
  readonly people: People;
  readonly steps: readonly Step[];
  readonly decisions: readonly Decision[];
  /** How often each step was returned to. */
  readonly returns: { readonly [step: string]: number };
  readonly nudgedAt: string | null;
  readonly result: ApprovalResult | null;
  readonly concludedAt: string | null;
  readonly lastAt: string;
  /** Up to when it has been heeded who is away. */
  readonly reviewedAt: string;
  readonly recent: readonly Remembered<ApprovalRefusalCode>[];
};

/** A step of the policy, or one that an approver put in; its approvers by slot. */
export type Step = {
  readonly key: string;
  readonly rank: number;
  readonly rule: PolicyStep;
  /** The step that waits for this one, which somebody put in before it. */
  readonly precedes: string | null;
  readonly passed: boolean;
  readonly seats: readonly Seat[];
  /** Everybody who was ever asked in it. */
  readonly asked: readonly string[];
  readonly alarmed: boolean;
  /** What people changed about the slots the policy gives. */
  readonly changes: readonly SlotChange[];
};

/** In force in the order they were made. */
export type SlotChange =
  | { readonly kind: 'transferred'; readonly slot: string; readonly from: string; readonly to: string }
  | {
      readonly kind: 'claimed';
      readonly slot: string;
      readonly userId: string;
      readonly candidateId: string;
      readonly onBehalfOf: string | null;
    }
  | { readonly kind: 'beside' | 'escalated' | 'went-up'; readonly slot: string; readonly userId: string };

/** Somebody who can act now. */
export type Seat = {
  readonly slot: string;
  readonly userId: string;
  /** Whose place it is: his own, or that of whom he stands in for. */
  readonly candidateId: string;
  /** The absent person he decides for, who may still decide himself. */
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
  /** The decision's that is carried over, among those on that version. */
  readonly fromSeq?: number;
};

/** A request that has asked nobody yet. */
export function requested(request: ApprovalRequest): Approval {
  return {
    schemaVersion: 1,
    seq: 0,
    request,
    people: [],
    steps: [],
    decisions: [],
    returns: {},
    nudgedAt: null,
    result: null,
    concludedAt: null,
    lastAt: request.requestedAt,
    reviewedAt: request.requestedAt,
    recent: [],
  };
}

/** The steps that can be decided now: the lowest rank that has not passed, but for those that wait for a colleague put in before. */
export function openSteps({ steps, result }: Approval): readonly Step[] {
  if (result !== null) return [];
  const waiting = steps.filter(({ passed }) => !passed);
  const rank = Math.min(...waiting.map((step) => step.rank));
  return waiting.filter((step) => step.rank === rank && !waiting.some(({ precedes }) => precedes === step.key));
}

/** True when one step is asked only after the other. */
export function isAfter(state: Pick<Approval, 'steps'>, step: Step, other: Step): boolean {
  if (step.rank !== other.rank) return step.rank > other.rank;
  const next = state.steps.find(({ key }) => key === other.precedes);
  return next !== undefined && (next.key === step.key || isAfter(state, step, next));
}

export function hasConcluded({ result }: Approval): boolean {
  return result !== null;
}

export function inForce({ decisions }: Pick<Approval, 'decisions'>): readonly Decision[] {
  return decisions.filter(({ isVoid }) => !isVoid);
}

/** Whoever decides for somebody counts for both: nobody counts twice, not even by a deputy. */
export function countedBy({ userId, onBehalfOf }: Pick<Decision, 'userId' | 'onBehalfOf'>): readonly string[] {
  return onBehalfOf === null ? [userId] : [userId, onBehalfOf];
}

export function hasCounted(state: Approval, userId: string): boolean {
  return inForce(state).some((decision) => countedBy(decision).includes(userId));
}

/** Submitter and last editor, and for whom they did it: they never count. */
export function requesters({ request: { submitterId, lastEditorId, requestedFor = [] } }: Approval): readonly string[] {
  return [submitterId, lastEditorId, ...requestedFor];
}

/** Who took a place over by a transfer or a claim. */
export function takerOf(change: SlotChange): string | null {
  if (change.kind === 'transferred') return change.to;
  return change.kind === 'claimed' ? change.userId : null;
}
