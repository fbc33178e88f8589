import { evidenceProblems } from '../evidence.ts';
import type { CheckpointRule } from '../playbook.ts';
import { checkpointRule } from '../playbook.ts';
import type { Refusal } from '../refusal.ts';
import type { Score } from '../scorecard.ts';
import { scoreOf } from '../scorecard.ts';
import type { CommandOf } from './command.ts';
import { signatureHindrance } from './contract.ts';
import type { Deeds } from './decision.ts';
import type { Deed } from './event.ts';
import { blank } from './reason.ts';
import type { RefusalCode } from './refusal-code.ts';
import type { CheckpointState, Opportunity } from './state.ts';
import { isSatisfied, stageOf } from './state.ts';

type Claiming = CommandOf<'claim-checkpoint'>;

/** Only a checkpoint of the present stage, with complete evidence, dated between the opening and now. */
export function claimCheckpoint(state: Opportunity, command: Claiming, at: string): Deeds {
  const rule = checkpointRule(state.playbook, command.checkpoint);
  if (rule === undefined) return { refused: 'unknown-checkpoint', errors: [{ pointer: '/checkpoint', code: 'unknown' }] };
  return standingHindrance(state, rule) ?? contentHindrance(state, command, at) ?? evidenceHindrance(rule, command) ?? claimed(state, rule, command);
}

function claimed(state: Opportunity, rule: CheckpointRule, command: Claiming): Deeds {
  const { checkpoint, occurredAt, note, documents, evidence, buyer, contract } = command;
  const signing = rule.meaning === 'signature' ? signatureHindrance(state, contract) : null;
  if (signing !== null) return signing;
  const card = scoreOf(rule, evidence);
  const claim: Deed = {
    ...{ type: 'checkpoint-claimed', checkpoint, occurredAt, note, documents, evidence },
    ...(buyer === undefined ? {} : { buyer }),
    ...(contract === undefined ? {} : { contract }),
    ...(card === null ? {} : { score: card.score }),
  };
  if (card?.passes === false) return [claim, failed(checkpoint, card)];
  return rule.acceptance === 'second-person' ? [claim] : [claim, ...accepted(rule, command)];
}

function accepted(rule: CheckpointRule, { checkpoint, occurredAt, contract }: Claiming): readonly Deed[] {
  const accept: Deed = { type: 'checkpoint-accepted', checkpoint, verified: false, comment: '' };
  if (rule.meaning !== 'signature' || contract === undefined) return [accept];
  return [accept, { type: 'won', wonAt: occurredAt, contract }];
}

function failed(checkpoint: string, { score, failedMustHaves }: Score): Deed {
  return { type: 'ruling-required', about: 'qualification', checkpoint, score, failedMustHaves };
}

/** By a second person: whoever claimed cannot verify, in whatever capacity. */
export function verifyCheckpoint(state: Opportunity, command: CommandOf<'verify-checkpoint'>): Deeds {
  const { checkpoint, verdict, comment, actor } = command;
  const claim = state.checkpoints[checkpoint]?.claim ?? null;
  if (claim === null) return { refused: 'not-claimed', errors: [{ pointer: '/checkpoint', code: 'not-claimed' }] };
  if (claim.by === actor.userId || claim.by === actor.onBehalfOf) return { refused: 'own-claim' };
  if (verdict === 'accept') return [{ type: 'checkpoint-accepted', checkpoint, verified: true, comment }];
  if (blank(comment)) return { refused: 'reason-required', errors: [{ pointer: '/comment', code: 'required' }] };
  return [{ type: 'checkpoint-rejected', checkpoint, comment }];
}

/** Pushes the present stage on without its checkpoint: recorded as debt. What only the approval accepts, and the signature, cannot be waived. */
export function waiveCheckpoint(state: Opportunity, { checkpoint, reason }: CommandOf<'waive-checkpoint'>): Deeds {
  const rule = stageOf(state)?.checkpoints.find(({ key }) => key === checkpoint);
  if (state.ruling !== null) return { refused: 'ruling-required' };
  if (rule === undefined) return { refused: 'not-in-this-stage', facts: { stage: stageOf(state)?.key ?? '' } };
  if (rule.acceptance === 'approval' || rule.meaning === 'signature') return { refused: 'not-waivable' };
  if (isSatisfied(state, checkpoint)) return { refused: settledCode(state.checkpoints[checkpoint]) };
  if (blank(reason)) return { refused: 'reason-required', errors: [{ pointer: '/reason', code: 'required' }] };
  return [{ type: 'checkpoint-waived', checkpoint, reason, debt: 'waiver' }];
}

/** Going back: the sale stands where the revoked checkpoint is missing. */
export function revokeCheckpoint(state: Opportunity, { checkpoint, reason }: CommandOf<'revoke-checkpoint'>): Deeds {
  if (!isSatisfied(state, checkpoint)) return { refused: 'nothing-to-revoke', errors: [{ pointer: '/checkpoint', code: 'nothing-to-revoke' }] };
  if (state.approval?.open === true) return { refused: 'approval-open' };
  if (blank(reason)) return { refused: 'reason-required', errors: [{ pointer: '/reason', code: 'required' }] };
  return [{ type: 'checkpoint-revoked', checkpoint, reason }];
}

function standingHindrance(state: Opportunity, rule: CheckpointRule): Refusal<RefusalCode> | null {
  const own = state.checkpoints[rule.key];
  const stage = stageOf(state);
  const isPresent = stage?.checkpoints.includes(rule) === true;
  if (state.ruling !== null) return { refused: 'ruling-required', facts: { about: state.ruling.about } };
  if (state.pause !== null) return { refused: 'sale-paused', facts: { until: state.pause.until } };
  if (own?.claim != null) return { refused: 'already-claimed' };
  if (own !== undefined && (own.standing === 'accepted' || (own.standing === 'waived' && isPresent))) return { refused: settledCode(own) };
  if (!isPresent && own?.standing !== 'carried-over') return { refused: 'not-in-this-stage', facts: missingFacts(state) };
  if (rule.acceptance === 'approval') return { refused: 'only-by-approval' };
  const missing = rule.requires.filter((key) => !isSatisfied(state, key));
  return missing.length === 0 ? null : { refused: 'checkpoint-required-first', facts: { missing } };
}

/** What keeps the sale in its stage: the reason a later checkpoint cannot be claimed. */
function missingFacts(state: Opportunity): { readonly stage: string; readonly missing: readonly string[] } {
  const stage = stageOf(state);
  const open = stage?.gate.filter((group) => !group.some((key) => isSatisfied(state, key))) ?? [];
  return { stage: stage?.key ?? '', missing: open.map((group) => group.join(' | ')) };
}

function contentHindrance(state: Opportunity, { occurredAt }: Claiming, at: string): Refusal<RefusalCode> | null {
  const openedAt = state.facts?.openedAt ?? at;
  if (occurredAt > at) return { refused: 'in-the-future', errors: [{ pointer: '/occurredAt', code: 'in-the-future' }] };
  if (occurredAt < openedAt) return { refused: 'before-opening', errors: [{ pointer: '/occurredAt', code: 'before-opening' }], facts: { openedAt } };
  return null;
}

function evidenceHindrance({ fields }: CheckpointRule, { evidence }: Claiming): Refusal<RefusalCode> | null {
  const errors = evidenceProblems(fields, evidence);
  return errors.length === 0 ? null : { refused: 'evidence-invalid', errors };
}

function settledCode(one: CheckpointState | undefined): RefusalCode {
  return one?.standing === 'waived' ? 'already-waived' : 'already-accepted';
}
