import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';

export type Program = {
  readonly pid: number;
  /** All it has said so far, on both streams. */
  readonly output: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Waits until it has said this; fails when it ends or is silent about it for a minute, or as long as is said. */
  readonly says: (words: string, seconds?: number) => Promise<void>;
  /** The exit code, or the signal that ended it. */
  readonly ends: () => Promise<number | NodeJS.Signals | null>;
};

/** Runs one of our programs from source as a process of its own, with nothing of this environment but what finds programs. */
export function startProgram(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const { PATH = '', HOME = '', XDG_CACHE_HOME } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectFolder, file), ...args], {
    cwd: projectFolder,
    env: { PATH, HOME, ...(XDG_CACHE_HOME !== undefined && { XDG_CACHE_HOME }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  onTestFinished(() => void child.kill('SIGKILL'));

  return {
    pid: child.pid ?? 0,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    says: async (words, seconds) => {
      await waitFor(
        () => output.includes(words) || hasEnded(),
        () => `It never said "${words}", but:\n${output}`,
        seconds,
      );
      if (!output.includes(words)) throw new Error(`It ended without saying "${words}", but:\n${output}`);
    },
    ends: () => ended,
  };
}

/** Asks until the answer is yes; fails with the reason after a minute, or as long as is said. */
export async function waitFor(isSo: () => boolean | Promise<boolean>, reason: () => string, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(reason());
    await delay(50);
  }
}
