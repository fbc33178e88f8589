import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, type ServerProcess } from './server-process.ts';

export type Starting = {
  readonly name: string;
  readonly server: ServerProcess;
  readonly logFile: string;
  /** Why it cannot be used yet; undefined when it can. */
  readonly fault: () => Promise<string | undefined>;
  readonly patienceSeconds?: number;
};

/** Waits until a server that was just started can be used. Throws when it never can, with what it last said, or at once when told to leave. */
export async function untilReady(starting: Starting, signal?: AbortSignal): Promise<void> {
  const { name, server, logFile, fault, patienceSeconds = 60 } = starting;
  const deadline = Date.now() + patienceSeconds * 1000;
  for (let why = await fault(); why !== undefined; why = await fault()) {
    signal?.throwIfAborted();
    if (server.hasExited()) throw new Error(`${name} stopped while starting:\n${lastLines(logFile)}`);
    if (Date.now() > deadline) throw new Error(`${name} is not ready after ${patienceSeconds} s: ${why}\n${lastLines(logFile)}`);
    await delay(30);
  }
}

/** Leaves nothing running that did not get ready. */
export async function orStopped(ready: Promise<void>, stop: () => Promise<void>): Promise<void> {
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
}
