import type { Connection } from '@temporalio/client';
import { migrate, pendingMigrations } from '../prisma/migrate.ts';
import type { Settings } from './config.ts';
import { openClientConnection } from './connection.ts';
import { DependencyAway } from './dependency-away.ts';
import type { Servers } from './embedded.ts';
import { namespaceFault, namespaceRemedy, prepareNamespace } from './namespace.ts';
import type { Supervision } from './supervisor.ts';

/** Only what is embedded is prepared unasked; a real database or Temporal is changed by whoever runs it. */
export async function prepareServers(servers: Servers, { settings, say }: Supervision): Promise<void> {
  const { databaseUrl } = servers;
  if (settings.DATABASE_URL === undefined) {
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`The database is up to date: ${applied.length} migrations applied.`);
  } else {
    await requireMigrated(databaseUrl);
  }
  await makeSureOfNamespace(settings, servers);
}

async function requireMigrated(databaseUrl: string): Promise<void> {
  const pending = await pendingMigrations(databaseUrl).catch((cause: Error) => {
    throw new DependencyAway(`The database of DATABASE_URL cannot be used: ${cause.message}`, { cause });
  });
  if (pending.length > 0) throw new Error(`The database lacks ${pending.join(', ')}. Run \`npm run db:migrate\` first.`);
}

async function makeSureOfNamespace(settings: Settings, { temporalAddress }: Servers): Promise<void> {
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = settings;
  const connection = openClientConnection(settings, temporalAddress);
  try {
    if (TEMPORAL_ADDRESS === undefined) await prepareNamespace(connection, TEMPORAL_NAMESPACE);
    else await requirePrepared(connection, TEMPORAL_NAMESPACE);
  } finally {
    await connection.close();
  }
}

/** Where Temporal does not say, the start goes on: a worker finds out by itself, and an API serves reads without Temporal. */
async function requirePrepared(connection: Connection, namespace: string): Promise<void> {
  const fault = await namespaceFault(connection, namespace).catch(() => undefined);
  if (fault !== undefined) throw new Error(`Pursuit cannot work there: ${fault}. First ${namespaceRemedy}.`);
}
