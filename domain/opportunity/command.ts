import type { Stamp } from '../actor.ts';
import type { People } from '../approval/people.ts';
import type { ApprovalRequest, ApprovalResult } from '../approval/state.ts';
import type { Calendar } from '../calendar.ts';
import type { Evidence } from '../evidence-field.ts';
import type { Money } from '../money.ts';
import type { BuyerStepKey, CheckpointKey, StageKey } from '../playbook.ts';
import type { PlaybookTiming } from '../playbook-timing.ts';

/** Everything that can be asked of an opportunity. */
export type OpportunityCommand = Stamp &
  (
    | Open
    | ClaimCheckpoint
    | VerifyCheckpoint
    | WaiveCheckpoint
    | RevokeCheckpoint
    | ReportBuyerStep
    | UpdateForecast
    | PlanDelivery
    | RecordContact
    | Pause
    | Resume
    | Rule
    | SubmitContract
    | ConcludeApproval
    | Reassign
    | AcknowledgeEscalation
    | Close
    | ReviewLoss
    | ChangeTiming
  );

export type CommandType = OpportunityCommand['type'];
export type CommandOf<Type extends CommandType> = Extract<OpportunityCommand, { type: Type }>;

export type Open = {
  readonly type: 'open';
  readonly name: string;
  readonly customerId: string;
  readonly ownerId: string;
  readonly teamId: string;
  readonly amount: Money | null;
  readonly closeOn: string | null;
  /** Later than the first stage: a late entry that waits for a ruling, unless imported. */
  readonly stage: StageKey;
  /** True date of the first information, not of the typing; now, where nothing is said. */
  readonly openedAt?: string;
  /** From an existing pipeline: earlier checkpoints are carried over unverified, and clocks start with half an allowance. */
  readonly imported?: ImportSource;
  /** When an imported sale was won that is opened behind its signature; the day it opened where that was not recorded. */
  readonly wonAt?: string;
};

export type ImportSource = { readonly source: string; readonly key: string };

export type ClaimCheckpoint = {
  readonly type: 'claim-checkpoint';
  readonly checkpoint: CheckpointKey;
  /** When it happened. */
  readonly occurredAt: string;
  readonly note: string;
  readonly documents: readonly DocumentRef[];
  readonly buyer?: BuyerConfirmation;
  readonly evidence: Evidence;
  /** The contract version that was signed; for the signature checkpoint only. */
  readonly contract?: VersionRef;
};

/** A stored document and the sha-256 of its bytes. */
export type DocumentRef = { readonly id: string; readonly sha256: string };
export type BuyerConfirmation = { readonly contactId: string; readonly confirmedOn: string };
export type VersionRef = { readonly number: number; readonly hash: string };

export type VerifyCheckpoint = {
  readonly type: 'verify-checkpoint';
  readonly checkpoint: CheckpointKey;
  readonly verdict: 'accept' | 'reject';
  /** Required to reject. */
  readonly comment: string;
};

export type WaiveCheckpoint = { readonly type: 'waive-checkpoint'; readonly checkpoint: CheckpointKey; readonly reason: string };
export type RevokeCheckpoint = {
  readonly type: 'revoke-checkpoint';
  readonly checkpoint: CheckpointKey;
  readonly reason: string;
};
export type ReportBuyerStep = { readonly type: 'report-buyer-step'; readonly buyerStep: BuyerStepKey };

export type UpdateForecast = {
  readonly type: 'update-forecast';
  readonly amount?: Money;
  readonly closeOn?: string;
  readonly reason: string;
};

/** The date the delivery stage is measured by. A reason is required to put it off. */
export type PlanDelivery = { readonly type: 'plan-delivery'; readonly dueOn: string; readonly reason?: string };

/** A visit or call was recorded elsewhere: only the silence clock hears of it. */
export type RecordContact = { readonly type: 'record-contact'; readonly contactedAt: string };

export type Pause = { readonly type: 'pause'; readonly until: string; readonly reason: string };
export type Resume = { readonly type: 'resume'; readonly reason: string };

/** `cap` is the working days of effort a limited pursuit may still cost. */
export type Rule = {
  readonly type: 'rule';
  readonly verdict: 'go' | 'limited' | 'no-go';
  readonly reason: string;
  readonly capWorkingDays?: number;
};

/** Request and people are what the approval workflow is started with; only reference and hash stay with the sale. */
export type SubmitContract = {
  readonly type: 'submit-contract';
  readonly version: VersionRef;
  readonly lastEditorId: string;
  readonly request: ApprovalRequest;
  /** Everybody the policy can ask, those concerned, and the lines above them all, as they stand now. */
  readonly people: People;
};

/** What the approval workflow reports. */
export type ConcludeApproval = {
  readonly type: 'conclude-approval';
  readonly version: VersionRef;
  readonly result: ApprovalResult;
};

export type Reassign = { readonly type: 'reassign'; readonly ownerId: string; readonly teamId: string; readonly reason: string };

export type AcknowledgeEscalation = {
  readonly type: 'acknowledge-escalation';
  readonly clock: string;
  readonly plan: string;
  readonly snoozeUntil?: string;
};

/** `closedAt` is for an import, which alone closes in the past. */
export type Close = { readonly type: 'close'; readonly reason: string; readonly closedAt?: string } & Closing;

export type Closing =
  | ({ readonly outcome: 'lost' } & Loss)
  /** `completed` by command: only what was won and delivered before it was imported. */
  | { readonly outcome: 'withdrawn' | 'abandoned' | 'cancelled' | 'completed' };

/** Null where an import did not record it; a loss by hand names winner and criterion. */
export type Loss = {
  readonly winner: string | null;
  readonly priceGap: Money | null;
  readonly lostAtBuyerStep: BuyerStepKey | null;
  readonly decisiveCriterion: string | null;
};

/** Where did we lose, and what do we learn? */
export type ReviewLoss = {
  readonly type: 'review-loss';
  readonly lostAtBuyerStep: BuyerStepKey;
  readonly rootCause: string;
  readonly firstSign: string;
  readonly lessons: string;
};

/** A new calendar or new allowances: deadlines are planned anew, nothing that fired is unfired. */
export type ChangeTiming = { readonly type: 'change-timing'; readonly calendar?: Calendar; readonly timing?: PlaybookTiming };
