import type { Settings } from './config.ts';
import { needsEmbedded, openServers } from './embedded.ts';
import type { SignIn } from './first-start.ts';
import { takeLock } from './lock.ts';
import { listeningFault } from './server-process.ts';

export type Supervision = {
  readonly settings: Settings;
  readonly say: (line: string) => void;
  /** Called when Pursuit cannot go on by itself: a server that does not come back, a worker that failed. */
  readonly giveUp: (reason: Error) => void;
  /** Ends a start that is still under way. */
  readonly signal: AbortSignal;
};

export type Stop = () => Promise<void> | void;

export type Running = {
  readonly stop: Stop;
  readonly signIn: SignIn | undefined;
};

/**
 * Brings Pursuit up: the folder's lock, the embedded servers where the settings name none, migrations, worker, API. What it gives
 * stops all of it in the opposite order. What had been started is stopped when a later part fails, or the signal says to leave.
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
    supervision.signal.throwIfAborted();
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
    const fault = await listeningFault(port, HOST);
    if (fault !== undefined) throw new Error(whyNot(fault, { name, port, host: HOST }));
  }
}

type Wanted = { readonly name: string; readonly port: number; readonly host: string };

function whyNot({ code, message }: NodeJS.ErrnoException, { name, port, host }: Wanted): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken by another program. Set ${name} to a free one.`;
  return `Nothing can listen at port ${port} of ${host} (${name}, HOST): ${message}.`;
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
