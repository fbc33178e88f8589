/** One of the two that are compared. */
export type Side = {
  readonly name: 'bare' | 'pursuit';
  /** One sale from its opening to its end; `timed` measures each milestone. */
  readonly live: (timed: Timed) => Promise<Lived>;
  /** The process that holds the worker (and the API, where there is one). */
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** Workflow ids of what was lived: the sale and its approval. */
export type Lived = readonly string[];

export type Timed = <Value>(milestone: () => Promise<Value>) => Promise<Value>;

/** What each sale does: its opening, nine claims, five verifications, a submission: 16 on the sale, and two decisions on its approval. */
export const milestonesOfSale = 16;

/** Looks again until it works: for what follows from something that happens by itself. Seldom enough to be no load of its own. */
export async function patiently<Value>(attempt: () => Promise<Value | undefined>): Promise<Value> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(250)) {
    const value = await attempt();
    if (value !== undefined) return value;
  }
  throw new Error('gave up after 30 seconds');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
