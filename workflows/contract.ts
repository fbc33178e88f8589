import type { Answer, Account } from '../domain/account.ts';
import type { ApprovalCommandType } from '../domain/approval/command.ts';
import type { ApprovalEvent } from '../domain/approval/event.ts';
import type { People } from '../domain/approval/people.ts';
import type { Approval, ApprovalRequest } from '../domain/approval/state.ts';
import type { Calendar } from '../domain/calendar.ts';
import type { CommandType } from '../domain/opportunity/command.ts';
import type { OpportunityEvent, Told } from '../domain/opportunity/event.ts';
import type { Opportunity } from '../domain/opportunity/state.ts';
import type { OpportunitySummary } from '../domain/opportunity/summary.ts';
import type { Playbook, Tell } from '../domain/playbook.ts';
import type { Carried } from './ledger.ts';

/** Every command has two doors: an update that answers and a signal that cannot be lost. */
export type Door = { readonly update: string; readonly signal: string };

export const opportunityDoors = {
  open: { update: 'open', signal: 'opened' },
  'claim-checkpoint': { update: 'claimCheckpoint', signal: 'checkpointReached' },
  'verify-checkpoint': { update: 'verifyCheckpoint', signal: 'checkpointVerified' },
  'waive-checkpoint': { update: 'waiveCheckpoint', signal: 'checkpointWaived' },
  'revoke-checkpoint': { update: 'revokeCheckpoint', signal: 'checkpointRevoked' },
  'report-buyer-step': { update: 'reportBuyerStep', signal: 'buyerStepReported' },
  'update-forecast': { update: 'updateForecast', signal: 'forecastUpdated' },
  'plan-delivery': { update: 'planDelivery', signal: 'deliveryPlanned' },
  'record-contact': { update: 'recordContact', signal: 'factsChanged' },
  pause: { update: 'pause', signal: 'paused' },
  resume: { update: 'resume', signal: 'resumed' },
  rule: { update: 'rule', signal: 'ruled' },
  'submit-contract': { update: 'submitContract', signal: 'contractSubmitted' },
  'conclude-approval': { update: 'concludeApproval', signal: 'approvalConcluded' },
  reassign: { update: 'reassign', signal: 'reassigned' },
  'acknowledge-escalation': { update: 'acknowledgeEscalation', signal: 'escalationAcknowledged' },
  close: { update: 'close', signal: 'closed' },
  'review-loss': { update: 'reviewLoss', signal: 'lossReviewed' },
  'change-timing': { update: 'changeTiming', signal: 'timingChanged' },
} as const satisfies { readonly [Type in CommandType]: Door };

export const approvalDoors = {
  approve: { update: 'approve', signal: 'approved' },
  reject: { update: 'reject', signal: 'rejected' },
  return: { update: 'return', signal: 'returned' },
  transfer: { update: 'transfer', signal: 'transferred' },
  'add-approver': { update: 'addApprover', signal: 'approverAdded' },
  'hand-back': { update: 'handBack', signal: 'handedBack' },
  claim: { update: 'claim', signal: 'claimed' },
  comment: { update: 'comment', signal: 'commented' },
  nudge: { update: 'nudge', signal: 'nudged' },
  withdraw: { update: 'withdraw', signal: 'withdrawn' },
  'change-people': { update: 'changePeople', signal: 'peopleChanged' },
  supersede: { update: 'supersede', signal: 'superseded' },
  'parent-closed': { update: 'closeParent', signal: 'parentClosed' },
} as const satisfies { readonly [Type in ApprovalCommandType]: Door };

/** A new sale brings its rules; a renewed run brings everything. */
export type OpportunityStart =
  | { readonly id: string; readonly playbook: Playbook; readonly calendar: Calendar; readonly renewAfterEvents?: number }
  | { readonly carried: Carried<Opportunity, OpportunityEvent>; readonly renewAfterEvents?: number };

export type ApprovalStart = (
  | { readonly request: ApprovalRequest; readonly people: People }
  | { readonly carried: Carried<Approval, ApprovalEvent> }
) & {
  readonly renewAfterEvents?: number;
};

export type OpportunityAnswer = Answer<OpportunityEvent, OpportunitySummary>;

/** What workflows need done outside. Each is idempotent and may run twice. */
export type WorkflowActivities = {
  /** Key: workflow id and sequence. */
  readonly project: (account: Account) => Promise<void>;
  /** Who stands where the ladder points, at this moment, deputies heeded; nobody found means the next one up, never nobody. */
  readonly findRecipients: (question: RecipientQuestion) => Promise<readonly Told[]>;
};

export type RecipientQuestion = {
  readonly ownerId: string;
  readonly tell: Tell;
  readonly at: string;
  readonly alreadyTold: readonly string[];
};

/** What a reconciler asks: the account, or null of a process that nothing has happened to yet. */
export const accountQuery = 'account';

export const opportunityWorkflow = 'opportunity';
export const approvalWorkflow = 'contractApproval';

/** By what a sale is found in Temporal's own UI. */
export const searchKeys = {
  stage: { name: 'OppStage', type: 'KEYWORD' },
  owner: { name: 'OppOwner', type: 'KEYWORD' },
  team: { name: 'OppTeam', type: 'KEYWORD' },
  state: { name: 'OppState', type: 'KEYWORD' },
  level: { name: 'EscalationLevel', type: 'INT' },
  due: { name: 'NextDueAt', type: 'DATETIME' },
} as const;

/** Null takes an attribute away. */
export function searchAttributesOf({ stage, ownerId, teamId, state, escalationLevel, nextDueAt }: OpportunitySummary) {
  return [
    { key: searchKeys.stage, value: stage },
    { key: searchKeys.owner, value: ownerId },
    { key: searchKeys.team, value: teamId },
    { key: searchKeys.state, value: state },
    { key: searchKeys.level, value: escalationLevel },
    { key: searchKeys.due, value: nextDueAt === null ? null : new Date(nextDueAt) },
  ];
}
