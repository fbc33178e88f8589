import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Host = { readonly pid: number; readonly stop: () => Promise<void> };

/** A child process that is up once it has printed a line that matches. */
export async function startHost(
  args: readonly string[],
  { env, isUp }: { readonly env: NodeJS.ProcessEnv; readonly isUp: RegExp },
): Promise<Host> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const up = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (isUp.test(line)) resolve();
    });
  });
  await Promise.race([up, ended.then(([code]) => Promise.reject(new Error(`${args[0] ?? ''} ended with ${String(code)}`)))]);
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
