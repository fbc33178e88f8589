import pg from 'pg';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findTemporal } from '../../local/find-temporal.ts';
import { startPostgres, stopLeftoverPostgres, type Postgres } from '../../local/postgres.ts';
import { isAlive } from '../../local/server-process.ts';
import { startTemporal, stopLeftoverTemporal, type Temporal } from '../../local/temporal.ts';
import { migrate } from '../../prisma/migrate.ts';

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merging needs an interface
  export interface ProvidedContext {
    readonly databaseUrl: string;
    /** The migrated database that each test file gets a copy of. */
    readonly templateDatabase: string;
    readonly temporalAddress: string;
    readonly temporalExecutable: string;
  }
}

const template = 'migrated_template';
const runs = join(tmpdir(), 'pursuit-tests');

/** One real PostgreSQL and one real Temporal for the whole run, in a folder of its own; nothing of it outlives the run. */
export default async function servers({ provide }: TestProject): Promise<() => Promise<void>> {
  await cleanUpDeadRuns();
  const folder = openRun();
  const executable = await temporalExecutable();
  const [postgres, temporal] = await Promise.all([
    startPostgres({ folder: join(folder, 'postgres'), settings: { fsync: 'off', synchronous_commit: 'off' } }),
    startTemporal({ executable, folder: join(folder, 'temporal'), inMemory: true }),
  ]);
  await makeTemplate(postgres.url);

  provide('databaseUrl', postgres.url);
  provide('templateDatabase', template);
  provide('temporalAddress', temporal.address);
  provide('temporalExecutable', executable);
  return () => close(folder, postgres, temporal);
}

async function temporalExecutable(): Promise<string> {
  const { TEMPORAL_ADDRESS: _, ...env } = process.env; // a run of tests never touches somebody's real server
  const source = await findTemporal({ env, say: (line) => process.stderr.write(`${line}\n`) });
  if (source.from === 'address') throw new Error('Tests start their own Temporal.');
  return source.executable;
}

/** Sealed when migrated: PostgreSQL copies no database that somebody is connected to. */
async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  await migrate(url.replace(/\/\w+$/, `/${template}`));
  await client.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [template]);
  await client.end();
}

/** Named by the process that runs the tests, so that the next run can tell whether it still lives. */
function openRun(): string {
  const folder = join(runs, String(process.pid));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const each of [runs, folder]) chmodSync(each, 0o755); // PostgreSQL may run as another user
  return folder;
}

async function close(folder: string, postgres: Postgres, temporal: Temporal): Promise<void> {
  await Promise.all([postgres.stop(), temporal.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

async function cleanUpDeadRuns(): Promise<void> {
  if (!existsSync(runs)) return;
  const dead = readdirSync(runs).filter((name) => !isAlive(Number(name)));
  for (const name of dead) {
    await stopLeftoverPostgres(join(runs, name, 'postgres'));
    await stopLeftoverTemporal(join(runs, name, 'temporal'));
    rmSync(join(runs, name), { recursive: true, force: true });
  }
}
