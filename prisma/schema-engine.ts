import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { prismaFolder } from './folder.ts';

export const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Lends Prisma's schema engine, which runs in this process and needs neither a download nor a program. Its connections end with the task:
 * the engine itself never gives its advisory lock back.
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  task: (engine: glue.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await loadEngine();
  const fields = connectionFields(databaseUrl);
  const pool = new pg.Pool(fields);
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(adapterWithShadow(pool, fields));
    return await task(await glue.SchemaEngine.new({ datamodels: [['schema.prisma', readSchema()]] }, () => undefined, factory));
  } finally {
    await pool.end();
  }
}

export function readSchema(): string {
  return readFileSync(join(prismaFolder, 'schema.prisma'), 'utf8');
}

export function readMigrations() {
  const baseDir = join(prismaFolder, 'migrations');
  const names = readdirSync(baseDir, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(join(baseDir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.toSorted().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

let loading: Promise<void> | undefined;

/** The package's own entry imports `.wasm`, which Node refuses; its two halves are joined here, once. */
function loadEngine(): Promise<void> {
  loading ??= joinHalves();
  return loading;
}

async function joinHalves(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(script.replace(/\.js$/, '.wasm'));
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) },
  });
  const { instance } = await webAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

type Instance = { readonly exports: { readonly __wbindgen_start: () => void } };
type Instantiate = (bytes: Uint8Array, imports: object) => Promise<{ readonly instance: Instance }>;

/** Node's types know of it only beside those of a browser. */
const webAssembly = (globalThis as unknown as { readonly WebAssembly: { readonly instantiate: Instantiate } }).WebAssembly;

/** Given a connection string, the stock adapter takes the real database for its shadow; here the shadow is thrown away. */
function adapterWithShadow(pool: pg.Pool, fields: pg.PoolConfig): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => mended(await factory.connect()),
    connectToShadowDb: () => connectToShadow(fields),
  };
}

async function connectToShadow(fields: pg.PoolConfig): Promise<SqlDriverAdapter> {
  const database = `prisma_shadow_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(fields, `CREATE DATABASE ${database}`);
  const shadow = await new PrismaPg({ ...fields, database }).connect();
  const dispose = async () => {
    await shadow.dispose();
    await administer(fields, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  };
  return overriding(mended(shadow), { dispose });
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** A script goes whole, where the stock adapter cuts it at every `;`; catalog columns of type "char", which it refuses, are let through. */
function mended(adapter: Adapter): SqlDriverAdapter {
  const pool = adapter.underlyingDriver();
  disguiseChars(pool);
  return overriding(adapter, {
    executeScript: (script) => pool.query(script).then(() => undefined, tellEngine),
    queryRaw: async (query) => {
      const result = await adapter.queryRaw(query);
      return {
        ...result,
        columnTypes: result.columnTypes.map((type) => (type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type)),
      };
    },
  });
}

/** They pass as uuid, which no catalog column is. */
function disguiseChars(pool: pg.Pool): void {
  const query = pool.query.bind(pool) as (asked: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult>;
  const disguised = async (asked: pg.QueryArrayConfig) => {
    const result = await query(asked);
    for (const field of result.fields ?? []) if (field.dataTypeID === charOid) field.dataTypeID = uuidOid;
    return result;
  };
  Object.assign(pool, { query: disguised });
}

const charOid = 18;
const uuidOid = 2950;

/** The engine shows the text of no other error. */
function tellEngine(error: unknown): never {
  const { code = 'XX000', message, severity = 'ERROR', detail, hint } = error as pg.DatabaseError;
  throw new DriverAdapterError({ kind: 'postgres', code, message, severity, detail, hint, column: undefined });
}

function overriding(adapter: SqlDriverAdapter, changes: Partial<SqlDriverAdapter>): SqlDriverAdapter {
  return new Proxy(adapter, {
    get(target, name: keyof SqlDriverAdapter) {
      const own = changes[name] ?? target[name];
      return typeof own === 'function' ? (own as () => unknown).bind(target) : own;
    },
  });
}

async function administer(fields: pg.PoolConfig, statement: string): Promise<void> {
  const client = new pg.Client(fields);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function connectionFields(databaseUrl: string): pg.PoolConfig & { readonly database: string } {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: databaseUrl });
  return { host, port, user: user ?? '', password: password ?? '', database: database ?? '', ssl };
}
