/** What a workflow has done and somebody must write down: the same bytes on every repeat. */
export type Account<Event = unknown, Summary extends SummaryHead = SummaryHead> = {
  readonly workflowId: string;
  readonly summary: Summary;
  /** Contiguous; the last one carries `summary.seq`. */
  readonly entries: readonly Entry<Event>[];
};

export type SummaryHead = { readonly kind: 'opportunity' | 'approval'; readonly id: string; readonly seq: number };

export type Entry<Event = unknown> = { readonly seq: number; readonly event: Event; readonly notices: readonly Notice[] };

/** A line for somebody's inbox; its key is workflow id, sequence, kind and recipient. */
export type Notice = {
  readonly kind: NoticeKind;
  readonly to: Recipient;
  /** What the sentence needs: names, keys, instants. Never anything confidential. */
  readonly facts: { readonly [name: string]: string | number };
};

/** `superiorOf` is found by the writer in the reporting line of that moment, deputies heeded. */
export type Recipient = { readonly userId: string } | { readonly superiorOf: string } | { readonly role: 'admin' | 'leadership' };

export const noticeKinds = [
  'verification-requested',
  'checkpoint-accepted',
  'checkpoint-rejected',
  'checkpoint-waived',
  'checkpoint-revoked',
  'ruling-requested',
  'ruled',
  'escalated',
  'reassigned',
  'approval-concluded',
  'review-requested',
  'command-rejected',
  'approval-requested',
  'approval-reminded',
  'approval-escalated',
  'approval-transferred',
  'approval-nudged',
  'approval-mentioned',
  'approval-decided',
  'approval-alarm',
] as const;

export type NoticeKind = (typeof noticeKinds)[number];

/** What an update answers: the command's own outcome, and all its sender has not yet written. */
export type Answer<Event = unknown, Summary extends SummaryHead = SummaryHead> = {
  readonly outcome: CommandOutcome;
  readonly account: Account<Event, Summary>;
};

/** The sequence the command's last event got; 0 events leave it where it stood. */
export type CommandOutcome = { readonly commandId: string; readonly seq: number };
