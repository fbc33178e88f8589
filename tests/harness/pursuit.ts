import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort, isAlive, readPid } from '../../local/server-process.ts';
import { freshFolder } from './folder.ts';
import { startProgram, type Program } from './program.ts';

export type Ports = { readonly PORT: string; readonly ADMIN_PORT: string };

/** All of it, on servers and in a folder of its own, until the test is over. */
export async function running(): Promise<{ readonly pursuit: Program; readonly folder: string; readonly ports: Ports }> {
  const [folder, ports] = [freshFolder(), await freePorts()];
  const pursuit = startPursuit(folder, ports);
  onTestFinished(() => stopServers(folder, pursuit));
  await pursuit.says('Ctrl-C stops it'); // the last of what it says at its start
  return { pursuit, folder, ports };
}

export function startPursuit(folder: string, env: Readonly<Record<string, string>>): Program {
  return startProgram('local/main.ts', [], { PURSUIT_FOLDER: folder, PURSUIT_DEMO: 'false', ...env });
}

export async function freePorts(): Promise<Ports> {
  return { PORT: String(await freePort()), ADMIN_PORT: String(await freePort()) };
}

export function urlOf({ PORT }: Ports): string {
  return `http://127.0.0.1:${PORT}`;
}

/** Process numbers of its PostgreSQL and its Temporal. */
export function serversOf(folder: string): readonly number[] {
  return ['postgres', 'temporal'].flatMap((name) => readPid(join(folder, name, 'pid')) ?? []);
}

/** A test that failed must not leave servers behind. */
async function stopServers(folder: string, pursuit: Program): Promise<void> {
  pursuit.kill('SIGTERM');
  await pursuit.ends();
  for (const pid of serversOf(folder).filter(isAlive)) process.kill(pid, 'SIGKILL');
}
