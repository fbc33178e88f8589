import { noFilters, withSchemaEngine, readMigrations, readSchema } from './schema-engine.ts';

/**
 * The SQL that leads from the migrations to a schema, by default the one in `schema.prisma`; null when they agree. A new migration starts
 * as this text. The server must be up: the migrations are played into a database that is thrown away.
 */
export async function findDrift(databaseUrl: string, schema = readSchema()): Promise<string | null> {
  const asked = {
    from: { tag: 'migrations' as const, ...readMigrations() },
    to: { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content: schema }] },
    script: true,
    exitCode: true,
    filters: noFilters,
  };
  const { stdout, exitCode } = await withSchemaEngine(databaseUrl, (engine) => engine.diff(asked));
  return exitCode === 0 ? null : (stdout ?? '');
}
