import { migrate, pendingMigrations } from '../prisma/migrate.ts';
import type { Settings } from './config.ts';
import { openClientConnection } from './connection.ts';
import { DependencyAway } from './dependency-away.ts';
import type { Servers } from './embedded.ts';
import { prepareNamespace } from './namespace.ts';
import type { Supervision } from './supervisor.ts';

/** Only what is embedded is migrated unasked; a real database is changed by whoever runs it. */
export async function prepareServers({ databaseUrl, temporalAddress }: Servers, { settings, say }: Supervision): Promise<void> {
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
