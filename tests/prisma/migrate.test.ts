import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findDrift } from '../../prisma/drift.ts';
import { migrate, pendingMigrations } from '../../prisma/migrate.ts';
import { readMigrations, readSchema } from '../../prisma/schema-engine.ts';

const name = `test_${randomUUID().replaceAll('-', '')}`;
const server = inject('databaseUrl');
const url = server.replace(/\/\w+$/, `/${name}`);
const all = readMigrations().migrationDirectories.map(({ path }) => path);

beforeAll(() => ask(server, `CREATE DATABASE ${name}`));
afterAll(() => ask(server, `DROP DATABASE ${name} WITH (FORCE)`));

describe('migrating', () => {
  test('an empty database, three times at once, applies each migration once', async () => {
    expect(await pendingMigrations(url)).toEqual(all);

    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);

    expect(applied.flat()).toEqual(all);
    expect(await pendingMigrations(url)).toEqual([]);
    expect(
      await ask(url, 'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1'),
    ).toEqual(all.map((path) => ({ name: path })));
  });
});

describe('the schema file', () => {
  test('says what the migrations make', async () => {
    expect(await findDrift(url)).toBeNull();
  });

  test('is caught when it says more', async () => {
    const drifted = readSchema().replace('model Team {', 'model Team {\n  motto String @default("")');

    expect(await findDrift(url, drifted)).toContain('ALTER TABLE "team" ADD COLUMN     "motto"');
  });

  test('leaves no database behind when asked', async () => {
    expect(await ask(server, "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_shadow_%'")).toEqual([]);
  });
});

async function ask(at: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
