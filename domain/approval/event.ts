import type { Happening } from '../actor.ts';
import type { Refusal } from '../refusal.ts';
import type { ApprovalCommandType } from './command.ts';
import type { PassedOver, People, Person } from './people.ts';
import type { ApprovalRefusalCode } from './refusal-code.ts';
import type { ApprovalResult, Seat } from './state.ts';

/** Everything that can have happened to an approval. */
export type ApprovalEvent = Happening & ApprovalDeed;

/** An event before it is stamped with who and when. */
export type ApprovalDeed =
  | { readonly type: 'requested'; readonly version: number; readonly hash: string; readonly policyVersion: number }
  | { readonly type: 'people-known'; readonly people: People }
  | {
      readonly type: 'carried-over';
      readonly step: string;
      readonly userId: string;
      readonly onBehalfOf: string | null;
      readonly slot: string;
      readonly fromVersion: number;
      /** The earlier decision's. */
      readonly fromSeq?: number;
      /** Of the version it was given on. */
      readonly hash: string;
    }
  | {
      readonly type: 'seated';
      readonly step: string;
      readonly seats: readonly Seat[];
      readonly passedOver: readonly PassedOver[];
    }
  | { readonly type: 'alarmed'; readonly step: string; readonly passedOver: readonly PassedOver[] }
  | Decided
  | { readonly type: 'returned'; readonly from: string; readonly toStep: string; readonly comment: string }
  | {
      readonly type: 'went-up';
      readonly step: string;
      readonly slot: string;
      readonly userId: string;
      readonly by: string;
      readonly comment: string;
    }
  | {
      readonly type: 'transferred';
      readonly step: string;
      readonly slot: string;
      readonly from: string;
      readonly to: Person;
      readonly known?: People;
      readonly comment: string;
    }
  | {
      readonly type: 'approver-added';
      readonly step: string;
      readonly person: Person;
      readonly known?: People;
      readonly where: 'before' | 'beside' | 'after';
      readonly comment: string;
    }
  | {
      readonly type: 'seat-claimed';
      readonly step: string;
      readonly slot: string;
      readonly userId: string;
      readonly candidateId: string;
      readonly onBehalfOf: string | null;
    }
  | { readonly type: 'handed-back'; readonly step: string; readonly slot: string; readonly userId: string }
  | { readonly type: 'commented'; readonly comment: string; readonly mentions: readonly string[] }
  | { readonly type: 'nudged'; readonly userIds: readonly string[] }
  | { readonly type: 'reminded'; readonly step: string; readonly userId: string; readonly dueAt: string }
  | {
      readonly type: 'escalated';
      readonly step: string;
      readonly slot: string;
      readonly userId: string;
      readonly to: string | null;
      readonly dueAt: string;
    }
  | { readonly type: 'absences-reviewed'; readonly dueAt: string }
  | { readonly type: 'step-passed'; readonly step: string }
  | { readonly type: 'concluded'; readonly result: ApprovalResult; readonly reason: string }
  | { readonly type: 'command-rejected'; readonly command: ApprovalCommandType; readonly refusal: Refusal<ApprovalRefusalCode> };

export type ApprovalEventType = ApprovalEvent['type'];
export type ApprovalEventOf<Type extends ApprovalEventType> = Extract<ApprovalEvent, { type: Type }>;

/** Who decided, in which capacity, for whom, on which terms. */
type Decided = {
  readonly type: 'decided';
  readonly step: string;
  readonly slot: string;
  readonly userId: string;
  readonly onBehalfOf: string | null;
  readonly origin: Seat['origin'];
  readonly verdict: 'approve' | 'reject';
  readonly comment: string;
  readonly hash: string;
};
