import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { searchAttributes } from './namespace.ts';
import { orStopped, untilReady } from './ready.ts';
import { despiteTakenPorts, lastLines, rememberedPort, startServerProcess, stopLeftover, stopProcess } from './server-process.ts';

export type TemporalOptions = {
  readonly executable: string;
  /** Holds the log and, unless in memory, the data; made when missing. */
  readonly folder: string;
  readonly inMemory?: boolean;
  /** Namespaces beside `default`, all with the search attributes. */
  readonly namespaces?: readonly string[];
  /** Ends a start that is still under way. */
  readonly signal?: AbortSignal;
};

export type Temporal = {
  /** host:port of the front end. */
  readonly address: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Without it the eleventh update in flight to one workflow stalls them all. */
const dynamicConfig = ['history.maxInFlightUpdates=1000'];

/**
 * Starts Temporal's development server on 127.0.0.1, at the port it had before while that is free. A server that a killed starter left
 * running on this folder is stopped first; a data file that a kill in the very first start left half made is set aside.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(options.folder, { recursive: true });
  await stopLeftoverTemporal(options.folder);
  try {
    return await despiteTakenPorts(() => start(options), logFile(options.folder));
  } catch (error) {
    if (!setHalfFileAside(options.folder)) throw error;
    return start(options);
  }
}

/** Stops the server that runs on a folder without its starter, and gives its process number. */
export function stopLeftoverTemporal(folder: string): Promise<number | undefined> {
  return stopLeftover(pidFile(folder), 'server start-dev', 'SIGTERM');
}

async function start(options: TemporalOptions): Promise<Temporal> {
  const port = await rememberedPort(join(options.folder, 'port'));
  const server = await startServerProcess({
    command: options.executable,
    args: serverArguments(options, port),
    logFile: logFile(options.folder),
    pidFile: pidFile(options.folder),
  });
  const address = `127.0.0.1:${port}`;
  const stop = () => stopProcess(server.pid, 'SIGTERM', 10).then(() => server.exited);
  const starting = { name: 'Temporal', server, logFile: logFile(options.folder), fault: () => fault(address) };
  await orStopped(untilReady(starting, options.signal), stop);
  return { address, pid: server.pid, exited: server.exited, stop };
}

function serverArguments({ folder, inMemory = false, namespaces = [] }: TemporalOptions, port: number): readonly string[] {
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'warn'],
    ...(inMemory ? [] : ['--db-filename', dataFile(folder)]),
    ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
    ...dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
    ...searchAttributes.flatMap(({ name, word }) => ['--search-attribute', `${name}=${word}`]),
  ];
}

/** Why the front end does not serve its own namespace: that its port is open is not enough. */
async function fault(address: string): Promise<string | undefined> {
  const { Connection } = await import('@temporalio/client'); // slow to load: only now, while the server starts
  const connection = Connection.lazy({ address });
  try {
    await connection.withDeadline(Date.now() + 1000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await connection.close();
  }
}

function setHalfFileAside(folder: string): boolean {
  const file = dataFile(folder);
  if (!existsSync(file) || !lastLines(logFile(folder), 200).includes('no such table')) return false;
  const suffix = `.half-made-${Date.now()}`;
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(file + part)) renameSync(file + part, file + suffix + part);
  }
  return true;
}

const dataFile = (folder: string) => join(folder, 'temporal.db');
const logFile = (folder: string) => join(folder, 'temporal.log');
const pidFile = (folder: string) => join(folder, 'pid');
