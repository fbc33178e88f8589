import { workflowInfo } from '@temporalio/workflow';

/** A run renews itself when its history grows long, or when it is old; whoever renews, carries all. */
export function renewalDue(renewAfterEvents = longHistory): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= renewAfterEvents || Date.now() >= Date.parse(renewAt());
}

/** The instant at which this run is 30 days old. */
export function renewAt(): string {
  return new Date(workflowInfo().runStartTime.getTime() + oldRunMs).toISOString();
}

/** What of a start the next run needs beside the state. */
export function renewal({ renewAfterEvents }: { readonly renewAfterEvents?: number }): { readonly renewAfterEvents?: number } {
  return renewAfterEvents === undefined ? {} : { renewAfterEvents };
}

const longHistory = 1_500;
const oldRunMs = 30 * 24 * 3_600_000;
