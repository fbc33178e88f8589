import pg from 'pg';
import { noFilters, withSchemaEngine, readMigrations } from './schema-engine.ts';

/** Applies what is new in `prisma/migrations` and gives its names. Several at once wait for each other; `prisma migrate deploy` does the same. */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const asked = { migrationsList: readMigrations(), filters: noFilters };
    const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) => engine.applyMigrations(asked));
    return appliedMigrationNames;
  } finally {
    await client.end(); // gives the lock back
  }
}

/** The names of migrations that this database still lacks. */
export async function pendingMigrations(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const applied = await appliedNames(client);
    return readMigrations().migrationDirectories.flatMap(({ path }) => (applied.has(path) ? [] : [path]));
  } finally {
    await client.end();
  }
}

async function appliedNames(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exist");
  if (tables[0].exist !== true) return new Set();
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  );
  return new Set(rows.map(({ name }) => name));
}

/** Not the number that Prisma itself locks, and waits for at most ten seconds. */
const migrationLock = 20_261_123;
