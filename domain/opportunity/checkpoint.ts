import { localDateOf } from '../calendar.ts';
import { evidenceProblems } from '../evidence.ts';
import type { CheckpointKey, CheckpointRule } from '../playbook.ts';
import { checkpointRule } from '../playbook.ts';
import type { Refusal } from '../refusal.ts';
import type { Score } from '../scorecard.ts';
import { scoreOf } from '../scorecard.ts';
import type { CommandOf } from './command.ts';
import { signatureHindrance } from './contract.ts';
import type { Deeds } from './decision.ts';
import type { Deed } from './event.ts';
import { pursued } from './facts.ts';
import { atField, firstBroken, needed } from './guard.ts';
import type { RefusalCode } from './refusal-code.ts';
import type { CheckpointState, Opportunity } from './state.ts';
import { isSatisfied, missingGroups, pendingClaims, stageOf } from './state.ts';

type Claiming = CommandOf<'claim-checkpoint'>;

/** Only a checkpoint of the present stage, with complete evidence, dated between the opening and now. */
export function claimCheckpoint(state: Opportunity, command: Claiming, at: string): Deeds {
  const rule = checkpointRule(state.playbook, command.checkpoint);
  if (rule === undefined) return atField('unknown-checkpoint', '/checkpoint', 'unknown');
  return (
    standingHindrance(state, rule) ??
    contentHindrance(state, command, at) ??
    evidenceHindrance(rule, command) ??
    claimed(state, rule, command)
  );
}

function claimed(state: Opportunity, rule: CheckpointRule, command: Claiming): Deeds {
  const { evidence, contract } = command;
  const signing = rule.meaning === 'signature' ? signatureHindrance(state, contract) : null;
  if (signing !== null) return signing;
  const card = scoreOf(rule, evidence);
  const claim = claimOf(command, card);
  if (card?.passes === false) return [claim, failed(command.checkpoint, card)];
  return rule.acceptance === 'second-person' ? [claim] : [claim, ...accepted(rule, command)];
}

function claimOf({ checkpoint, occurredAt, note, documents, evidence, buyer, contract }: Claiming, card: Score | null): Deed {
  return {
    ...{ type: 'checkpoint-claimed', checkpoint, occurredAt, note, documents, evidence },
    ...(buyer === undefined ? {} : { buyer }),
    ...(contract === undefined ? {} : { contract }),
    ...(card === null ? {} : { score: card.score }),
  };
}

function accepted(rule: CheckpointRule, { checkpoint, occurredAt, contract }: Claiming): readonly Deed[] {
  const accept: Deed = { type: 'checkpoint-accepted', checkpoint, verified: false, comment: '' };
  if (rule.meaning !== 'signature' || contract === undefined) return [accept];
  return [accept, { type: 'won', wonAt: occurredAt, contract }];
}

function failed(checkpoint: string, { score, failedMustHaves }: Score): Deed {
  return { type: 'ruling-required', about: 'qualification', checkpoint, score, failedMustHaves };
}

/** By a second person: whoever claimed, or had it claimed in his place, cannot verify, in whatever capacity. */
export function verifyCheckpoint(state: Opportunity, command: CommandOf<'verify-checkpoint'>): Deeds {
  const { checkpoint, verdict, comment, actor } = command;
  const claim = state.checkpoints[checkpoint]?.claim;
  const claimants = [claim?.by, claim?.onBehalfOf].filter((one) => one !== undefined);
  const isOwn = [actor.userId, actor.onBehalfOf].some((one) => one !== undefined && claimants.includes(one));
  const broken = firstBroken([claim == null, atField('not-claimed', '/checkpoint')], [isOwn, { refused: 'own-claim' }]);
  if (broken !== null) return broken;
  if (verdict === 'accept') return [{ type: 'checkpoint-accepted', checkpoint, verified: true, comment }];
  return firstBroken(needed(comment, '/comment')) ?? [{ type: 'checkpoint-rejected', checkpoint, comment }];
}

/** Pushes the present stage on without its checkpoint: recorded as debt. What only the approval accepts, and the signature, cannot be waived. */
export function waiveCheckpoint(state: Opportunity, { checkpoint, reason }: CommandOf<'waive-checkpoint'>): Deeds {
  const rule = stageOf(state)?.checkpoints.find(({ key }) => key === checkpoint);
  const broken = firstBroken(
    [state.ruling !== null, { refused: 'ruling-required' }],
    [rule === undefined, { refused: 'not-in-this-stage', facts: missingFacts(state) }],
    [rule?.acceptance === 'approval' || rule?.meaning === 'signature', { refused: 'not-waivable' }],
    [isSatisfied(state, checkpoint), settled(state.checkpoints[checkpoint])],
    needed(reason, '/reason'),
  );
  return broken ?? [{ type: 'checkpoint-waived', checkpoint, reason, debt: 'waiver' }];
}

/** Going back: the sale stands where the revoked checkpoint is missing, and what required it falls with it. */
export function revokeCheckpoint(state: Opportunity, { checkpoint, reason }: CommandOf<'revoke-checkpoint'>): Deeds {
  const broken = firstBroken(
    [!isSatisfied(state, checkpoint), atField('nothing-to-revoke', '/checkpoint')],
    [state.approval?.open === true, { refused: 'approval-open' }],
    needed(reason, '/reason'),
  );
  const fallen = [checkpoint, ...dependentOn(state, checkpoint)];
  return broken ?? fallen.map((key): Deed => ({ type: 'checkpoint-revoked', checkpoint: key, reason }));
}

/** Satisfied or claimed on the strength of another: a signature does not outlive the approval it needs. */
function dependentOn(state: Opportunity, key: CheckpointKey): readonly CheckpointKey[] {
  const rules = state.playbook.stages.flatMap(({ checkpoints }) => checkpoints);
  const next = rules.filter((rule) => rule.requires.includes(key) && hasBegun(state, rule.key)).map((rule) => rule.key);
  return [...new Set(next.flatMap((one) => [one, ...dependentOn(state, one)]))];
}

function hasBegun(state: Opportunity, key: CheckpointKey): boolean {
  return isSatisfied(state, key) || state.checkpoints[key]?.claim != null;
}

/** Confirming what an import carried over is possible in every stage; anything else in its own only. */
function standingHindrance(state: Opportunity, rule: CheckpointRule): Refusal<RefusalCode> | null {
  const own = state.checkpoints[rule.key];
  const isPresent = stageOf(state)?.checkpoints.includes(rule) === true;
  const missing = rule.requires.filter((key) => !isSatisfied(state, key));
  return firstBroken(
    ...pursued(state),
    [pendingClaims(state).some(([key]) => key === rule.key), { refused: 'already-claimed' }],
    [own?.standing === 'accepted', { refused: 'already-accepted' }],
    [own?.standing === 'waived' && isPresent, { refused: 'already-waived' }],
    [!isPresent && own?.standing !== 'carried-over', { refused: 'not-in-this-stage', facts: missingFacts(state) }],
    [rule.acceptance === 'approval', { refused: 'only-by-approval' }],
    [missing.length > 0, { refused: 'checkpoint-required-first', facts: { missing } }],
  );
}

/** What keeps the sale in its stage: the reason a later checkpoint cannot be claimed. */
function missingFacts(state: Opportunity): { readonly stage: string; readonly missing: readonly string[] } {
  return { stage: stageOf(state)?.key ?? '', missing: missingGroups(state).map((group) => group.join(' | ')) };
}

function contentHindrance(state: Opportunity, { occurredAt, buyer }: Claiming, at: string): Refusal<RefusalCode> | null {
  const openedAt = state.facts?.openedAt ?? at;
  const today = localDateOf(state.calendar, at);
  return firstBroken(
    [occurredAt > at, atField('in-the-future', '/occurredAt')],
    [buyer !== undefined && buyer.confirmedOn > today, atField('in-the-future', '/buyer/confirmedOn')],
    [occurredAt < openedAt, { ...atField('before-opening', '/occurredAt'), facts: { openedAt } }],
  );
}

function evidenceHindrance({ fields }: CheckpointRule, { evidence }: Claiming): Refusal<RefusalCode> | null {
  const errors = evidenceProblems(fields, evidence);
  return errors.length === 0 ? null : { refused: 'evidence-invalid', errors };
}

function settled(one: CheckpointState | undefined): Refusal<RefusalCode> {
  return { refused: one?.standing === 'waived' ? 'already-waived' : 'already-accepted' };
}
