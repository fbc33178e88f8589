import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { followPeople } from './people.ts';
import { forgetExpired } from './expired.ts';
import { handOverSales } from './sales.ts';
import { followTiming } from './timing.ts';

/** What must become so by itself, looked for again and again: nothing is lost when a process dies in between. */
type Chore = { readonly everyMs: number; readonly look: (deps: Deps) => Promise<void> };

const chores: readonly Chore[] = [
  { everyMs: 300, look: followPeople },
  { everyMs: 5_000, look: handOverSales },
  { everyMs: 10_000, look: followTiming },
  { everyMs: 3_600_000, look: forgetExpired },
];

export type Housekeeping = { readonly stop: () => Promise<void> };

export function startHousekeeping(deps: Deps): Housekeeping {
  const stopping = new AbortController();
  const running = chores.map((chore) => keepAt(chore, deps, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function keepAt({ everyMs, look }: Chore, deps: Deps, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await look(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'housekeeping failed'));
    await sleep(everyMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}
