import { workflowInfo } from '@temporalio/workflow';

export type Term = {
  /** The instant at which this run is 30 days old. */
  readonly endsAt: string;
  readonly isOver: () => boolean;
};

/** A run renews itself when its history grows long, or when it is old; whoever renews, carries all. */
export function openTerm(renewAfterEvents = longHistory): Term {
  const ends = workflowInfo().runStartTime.getTime() + oldRunMs;
  const isLong = () => workflowInfo().continueAsNewSuggested || workflowInfo().historyLength >= renewAfterEvents;
  return { endsAt: new Date(ends).toISOString(), isOver: () => Date.now() >= ends || isLong() };
}

/** What of a start the next run needs beside the state. */
export function renewal({ renewAfterEvents }: { readonly renewAfterEvents?: number }): { readonly renewAfterEvents?: number } {
  return renewAfterEvents === undefined ? {} : { renewAfterEvents };
}

const longHistory = 1_500;
const oldRunMs = 30 * 24 * 3_600_000;
