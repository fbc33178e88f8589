import type { Client } from '@temporalio/client';

/** Temporal, and whether it can be reached: only what was never sent is provably undone. */
export type Temporal = {
  readonly client: Client;
  /** Asks the server unless it answered a moment ago. */
  readonly isReachable: () => Promise<boolean>;
  /** The server just answered. */
  readonly heard: () => void;
  /** Resolves when nothing is asked any more: a connection closed under a question throws where nobody can catch it. */
  readonly quiet: () => Promise<void>;
};

const freshMs = 250;
const patienceMs = 3_000;

export function temporalGate(client: Client): Temporal {
  let heardAt = 0;
  let asking: Promise<boolean> | null = null;

  async function askOnce(): Promise<boolean> {
    const answered = await ping(client);
    if (answered) heardAt = Date.now();
    asking = null;
    return answered;
  }

  return {
    client,
    heard: () => void (heardAt = Date.now()),
    isReachable: async () => Date.now() - heardAt < freshMs || (asking ??= askOnce()),
    quiet: async () => void (await asking),
  };
}

async function ping({ connection }: Client): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + patienceMs, () => connection.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false;
  }
}
