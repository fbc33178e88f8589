import type { Client } from '@temporalio/client';

/** Temporal, and whether it can be reached: only what was never sent is provably undone. */
export type Temporal = {
  readonly client: Client;
  /** Asks the server unless it answered a moment ago. */
  readonly isReachable: () => Promise<boolean>;
  /** The server just answered. */
  readonly heard: () => void;
};

const freshMs = 250;
const patienceMs = 3_000;

export function temporalGate(client: Client): Temporal {
  let heardAt = 0;
  const heard = () => {
    heardAt = Date.now();
  };
  return {
    client,
    heard,
    async isReachable() {
      if (Date.now() - heardAt < freshMs) return true;
      const answered = await ping(client);
      if (answered) heard();
      return answered;
    },
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
