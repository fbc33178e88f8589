import type { Happening } from '../actor.ts';
import type { Evidence } from '../evidence-field.ts';
import type { CheckpointKey, StageKey } from '../playbook.ts';
import type { Refusal } from '../refusal.ts';
import type {
  AcknowledgeEscalation,
  BuyerConfirmation,
  ChangeTiming,
  Close,
  ConcludeApproval,
  CommandType,
  DocumentRef,
  Open,
  Pause,
  PlanDelivery,
  Reassign,
  RecordContact,
  ReportBuyerStep,
  Resume,
  ReviewLoss,
  SubmitContract,
  UpdateForecast,
  VersionRef,
} from './command.ts';
import type { RefusalCode } from './refusal-code.ts';

/** Everything that can have happened to an opportunity; its place in the list is its sequence number. */
export type OpportunityEvent = Happening &
  (
    | Past<Open & { readonly openedAt: string }, 'opened'>
    | CheckpointClaimed
    | {
        readonly type: 'checkpoint-accepted';
        readonly checkpoint: CheckpointKey;
        readonly verified: boolean;
        readonly comment: string;
      }
    | { readonly type: 'checkpoint-rejected'; readonly checkpoint: CheckpointKey; readonly comment: string }
    | { readonly type: 'checkpoint-waived'; readonly checkpoint: CheckpointKey; readonly reason: string; readonly debt: Debt }
    | { readonly type: 'checkpoint-revoked'; readonly checkpoint: CheckpointKey; readonly reason: string }
    | { readonly type: 'checkpoint-carried-over'; readonly checkpoint: CheckpointKey }
    | { readonly type: 'stage-entered'; readonly stage: StageKey; readonly from: StageKey | null }
    | RulingRequired
    | {
        readonly type: 'ruled';
        readonly about: RulingSubject;
        readonly verdict: 'go' | 'limited' | 'no-go';
        readonly reason: string;
        readonly capWorkingDays?: number;
      }
    | Past<ReportBuyerStep, 'buyer-step-reported'>
    | Past<UpdateForecast, 'forecast-updated'>
    | Past<PlanDelivery, 'delivery-planned'>
    | Past<RecordContact, 'contact-recorded'>
    | Past<Pause, 'paused'>
    | Past<Resume, 'resumed'>
    | Past<Omit<SubmitContract, 'request' | 'people'>, 'contract-submitted'>
    | Past<ConcludeApproval, 'approval-concluded'>
    | Past<Reassign, 'reassigned'>
    | Escalated
    | Past<AcknowledgeEscalation, 'escalation-acknowledged'>
    | Past<Close, 'closed'>
    | Past<ReviewLoss, 'loss-reviewed'>
    | Past<ChangeTiming, 'timing-changed'>
    | { readonly type: 'won'; readonly wonAt: string; readonly contract: VersionRef | null }
    | { readonly type: 'ended'; readonly result: EndResult }
    | { readonly type: 'command-rejected'; readonly command: CommandType; readonly refusal: Refusal<RefusalCode> }
  );

type Past<Command extends { readonly type: string }, Type extends string> = Command extends unknown
  ? Omit<Command, 'type'> & { readonly type: Type }
  : never;

export type EventType = OpportunityEvent['type'];
export type EventOf<Type extends EventType> = Extract<OpportunityEvent, { type: Type }>;

/** An event before it is stamped with who and when. */
export type Deed = OpportunityEvent extends infer Event
  ? Event extends Happening
    ? Omit<Event, keyof Happening>
    : never
  : never;

export type Debt = 'waiver' | 'late-entry' | 'qualification';
export type RulingSubject = 'late-entry' | 'qualification';
export type EndResult = 'completed' | 'lost' | 'withdrawn' | 'abandoned' | 'cancelled';

type CheckpointClaimed = {
  readonly type: 'checkpoint-claimed';
  readonly checkpoint: CheckpointKey;
  readonly occurredAt: string;
  readonly note: string;
  readonly documents: readonly DocumentRef[];
  readonly buyer?: BuyerConfirmation;
  readonly evidence: Evidence;
  readonly contract?: VersionRef;
  /** 0 to 100, of a scorecard. */
  readonly score?: number;
};

/** `checkpoint`, score (0 to 100) and must-haves are those of a scorecard that failed. */
type RulingRequired = {
  readonly type: 'ruling-required';
  readonly about: RulingSubject;
  readonly checkpoint?: CheckpointKey;
  readonly score?: number;
  readonly failedMustHaves?: readonly string[];
};

/** A deadline passed: who was told, at which rung of which clock's ladder. */
type Escalated = {
  readonly type: 'escalated';
  readonly clock: string;
  /** Which run of that clock. */
  readonly startedAt: string;
  readonly rung: number;
  readonly dueAt: string;
  readonly told: readonly Told[];
};

/** `level` 0 is the owner, 1 the superior, and so on up. */
export type Told = { readonly userId: string; readonly level: number; readonly onBehalfOf?: string };
