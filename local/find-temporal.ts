import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { buildTemporal } from './build-temporal.ts';
import { DependencyAway } from './dependency-away.ts';
import { downloadTemporal } from './download-temporal.ts';
import { isExecutable, onPath, type Search } from './executable.ts';
import { isAlive } from './server-process.ts';

/** The one pinned version. The Go module beside this file requires the same command line tool. */
export const pinnedTemporal = { server: '1.31.2', cli: '1.8.2' } as const;

/** The oldest server that Pursuit was run on: older ones lack what its updates and task queues rely on. */
const oldestServer = [1, 31] as const;

export type TemporalSource =
  | { readonly from: 'address'; readonly address: string }
  | { readonly from: 'path' | 'cache' | 'release' | 'build'; readonly executable: string };

/** A way to get the executable into the cache; its error says why it is closed. */
type Way = { readonly from: 'release' | 'build'; readonly get: (target: string, search: Search) => Promise<void> };

const ways: readonly Way[] = [
  { from: 'release', get: (target, search) => downloadTemporal(pinnedTemporal.cli, target, search) },
  { from: 'build', get: buildTemporal },
];

/**
 * Where Temporal comes from: the address of a running server, a supported `temporal` on PATH, the cache of this user, the official
 * release, or a build from the pinned Go module; what the last two bring goes to the cache. Throws an error that names these ways when
 * none is open.
 */
export async function findTemporal(search: Search): Promise<TemporalSource> {
  const address = search.env['TEMPORAL_ADDRESS']?.trim(); // what is blank counts as unset
  if (address) return { from: 'address', address };
  const installed = supportedOnPath(search);
  if (installed !== undefined) return { from: 'path', executable: installed };
  const cached = cachedTemporal(search.env);
  sweepWorkshops(cached);
  return isExecutable(cached) ? { from: 'cache', executable: cached } : fetchTemporal(cached, search);
}

/** Where this user's copy of the pinned version lies, once there is one. */
export function cachedTemporal(env: Search['env']): string {
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  return join(cache, 'pursuit', `temporal-${pinnedTemporal.server}`, 'temporal');
}

/** The server version an executable names, which alone counts: a built one calls itself 0.0.0-DEV. */
export function serverVersion(executable: string): string | undefined {
  try {
    const said = execFileSync(executable, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return /\bServer v?(\d+\.\d+\.\d+)/.exec(said)?.[1];
  } catch {
    return undefined;
  }
}

function supportedOnPath({ env, say }: Search): string | undefined {
  const found = onPath('temporal', env);
  if (found === undefined) return undefined;
  const version = serverVersion(found);
  if (version !== undefined && isSupported(version)) return found;
  say(
    `${found} is passed over: its server is ${version ?? 'of unknown version'}, Pursuit needs ${oldestServer.join('.')} or later.`,
  );
  return undefined;
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === oldestServer[0] && minor >= oldestServer[1];
}

async function fetchTemporal(cached: string, search: Search): Promise<TemporalSource> {
  const workshop = openWorkshop(cached);
  try {
    return await firstOpenWay(cached, join(workshop, 'temporal'), search);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Beside the cached version, named by the process that works there. */
function openWorkshop(cached: string): string {
  try {
    mkdirSync(dirname(dirname(cached)), { recursive: true });
    return mkdtempSync(`${dirname(cached)}-${process.pid}-`);
  } catch (cause) {
    throw new DependencyAway(noWay(cached, [(cause as Error).message]), { cause });
  }
}

/** Those of processes that were killed amid a download or a build. */
function sweepWorkshops(cached: string): void {
  const [folder, version] = [dirname(dirname(cached)), basename(dirname(cached))];
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, pid] = /^-(\d+)-/.exec(name.replace(version, '')) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function firstOpenWay(cached: string, made: string, search: Search): Promise<TemporalSource> {
  const closed: string[] = [];
  for (const { from, get } of ways) {
    try {
      await get(made, search);
      keep(made, cached);
      return { from, executable: cached };
    } catch (error) {
      search.signal?.throwIfAborted();
      closed.push((error as Error).message);
      search.say((error as Error).message);
    }
  }
  throw new DependencyAway(noWay(cached, closed));
}

/** Renamed into place when complete, so that an interrupted download or build leaves nothing that looks finished. */
function keep(made: string, cached: string): void {
  const version = serverVersion(made);
  if (version !== pinnedTemporal.server) throw new Error(`What was fetched has server ${version}, not ${pinnedTemporal.server}.`);
  mkdirSync(dirname(cached), { recursive: true });
  renameSync(made, cached);
}

function noWay(cached: string, closed: readonly string[]): string {
  return [
    `Temporal ${pinnedTemporal.server} was not found. Any one of these helps:`,
    '  - set TEMPORAL_ADDRESS to a running server (host:port)',
    `  - install the Temporal command line tool (server ${oldestServer.join('.')} or later) so that \`temporal\` is on PATH`,
    `  - put its executable at ${cached}`,
    `  - make the official release ${pinnedTemporal.cli} reachable for a download`,
    '  - install Go 1.21 or later, and Pursuit builds it from Go modules (minutes, once)',
    ...closed.map((reason) => `  tried: ${reason}`),
  ].join('\n');
}
