import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPostgres, type Postgres } from '../../local/postgres.ts';
import { isAlive } from '../../local/server-process.ts';
import { freshFolder } from '../harness/folder.ts';
import { startProgram } from '../harness/program.ts';

describe('the embedded PostgreSQL', () => {
  test('keeps data, port and password from start to start', async () => {
    const folder = freshFolder();
    const first = await start(folder);
    await query(first, 'CREATE TABLE sale (name text)', "INSERT INTO sale VALUES ('三百万的酒店')");
    await first.stop();

    const second = await start(folder);

    expect(second.url).toBe(first.url);
    expect(await query(second, 'SELECT name FROM sale')).toEqual([{ name: '三百万的酒店' }]);
  });

  test('listens on this machine alone, and wants its password', async () => {
    const postgres = await start(freshFolder());

    expect(await query(postgres, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(new URL(postgres.url).password).toMatch(/^[0-9a-f]{48}$/);
    await expect(query({ ...postgres, url: postgres.url.replace(/:[0-9a-f]+@/, ':wrong@') }, 'SELECT')).rejects.toThrow(
      'password',
    );
  });

  test('sorts Chinese names by their sound', async () => {
    const postgres = await start(freshFolder());

    expect(
      await query(postgres, `SELECT string_agg(n, '' ORDER BY n COLLATE "zh-x-icu") FROM unnest('{王,李,张}'::text[]) n`),
    ).toEqual([{ string_agg: '李王张' }]);
  });

  test('killed with kill -9 it comes back with what was committed', async () => {
    const folder = freshFolder();
    const first = await start(folder);
    await query(first, 'CREATE TABLE sale (name text)', "INSERT INTO sale VALUES ('committed')");
    process.kill(first.pid, 'SIGKILL');
    await first.exited;

    expect(await query(await start(folder), 'SELECT name FROM sale')).toEqual([{ name: 'committed' }]);
  });

  test('left running by a starter killed with kill -9 it is stopped and started anew', async () => {
    const folder = freshFolder();
    const starter = startProgram('tests/local/start-postgres.ts', [folder], {});
    await starter.says('started ');
    const orphan = Number(/started (\d+)/.exec(starter.output())?.[1]);
    starter.kill('SIGKILL');
    await starter.ends();
    expect(isAlive(orphan)).toBe(true);

    const postgres = await start(folder);

    expect(isAlive(orphan)).toBe(false);
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is not stopped by a process file that names somebody else', async () => {
    const folder = freshFolder();
    await (await start(folder)).stop();
    const stale = `${process.pid}\n${join(folder, 'data')}\n`;
    writeFileSync(join(folder, 'data', 'postmaster.pid'), stale);

    await start(folder);

    expect(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8')).not.toContain(stale);
  });

  test('begins again where making the cluster was interrupted', async () => {
    const folder = freshFolder();
    await (await start(folder)).stop();
    const unfinished = `${join(folder, 'data')}.unfinished`;
    renameSync(join(folder, 'data'), join(folder, 'elsewhere'));
    mkdirSync(unfinished);
    writeFileSync(join(unfinished, 'PG_VERSION'), '18');

    const postgres = await start(folder);

    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(unfinished)).toBe(false);
  });
});

async function start(folder: string): Promise<Postgres> {
  const postgres = await startPostgres({ folder, settings: { fsync: 'off' } });
  onTestFinished(postgres.stop);
  return postgres;
}

async function query({ url }: Postgres, ...statements: readonly string[]): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown;
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
