import type { Stamp } from '../actor.ts';
import type { People, Person } from './people.ts';

/** Everything that can be asked of an approval. `hash` is of the terms the sender saw. */
export type ApprovalCommand = Stamp &
  (
    | Approve
    | Reject
    | Return
    | Transfer
    | AddApprover
    | HandBack
    | ClaimSeat
    | Comment
    | Nudge
    | Withdraw
    | ChangePeople
    | Supersede
    | ParentClosed
  );

export type ApprovalCommandType = ApprovalCommand['type'];
export type ApprovalCommandOf<Type extends ApprovalCommandType> = Extract<ApprovalCommand, { type: Type }>;

export type Approve = { readonly type: 'approve'; readonly hash: string; readonly comment: string };
export type Reject = { readonly type: 'reject'; readonly hash: string; readonly comment: string };

/** To an earlier step; without one, to the submitter, which ends the request. */
export type Return = { readonly type: 'return'; readonly hash: string; readonly comment: string; readonly toStep?: string };

/** `known`: the line above the newcomer and his deputies, should he be away. */
export type Transfer = {
  readonly type: 'transfer';
  readonly to: Person;
  readonly known?: People;
  readonly comment: string;
};

/** `before`: his step waits for the colleague. `beside`: both must approve. `after`: the colleague is asked next. */
export type AddApprover = {
  readonly type: 'add-approver';
  readonly person: Person;
  readonly known?: People;
  readonly where: 'before' | 'beside' | 'after';
  readonly comment: string;
};

/** Undoes a transfer to, or a claim by, the sender. */
export type HandBack = { readonly type: 'hand-back' };

/** Takes a request out of a group's hands into one's own. */
export type ClaimSeat = { readonly type: 'claim' };

export type Comment = { readonly type: 'comment'; readonly comment: string; readonly mentions: readonly string[] };
export type Nudge = { readonly type: 'nudge' };
export type Withdraw = { readonly type: 'withdraw'; readonly comment: string };

/** Who is who, anew: a leaver, another role, a deputy. */
export type ChangePeople = { readonly type: 'change-people'; readonly people: People };

/** A newer version takes this one's place. */
export type Supersede = { readonly type: 'supersede' };

/** The sale itself has ended. */
export type ParentClosed = { readonly type: 'parent-closed' };
