import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { placePostgres, type PostgresPlace } from './postgres-binaries.ts';
import { forgetPostgresVariables } from './postgres-variables.ts';
import { orStopped, untilReady } from './ready.ts';
import {
  despiteTakenPorts,
  rememberedPort,
  startServerProcess,
  stopLeftover,
  stopProcess,
  type ServerProcess,
} from './server-process.ts';
import { writeKept } from './kept-file.ts';

type Settings = Readonly<Record<string, string>>;

export type PostgresOptions = {
  /** Holds the data, the password and the log; made when missing. */
  readonly folder: string;
  /** Server settings beside ours, such as `{ fsync: 'off' }`. */
  readonly settings?: Settings;
  /** Ends a start that is still under way. */
  readonly signal?: AbortSignal;
};

export type Postgres = {
  /** Connection URL of the database `pursuit`, as its owner, who may also create databases. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where data and log really lie: elsewhere than wanted when root asked for a folder that only root may enter. */
  readonly folder: string;
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

const owner = 'pursuit';

/**
 * Starts PostgreSQL on 127.0.0.1, making the cluster and the database `pursuit` first where there is none. The port stays the same from
 * start to start while it is free. A server that a killed starter left running on this folder is stopped first.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  forgetPostgresVariables();
  const place = placePostgres(options.folder);
  openFolder(place);
  await stopLeftoverPostgres(place.folder);
  const password = rememberedPassword(place.folder);
  if (!existsSync(dataFolder(place.folder))) await makeCluster(place, password);

  return despiteTakenPorts(() => start(place, options, password), logFile(place.folder));
}

/** Stops the server that runs on a folder without its starter, and gives its process number. */
export function stopLeftoverPostgres(folder: string): Promise<number | undefined> {
  const mark = dataFolder(folder);
  return stopLeftover(join(mark, 'postmaster.pid'), mark, 'SIGINT');
}

async function start(place: PostgresPlace, { settings = {}, signal }: PostgresOptions, password: string): Promise<Postgres> {
  const { folder } = place;
  const port = await rememberedPort(join(folder, 'port'));
  const server = await launch(place, { ...settings, port: String(port) });
  const url = `postgresql://${owner}:${password}@127.0.0.1:${port}/${owner}`;
  const stop = () => stopProcess(server.pid, 'SIGINT', 20).then(() => server.exited); // SIGINT is PostgreSQL's fast shutdown
  await orStopped(untilReady({ name: 'PostgreSQL', server, logFile: logFile(folder), fault: () => fault(url) }, signal), stop);
  return { url, port, pid: server.pid, folder, exited: server.exited, stop };
}

function openFolder({ folder, user }: PostgresPlace): void {
  mkdirSync(folder, { recursive: true });
  if (user !== undefined) chmodSync(folder, 0o711); // the server's user passes, and reads nothing but its own
}

function rememberedPassword(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeKept(file, randomBytes(24).toString('hex'));
  return readFileSync(file, 'utf8');
}

/** Made aside and renamed when complete, so that an interrupted start leaves no half cluster. */
async function makeCluster({ bin, folder, user }: PostgresPlace, password: string): Promise<void> {
  const unfinished = `${dataFolder(folder)}.unfinished`;
  const passwordFile = join(folder, 'password.once');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);

  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${owner}`, `--pwfile=${passwordFile}`];
  await promisify(execFile)(join(bin, 'initdb'), [`--pgdata=${unfinished}`, '--no-instructions', ...locale, ...access], {
    cwd: folder,
    ...user,
  });
  rmSync(passwordFile);
  renameSync(unfinished, dataFolder(folder));
}

function launch({ bin, folder, user }: PostgresPlace, settings: Settings): Promise<ServerProcess> {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    ...settings,
  };
  return startServerProcess({
    command: join(bin, 'postgres'),
    args: ['-D', dataFolder(folder), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    logFile: logFile(folder),
    pidFile: join(folder, 'pid'),
    ...(user !== undefined && { user }),
  });
}

/** Why the server cannot be used yet. Creates the database on the way, when the server answers and has none. */
async function fault(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url.replace(/\/\w+$/, '/postgres'), connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined); // the loop asks again
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [owner]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${owner}`);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const dataFolder = (folder: string) => join(folder, 'data');
const logFile = (folder: string) => join(folder, 'postgres.log');
