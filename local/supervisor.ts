import type { Settings } from './config.ts';
import { needsEmbedded, openServers } from './embedded.ts';
import type { SignIn } from './first-start.ts';
import { takeLock } from './lock.ts';
import { isFree } from './server-process.ts';

export type Supervision = {
  readonly settings: Settings;
  readonly say: (line: string) => void;
  /** Called when Pursuit cannot go on by itself: a server that does not come back, a worker that failed. */
  readonly giveUp: (reason: Error) => void;
};

export type Stop = () => Promise<void> | void;

export type Running = {
  readonly stop: Stop;
  readonly signIn: SignIn | undefined;
};

/**
 * Brings Pursuit up: the folder's lock, the embedded servers where the settings name none, migrations, worker, API. What it gives
 * stops all of it in the opposite order. What had been started is stopped when a later part fails.
 */
export async function startPursuit(supervision: Supervision): Promise<Running> {
  const { settings } = supervision;
  const started: Stop[] = [];
  const stopAll = () => stopInReverse(started);
  try {
    if (needsEmbedded(settings)) started.push(takeLock(settings.PURSUIT_FOLDER)); // first: a second instance should hear of the other
    await requireFreePorts(settings);
    const loading = import('./services.ts'); // a second of loading, while the servers start
    const servers = await openServers(supervision);
    started.push(servers.stop);
    const { startServices } = await loading;
    const signIn = await startServices({ ...supervision, servers, onStarted: (stop) => started.push(stop) });
    return { stop: stopAll, signIn };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function requireFreePorts({ HOST, PORT, ADMIN_PORT, PURSUIT_ROLE }: Settings): Promise<void> {
  const wanted = PURSUIT_ROLE === 'worker' ? ({ ADMIN_PORT } as const) : ({ PORT, ADMIN_PORT } as const);
  for (const [name, port] of Object.entries(wanted)) {
    if (!(await isFree(port, HOST)))
      throw new Error(`Port ${port} of ${HOST} is taken by another program. Set ${name} to a free one.`);
  }
}

/** What cannot be stopped keeps nothing else running. */
async function stopInReverse(started: Stop[]): Promise<void> {
  for (let stop = started.pop(); stop !== undefined; stop = started.pop()) {
    try {
      await stop();
    } catch (error) {
      console.error((error as Error).message);
    }
  }
}
