import type { Refusal } from '../refusal.ts';
import type { CheckpointRule, Playbook } from '../playbook.ts';
import type { CommandOf, VersionRef } from './command.ts';
import type { Deeds } from './decision.ts';
import type { Deed } from './event.ts';
import type { RefusalCode } from './refusal-code.ts';
import type { Opportunity } from './state.ts';
import { isSatisfied, stageOf } from './state.ts';

/** One version at a time, and only where the present stage waits for an approval. */
export function submitContract(state: Opportunity, { version, lastEditorId }: CommandOf<'submit-contract'>): Deeds {
  const stage = stageOf(state);
  const latest = state.approval;
  if (state.pause !== null) return { refused: 'sale-paused', facts: { until: state.pause.until } };
  if (state.ruling !== null) return { refused: 'ruling-required', facts: { about: state.ruling.about } };
  if (stage?.checkpoints.some(({ acceptance }) => acceptance === 'approval') !== true) {
    return { refused: 'not-in-negotiation', facts: { stage: stage?.key ?? '' } };
  }
  if (latest !== null && version.number <= latest.version.number) return staleVersion(latest.version, version);
  const reopened: readonly Deed[] = approvedCheckpoint(state).map((checkpoint) => ({
    ...{ type: 'checkpoint-revoked', checkpoint, reason: `contract version ${version.number}` },
  }));
  return [...reopened, { type: 'contract-submitted', version, lastEditorId }];
}

/** What the approval of exactly the version that is open came to; of any other version it is old news and changes nothing. */
export function concludeApproval(state: Opportunity, { version, result }: CommandOf<'conclude-approval'>): Deeds {
  const { approval } = state;
  if (approval === null || !approval.open || !isSame(approval.version, version)) return [];
  const concluded: Deed = { type: 'approval-concluded', version, result };
  if (result !== 'approved' || state.outcome !== null) return [concluded];
  const accepted = approvalRules(state.playbook).map(
    ({ key }): Deed => ({ type: 'checkpoint-accepted', checkpoint: key, verified: true, comment: '' }),
  );
  return [concluded, ...accepted];
}

/** The version signed must be the one approved, to the hash. */
export function signatureHindrance({ approval }: Opportunity, contract: VersionRef | undefined): Refusal<RefusalCode> | null {
  if (contract === undefined) return { refused: 'contract-required', errors: [{ pointer: '/contract', code: 'required' }] };
  if (approval?.approved === true && isSame(approval.version, contract)) return null;
  return { refused: 'contract-not-approved', errors: [{ pointer: '/contract', code: 'not-approved' }] };
}

function staleVersion(latest: VersionRef, version: VersionRef): Refusal<RefusalCode> {
  const code = version.number === latest.number ? 'already-submitted' : 'not-newer';
  return { refused: 'version-not-newer', errors: [{ pointer: '/version/number', code }], facts: { latest: latest.number } };
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
