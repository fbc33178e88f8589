import type { CheckpointKey, CheckpointRule, Playbook, StageRule } from '../playbook.ts';
import { stageRule } from '../playbook.ts';
import type { CommandOf } from './command.ts';
import type { Deeds } from './decision.ts';
import type { Debt, Deed } from './event.ts';
import { atField, firstBroken, needed } from './guard.ts';
import type { Opportunity } from './state.ts';
import { isSatisfied } from './state.ts';

/** A sale opened late has not reached the earlier checkpoints: a manager must rule. An imported one carries them over, unverified. */
export function openSale(state: Opportunity, command: CommandOf<'open'>, at: string): Deeds {
  const { name, customerId, ownerId, teamId, amount, closeOn, stage, openedAt = at, imported, wonAt = openedAt } = command;
  const facts = { name, customerId, ownerId, teamId, amount, closeOn, stage, openedAt };
  const entered = stageRule(state.playbook, stage);
  if (entered === undefined) return atField('unknown-stage', '/stage', 'unknown');
  const broken = firstBroken(
    needed(name, '/name'),
    [openedAt > at, atField('in-the-future', '/openedAt')],
    [wonAt > at, atField('in-the-future', '/wonAt')],
    [wonAt < openedAt, atField('before-opening', '/wonAt')],
    [imported === undefined && isBehind(state.playbook, entered, isApproval), atField('entry-too-late', '/stage')],
  );
  if (broken !== null) return broken;
  if (imported !== undefined) return [{ type: 'opened', ...facts, imported }, ...carriedOver(state.playbook, entered, wonAt)];
  return [{ type: 'opened', ...facts }, ...lateEntry(state.playbook, entered)];
}

/** Go and limited turn what was missed into debt; no-go gives the sale up. */
export function rule(state: Opportunity, command: CommandOf<'rule'>): Deeds {
  const { verdict, reason, capWorkingDays } = command;
  const { ruling } = state;
  if (ruling === null) return { refused: 'no-ruling-required' };
  const isUncapped = verdict === 'limited' && capWorkingDays === undefined;
  const broken = firstBroken(
    needed(reason, '/reason'),
    [isUncapped, atField('reason-required', '/capWorkingDays', 'required')],
    [verdict !== 'limited' && capWorkingDays !== undefined, atField('cap-without-limit', '/capWorkingDays')],
    [verdict === 'no-go' && state.won, { refused: 'already-won' }],
  );
  if (broken !== null) return broken;
  const ruled: Deed = {
    type: 'ruled',
    about: ruling.about,
    verdict,
    reason,
    ...(capWorkingDays === undefined ? {} : { capWorkingDays }),
  };
  if (verdict === 'no-go') return [ruled, { type: 'closed', outcome: 'abandoned', reason }];
  return [ruled, ...missed(state).map((checkpoint) => waived(checkpoint, reason, ruling.about))];
}

function missed(state: Opportunity): readonly CheckpointKey[] {
  const { ruling, facts } = state;
  if (ruling?.checkpoint != null) return [ruling.checkpoint];
  const entered = stageRule(state.playbook, facts?.enteredStage ?? '');
  return entered === undefined ? [] : before(state.playbook, entered).filter((key) => !isSatisfied(state, key));
}

function waived(checkpoint: CheckpointKey, reason: string, debt: Debt): Deed {
  return { type: 'checkpoint-waived', checkpoint, reason, debt };
}

function lateEntry(playbook: Playbook, entered: StageRule): readonly Deed[] {
  return before(playbook, entered).length === 0 ? [] : [{ type: 'ruling-required', about: 'late-entry' }];
}

function carriedOver(playbook: Playbook, entered: StageRule, wonAt: string): readonly Deed[] {
  const carried = before(playbook, entered).map((checkpoint): Deed => ({ type: 'checkpoint-carried-over', checkpoint }));
  return isBehind(playbook, entered, isSignature) ? [...carried, { type: 'won', wonAt, contract: null }] : carried;
}

/** The checkpoints that the gates before a stage ask for: of alternatives, the first. */
function before({ stages }: Playbook, entered: StageRule): readonly CheckpointKey[] {
  return stages.slice(0, stages.indexOf(entered)).flatMap(({ gate }) => gate.flatMap((group) => group.slice(0, 1)));
}

function isBehind({ stages }: Playbook, entered: StageRule, isMeant: (rule: CheckpointRule) => boolean): boolean {
  return stages.slice(0, stages.indexOf(entered)).some(({ checkpoints }) => checkpoints.some(isMeant));
}

/** It comes before the signature in every playbook: who is behind it would have it waived by the ruling on his late entry. */
function isApproval({ acceptance }: CheckpointRule): boolean {
  return acceptance === 'approval';
}

function isSignature({ meaning }: CheckpointRule): boolean {
  return meaning === 'signature';
}
