import type { Actor } from '../../domain/actor.ts';
import type { ApprovalRequest } from '../../domain/approval/state.ts';
import type { CommandType, OpportunityCommand, SubmitContract } from '../../domain/opportunity/command.ts';
import { decide } from '../../domain/opportunity/decide.ts';
import { isBeyond } from '../../domain/calendar.ts';
import type { Deadline } from '../../domain/opportunity/deadline.ts';
import { deadlines } from '../../domain/opportunity/deadline.ts';
import { holderOf } from '../../domain/opportunity/holder.ts';
import type { RefusalCode } from '../../domain/opportunity/refusal-code.ts';
import type { Opportunity } from '../../domain/opportunity/state.ts';
import { missingGroups, stageOf } from '../../domain/opportunity/state.ts';
import type { CheckpointRule } from '../../domain/playbook.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { isRefusal } from '../../domain/refusal.ts';
import type { Content } from './command-route.ts';

/** What is required now, what this caller may do, and why not. The rules themselves are asked, with a command of each kind. */
export function nextOf(state: Opportunity, actor: Actor, at: string) {
  const stage = stageOf(state);
  const ask = (content: Content) => permitOf(state, { ...stampOf(actor, at), ...content }, at);
  return {
    stage: stage === undefined ? null : { key: stage.key, title: stage.title, work: stage.work, buyerStep: stage.buyerStep },
    missing: missingGroups(state).map((anyOf) => ({ anyOf: [...anyOf] })),
    ballWith: holderOf(state),
    deadlines: deadlines(state).map((one) => deadlineView(state, one)),
    checkpoints: claimable(state).map((rule) => checkpointView(state, rule, ask)),
    actions: Object.entries(probes(at)).map(([command, content]) => ({ command: command as CommandType, ...ask(content) })),
    escalations: Object.keys(state.escalations).map((clock) => ({
      clock,
      ...ask({ type: 'acknowledge-escalation', clock, plan: 'x' }),
    })),
  };
}

export type Permit = { readonly allowed: true } | { readonly allowed: false; readonly refusal: Refusal };

/** Whether it is possible at all: what only speaks of the content of the probe is no hindrance. */
function permitOf(state: Opportunity, command: OpportunityCommand, at: string): Permit {
  const decision = decide(state, command, at > state.lastAt ? at : state.lastAt);
  if (!isRefusal(decision) || aboutContent.includes(decision.refused)) return { allowed: true };
  return { allowed: false, refusal: decision };
}

const aboutContent: readonly RefusalCode[] = [
  'evidence-invalid',
  'reason-required',
  'in-the-future',
  'before-opening',
  'not-later',
  'amount-invalid',
  'date-invalid',
  'unknown-buyer-step',
  'contract-required',
  'nothing-changed',
];

function deadlineView({ calendar }: Opportunity, one: Deadline) {
  return { clock: one.type === 'rung' ? one.clock : 'pause', dueAt: one.dueAt, isBeyondCalendar: isBeyond(calendar, one.dueAt) };
}

function checkpointView(state: Opportunity, rule: CheckpointRule, ask: (content: Content) => Permit) {
  const { key: checkpoint, title, acceptance, requires, fields } = rule;
  const { standing = 'open', claim = null } = state.checkpoints[checkpoint] ?? {};
  return {
    ...{ key: checkpoint, title, acceptance, requires: [...requires], standing, isClaimed: claim !== null, fields: [...fields] },
    actions: [
      { command: 'claim-checkpoint', ...ask({ type: 'claim-checkpoint', checkpoint, ...emptyClaim(state) }) },
      { command: 'verify-checkpoint', ...ask({ type: 'verify-checkpoint', checkpoint, verdict: 'accept', comment: '' }) },
      { command: 'waive-checkpoint', ...ask({ type: 'waive-checkpoint', checkpoint, reason: 'x' }) },
      { command: 'revoke-checkpoint', ...ask({ type: 'revoke-checkpoint', checkpoint, reason: 'x' }) },
    ],
  };
}

/** Those of the present stage, what was carried over, and what could be taken back. */
function claimable(state: Opportunity): readonly CheckpointRule[] {
  const stage = stageOf(state);
  const rules = state.playbook.stages.flatMap(({ checkpoints }) => checkpoints);
  return rules.filter((rule) => stage?.checkpoints.includes(rule) === true || state.checkpoints[rule.key] !== undefined);
}

function emptyClaim({ facts, lastAt }: Opportunity) {
  return { occurredAt: facts?.openedAt ?? lastAt, note: '', documents: [], evidence: {} };
}

/** Of each checkpoint and each escalation it is asked on its own. */
type Probe = Exclude<
  CommandType,
  | 'open'
  | 'claim-checkpoint'
  | 'verify-checkpoint'
  | 'waive-checkpoint'
  | 'revoke-checkpoint'
  | 'acknowledge-escalation'
  | 'conclude-approval'
  | 'change-timing'
>;

function probes(at: string): { readonly [Type in Probe]: Content } {
  const reason = 'x';
  const later = new Date(Date.parse(at) + 86_400_000).toISOString();
  return {
    'report-buyer-step': { type: 'report-buyer-step', buyerStep: '' },
    'update-forecast': { type: 'update-forecast', reason },
    'plan-delivery': { type: 'plan-delivery', dueOn: later.slice(0, 10) },
    'record-contact': { type: 'record-contact', contactedAt: at },
    pause: { type: 'pause', until: later, reason },
    resume: { type: 'resume', reason },
    rule: { type: 'rule', verdict: 'go', reason },
    'submit-contract': contractProbe,
    reassign: { type: 'reassign', ownerId: '', teamId: '', reason },
    close: { type: 'close', outcome: 'cancelled', reason },
    'review-loss': { type: 'review-loss', lostAtBuyerStep: '', rootCause: reason, firstSign: reason, lessons: reason },
  };
}

/** Newer than any version there is; what is asked of whom, only the approval looks into. */
const contractProbe: SubmitContract = {
  type: 'submit-contract',
  version: { number: Number.MAX_SAFE_INTEGER, hash: '' },
  lastEditorId: '',
  request: {} as ApprovalRequest,
  people: [],
};

function stampOf(actor: Actor, at: string) {
  return { commandId: 'probe', fingerprint: 'probe', actor, at };
}
