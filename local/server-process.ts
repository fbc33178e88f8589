import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type ServerCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly pidFile: string;
  /** The operating system's user to run as; only root may name another than itself. */
  readonly user?: SystemUser;
};

export type SystemUser = { readonly uid: number; readonly gid: number };

export type ServerProcess = {
  readonly pid: number;
  /** Settles when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
};

/** Starts a server that outlives Ctrl-C in the terminal, so that its starter can stop it in order. */
export async function startServerProcess({ command, args, logFile, pidFile, user }: ServerCommand): Promise<ServerProcess> {
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    ...user,
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await spawned(child, command);
  writeFileSync(pidFile, `${child.pid}\n`);

  return {
    pid: child.pid ?? 0,
    exited: exited.then(() => rmSync(pidFile, { force: true })),
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
  };
}

/** Asks a process to stop and kills it when it has not within the grace. */
export async function stopProcess(pid: number, signal: NodeJS.Signals, graceSeconds: number): Promise<void> {
  if (!send(pid, signal)) return;
  const deadline = Date.now() + graceSeconds * 1000;
  while (isAlive(pid) && Date.now() < deadline) await delay(20);
  if (isAlive(pid)) send(pid, 'SIGKILL');
  while (isAlive(pid)) await delay(20);
}

/**
 * Stops what a killed starter left behind. A process that merely has the same number is left alone: only one whose command line holds
 * the mark is ours.
 */
export async function stopLeftover(pidFile: string, mark: string, signal: NodeJS.Signals): Promise<number | undefined> {
  const pid = readPid(pidFile);
  const ours = pid !== undefined && isAlive(pid) && commandLine(pid).includes(mark);
  if (ours) await stopProcess(pid, signal, 10);
  rmSync(pidFile, { force: true });
  return ours ? pid : undefined;
}

/** The process number in the first line of a file, when there is one. */
export function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined; // none was written, or another starter has just cleaned up
  }
}

/** A zombie counts as gone: it holds no port and no file. */
export function isAlive(pid: number): boolean {
  return send(pid, 0) && !isZombie(pid);
}

/** The words a process was started with, or nothing when that cannot be seen. */
export function commandLine(pid: number): string {
  const listed = `/proc/${pid}/cmdline`;
  try {
    if (existsSync(listed)) return readFileSync(listed, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

/** The preferred port of 127.0.0.1 when nobody listens there, else one that is free now. */
export async function freePort(preferred = 0): Promise<number> {
  for (const wanted of [preferred, 0]) {
    const port = await tryPort(wanted, '127.0.0.1').catch(() => undefined);
    if (port !== undefined) return port;
  }
  return 0;
}

/** The port a server had before, while nobody else took it; a new one is kept for the next start. */
export async function rememberedPort(file: string): Promise<number> {
  const port = await freePort(existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
  writeFileSync(file, String(port));
  return port;
}

/** Starts again when, between the look for a free port and the start, somebody else took it. */
export async function despiteTakenPorts<T>(start: () => Promise<T>, logFile: string, attempts = 3): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (attempts <= 1 || !/address already in use/i.test(lastLines(logFile, 50))) throw error;
    return despiteTakenPorts(start, logFile, attempts - 1);
  }
}

/** What keeps a server from listening there now, if anything. */
export async function listeningFault(port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return tryPort(port, host).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
}

/** The end of a log, for error messages. */
export function lastLines(logFile: string, lines = 12): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

function spawned(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`${command} could not be started: ${cause.message}`, { cause })));
  });
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const { port: given } = server.address() as AddressInfo;
      server.close(() => resolve(given));
    });
  });
}
