import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** One timer for the earliest deadline. A later wish leaves the timer as it is: it fires, and somebody looks again. */
export type Alarm = {
  /** Arms the timer unless it rings before this instant anyway; null wishes nothing. */
  readonly setFor: (at: string | null) => void;
  /** True from the ring until the alarm is set again. */
  readonly rang: () => boolean;
  readonly ringsAfter: (at: string | null) => boolean;
};

export function openAlarm(): Alarm {
  let armed: { readonly at: string; readonly scope: CancellationScope } | null = null;
  let rang = false;

  function ring(): void {
    armed = null;
    rang = true;
  }

  function arm(at: string): void {
    armed?.scope.cancel();
    const scope = new CancellationScope();
    armed = { at, scope };
    scope.run(() => sleep(Math.max(1, Date.parse(at) - Date.now()))).then(ring, unlessCancelled);
  }

  const ringsAfter = (at: string | null) => at !== null && (armed === null || armed.at > at);
  return {
    rang: () => rang,
    ringsAfter,
    setFor(at) {
      rang = false;
      if (at !== null && ringsAfter(at)) arm(at);
    },
  };
}

function unlessCancelled(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
