import { migrate, pendingMigrations } from '../prisma/migrate.ts';
import type { Settings } from './config.ts';
import { openClientConnection } from './connection.ts';
import { DependencyAway } from './dependency-away.ts';
import { needsEmbedded, openServers, type Servers } from './embedded.ts';
import type { SignIn } from './first-start.ts';
import { takeLock } from './lock.ts';
import { prepareNamespace } from './namespace.ts';
import { isFree } from './server-process.ts';
import { startServices } from './services.ts';

export type Supervision = {
  readonly settings: Settings;
  readonly say: (line: string) => void;
  /** Called when Pursuit cannot go on by itself: a server that does not come back, a worker that failed. */
  readonly giveUp: (reason: Error) => void;
};

export type Stop = () => Promise<void> | void;

export type Running = {
  readonly stop: Stop;
  readonly signIn: SignIn | undefined;
};

/**
 * Brings Pursuit up: the folder's lock, the embedded servers where the settings name none, migrations, worker, API. What it gives
 * stops all of it in the opposite order. What had been started is stopped when a later part fails.
 */
export async function startPursuit(supervision: Supervision): Promise<Running> {
  const { settings } = supervision;
  const started: Stop[] = [];
  const stopAll = () => stopInReverse(started);
  try {
    await requireFreePorts(settings);
    if (needsEmbedded(settings)) started.push(takeLock(settings.PURSUIT_FOLDER));
    const servers = await openServers(supervision);
    started.push(servers.stop);
    await prepare(servers, supervision);
    const signIn = await startServices({ ...supervision, servers, onStarted: (stop) => started.push(stop) });
    return { stop: stopAll, signIn };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Only what is embedded is migrated unasked; a real database is changed by whoever runs it. */
async function prepare({ databaseUrl, temporalAddress }: Servers, { settings, say }: Supervision): Promise<void> {
  if (settings.DATABASE_URL === undefined) {
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`The database is up to date: ${applied.length} migrations applied.`);
  } else {
    await requireMigrated(databaseUrl);
  }
  if (settings.TEMPORAL_ADDRESS === undefined) await prepareEmbeddedNamespace(settings, temporalAddress);
}

async function requireMigrated(databaseUrl: string): Promise<void> {
  const pending = await pendingMigrations(databaseUrl).catch((cause: Error) => {
    throw new DependencyAway(`The database of DATABASE_URL cannot be used: ${cause.message}`, { cause });
  });
  if (pending.length > 0) throw new Error(`The database lacks ${pending.join(', ')}. Run \`npm run db:migrate\` first.`);
}

async function prepareEmbeddedNamespace(settings: Settings, address: string): Promise<void> {
  const connection = openClientConnection(settings, address);
  try {
    await prepareNamespace(connection, settings.TEMPORAL_NAMESPACE);
  } finally {
    await connection.close();
  }
}

async function requireFreePorts({ HOST, PORT, ADMIN_PORT, PURSUIT_ROLE }: Settings): Promise<void> {
  const wanted = PURSUIT_ROLE === 'worker' ? ({ ADMIN_PORT } as const) : ({ PORT, ADMIN_PORT } as const);
  for (const [name, port] of Object.entries(wanted)) {
    if (!(await isFree(port, HOST)))
      throw new Error(`Port ${port} of ${HOST} is taken by another program. Set ${name} to a free one.`);
  }
}

async function stopInReverse(started: Stop[]): Promise<void> {
  for (let stop = started.pop(); stop !== undefined; stop = started.pop()) await stop();
}
