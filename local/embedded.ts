import { join } from 'node:path';
import type { Settings } from './config.ts';
import { findTemporal } from './find-temporal.ts';
import { startPostgres } from './postgres.ts';
import { startTemporal } from './temporal.ts';
import { keepRunning, type Watched } from './watch.ts';

export type Servers = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly stop: () => Promise<void>;
};

export type Embedding = {
  readonly settings: Settings;
  readonly say: (line: string) => void;
  readonly giveUp: (reason: Error) => void;
  readonly signal: AbortSignal;
};

/** True when PostgreSQL or Temporal, or both, must be started here. */
export function needsEmbedded({ DATABASE_URL, TEMPORAL_ADDRESS }: Settings): boolean {
  return DATABASE_URL === undefined || TEMPORAL_ADDRESS === undefined;
}

/** The two servers Pursuit stands on: those the settings name, and for each that they do not name one of our own. */
export async function openServers(embedding: Embedding): Promise<Servers> {
  const [postgres, temporal] = await bothOrNone(openPostgres(embedding), openTemporal(embedding));
  return {
    databaseUrl: postgres.address,
    temporalAddress: temporal.address,
    stop: async () => {
      await temporal.stop();
      await postgres.stop();
    },
  };
}

async function bothOrNone(first: Promise<Watched>, second: Promise<Watched>): Promise<readonly [Watched, Watched]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value];
  for (const each of [one, other]) if (each.status === 'fulfilled') await each.value.stop();
  throw one.status === 'rejected' ? one.reason : (other as PromiseRejectedResult).reason;
}

async function openPostgres({ settings, say, giveUp, signal }: Embedding): Promise<Watched> {
  if (settings.DATABASE_URL !== undefined) return elsewhere(settings.DATABASE_URL);
  const folder = join(settings.PURSUIT_FOLDER, 'postgres');
  async function start(leave?: AbortSignal) {
    const server = await startPostgres({ folder, ...(leave !== undefined && { signal: leave }) });
    if (server.folder !== folder) say(`PostgreSQL cannot run as root here, so its data lie in ${server.folder}.`);
    return { ...server, address: server.url };
  }
  return keepRunning({ name: 'PostgreSQL', start, say, giveUp, signal });
}

async function openTemporal({ settings, say, giveUp, signal }: Embedding): Promise<Watched> {
  if (settings.TEMPORAL_ADDRESS !== undefined) return elsewhere(settings.TEMPORAL_ADDRESS);
  const found = await findTemporal({ env: process.env, say, signal });
  if (found.from === 'address') return elsewhere(found.address);
  const options = { executable: found.executable, folder: join(settings.PURSUIT_FOLDER, 'temporal') };
  const start = (leave?: AbortSignal) => startTemporal({ ...options, ...(leave !== undefined && { signal: leave }) });
  return keepRunning({ name: 'Temporal', start, say, giveUp, signal });
}

function elsewhere(address: string): Watched {
  return { address, stop: () => Promise.resolve() };
}
