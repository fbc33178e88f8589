import type { Refusal } from '../refusal.ts';
import type { CheckpointRule, Playbook, StageRule } from '../playbook.ts';
import type { CommandOf, VersionRef } from './command.ts';
import type { Deeds } from './decision.ts';
import type { Deed } from './event.ts';
import { pursued } from './facts.ts';
import { atField, firstBroken } from './guard.ts';
import type { RefusalCode } from './refusal-code.ts';
import type { Opportunity } from './state.ts';
import { isSatisfied, stageOf } from './state.ts';

/** Only where the present stage waits for an approval; a newer version takes the place of the one before. */
export function submitContract(state: Opportunity, { version, lastEditorId }: CommandOf<'submit-contract'>): Deeds {
  const stage = stageOf(state);
  const latest = state.approval?.version.number ?? 0;
  const broken = firstBroken(
    ...pursued(state),
    [!waitsForApproval(stage), { refused: 'not-in-negotiation', facts: { stage: stage?.key ?? '' } }],
    [version.number <= latest, { ...atField('version-not-newer', '/version'), facts: { latest } }],
  );
  if (broken !== null) return broken;
  const reason = `contract version ${version.number}`;
  const reopened = approvedCheckpoint(state).map((checkpoint): Deed => ({ type: 'checkpoint-revoked', checkpoint, reason }));
  return [...reopened, { type: 'contract-submitted', version, lastEditorId }];
}

/** What the approval of exactly the version that is open came to; of any other version it is old news and changes nothing. */
export function concludeApproval(state: Opportunity, { version, result }: CommandOf<'conclude-approval'>): Deeds {
  const { approval } = state;
  if (approval === null || !approval.open || !isSame(approval.version, version)) return [];
  const concluded: Deed = { type: 'approval-concluded', version, result };
  if (result !== 'approved' || state.outcome !== null) return [concluded];
  const accepted = approvalRules(state.playbook).map(({ key }): Deed => ({
    type: 'checkpoint-accepted',
    checkpoint: key,
    verified: true,
    comment: '',
  }));
  return [concluded, ...accepted];
}

/** The version signed must be the one approved, to the hash. */
export function signatureHindrance({ approval }: Opportunity, contract: VersionRef | undefined): Refusal<RefusalCode> | null {
  if (contract === undefined) return atField('contract-required', '/contract', 'required');
  if (approval?.approved === true && isSame(approval.version, contract)) return null;
  return atField('contract-not-approved', '/contract', 'not-approved');
}

function waitsForApproval(stage: StageRule | undefined): boolean {
  return stage?.checkpoints.some(({ acceptance }) => acceptance === 'approval') === true;
}

/** An approval given to earlier terms does not cover new ones. */
function approvedCheckpoint(state: Opportunity): readonly string[] {
  return approvalRules(state.playbook).flatMap(({ key }) => (isSatisfied(state, key) ? [key] : []));
}

function approvalRules({ stages }: Playbook): readonly CheckpointRule[] {
  return stages.flatMap(({ checkpoints }) => checkpoints.filter(({ acceptance }) => acceptance === 'approval'));
}

function isSame(one: VersionRef, other: VersionRef): boolean {
  return one.number === other.number && one.hash === other.hash;
}
