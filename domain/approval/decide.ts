import type { Happening } from '../actor.ts';
import { recalled, rejectionStamp } from '../memory.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal } from '../refusal.ts';
import type { ApprovalCommand, ApprovalCommandOf, ApprovalCommandType } from './command.ts';
import type { ApprovalDeed, ApprovalEvent } from './event.ts';
import { buildHindrance } from './form.ts';
import { firstBroken } from './guard.ts';
import { addApprover, claim, handBack, transfer } from './handing.ts';
import type { People } from './people.ts';
import type { ApprovalRefusalCode } from './refusal-code.ts';
import { comment, nudge, withdraw } from './requesting.ts';
import { settled } from './settle.ts';
import type { Approval } from './state.ts';
import { hasConcluded } from './state.ts';
import { approve, giveBack, reject } from './voting.ts';

/** Events, or why not. No events: it was done before. */
export type ApprovalDecision = readonly ApprovalEvent[] | Refusal<ApprovalRefusalCode>;

/** What a command asks for, before it is stamped and its consequences follow. */
export type ApprovalDeeds = readonly ApprovalDeed[] | Refusal<ApprovalRefusalCode>;

/** What a command makes happen, or why it must not. A repeated command gets its first outcome; `at` is never before the last event. */
export function decide(state: Approval, command: ApprovalCommand, at: string): ApprovalDecision {
  const known = recalled(state.recent, command);
  if (known !== null) return known;

  const deeds = buildHindrance(command) ?? hindranceOf(state, command) ?? ask(state, command, at);
  if (isRefusal(deeds)) return deeds;
  const { actor, commandId, fingerprint } = command;
  const stamp: Happening = { at, actor, commandId, fingerprint };
  return settled(
    state,
    deeds.map((deed) => ({ ...stamp, ...deed })),
    stamp,
  );
}

/** The event that keeps a refused signal visible. */
export function rejection(command: ApprovalCommand, refusal: Refusal<ApprovalRefusalCode>, at: string): ApprovalEvent {
  return { ...rejectionStamp(command, refusal, at), type: 'command-rejected', command: command.type, refusal };
}

/** The first events of every request: what is asked, and of whom. */
export function begin(state: Approval, people: People, stamp: Happening): readonly ApprovalEvent[] {
  const { version, policy } = state.request;
  const requested: ApprovalEvent = {
    ...stamp,
    type: 'requested',
    version: version.number,
    hash: version.hash,
    policyVersion: policy.version,
  };
  return settled(state, [requested, { ...stamp, type: 'people-known', people }], stamp);
}

type Ask<Type extends ApprovalCommandType> = (state: Approval, command: ApprovalCommandOf<Type>, at: string) => ApprovalDeeds;

const asks: { readonly [Type in ApprovalCommandType]: Ask<Type> } = {
  approve,
  reject,
  return: giveBack,
  transfer,
  'add-approver': addApprover,
  'hand-back': handBack,
  claim,
  comment,
  nudge,
  withdraw,
  'change-people': (_state, { people }) => [{ type: 'people-known', people }],
  supersede: () => [{ type: 'concluded', result: 'superseded', reason: '' }],
  'parent-closed': () => [{ type: 'concluded', result: 'withdrawn', reason: 'sale-ended' }],
};

function ask(state: Approval, command: ApprovalCommand, at: string): ApprovalDeeds {
  return (asks[command.type] as Ask<ApprovalCommandType>)(state, command, at);
}

const machineOnly: readonly ApprovalCommandType[] = ['change-people', 'supersede', 'parent-closed'];

function hindranceOf(state: Approval, { type, actor }: ApprovalCommand): Refusal<ApprovalRefusalCode> | null {
  return firstBroken(
    [hasConcluded(state), { refused: 'request-concluded', facts: { result: state.result ?? '' } }],
    [machineOnly.includes(type) && actor.capacity !== 'system', { refused: 'not-permitted' }],
  );
}
