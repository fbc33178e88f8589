import { setTimeout as sleep } from 'node:timers/promises';
import { takeStaleCommands } from '../prisma/command-table.ts';
import type { StoredCommand } from '../prisma/command-table.ts';
import type { Dispatch } from './command/dispatch.ts';
import { settle } from './commands.ts';
import type { Deps } from './deps.ts';
import { Problem } from './problem.ts';

const everyMs = 1_000;
/** Older than any sender still waits; below the 15 seconds within which what a crash left is finished. */
const sweep = { olderThanSeconds: 9, leaseSeconds: 12, limit: 20 };

export type Sweeper = { readonly stop: () => Promise<void> };

/** Sends commands without outcome again, in every API process, each to one of them. */
export function startSweeper(deps: Deps): Sweeper {
  const stopping = new AbortController();
  const running = sweepUntil(stopping.signal, deps);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function sweepUntil(stopping: AbortSignal, deps: Deps): Promise<void> {
  while (!stopping.aborted) {
    await sweepOnce(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'sweep failed'));
    await sleep(everyMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}

export async function sweepOnce(deps: Deps): Promise<void> {
  if (!(await hasStale(deps)) || !(await deps.temporal.isReachable())) return;
  const stale = await takeStaleCommands(deps.database, sweep);
  await Promise.all(stale.map((one) => resend(deps, one)));
}

/** A refusal is an outcome too, and was written. */
async function resend(deps: Deps, { id, body, seen }: StoredCommand & { readonly seen: number }): Promise<void> {
  try {
    await settle(deps, body as Dispatch, seen);
    deps.log.info({ commandId: id }, 'command sent again');
  } catch (error) {
    if (!(error instanceof Problem)) deps.log.error({ err: error, commandId: id }, 'command could not be finished');
  }
}

async function hasStale({ database }: Deps): Promise<boolean> {
  const text = `SELECT FROM command WHERE state = 'open' AND created_at < now() - $1 * interval '1 second' LIMIT 1`;
  const { rowCount } = await database.pool.query({ name: 'has-stale', text, values: [sweep.olderThanSeconds] });
  return rowCount === 1;
}
