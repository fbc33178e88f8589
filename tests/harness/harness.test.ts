import { Connection } from '@temporalio/client';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { searchAttributes } from '../../local/namespace.ts';
import { freshDatabase } from './database.ts';
import { freshNamespace, temporalAddress } from './temporal.ts';

describe('a fresh database', () => {
  test('takes what is written to it, and shows it to nobody else', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);

    await query(one.url, 'CREATE TABLE note (words text)');

    expect(await query(one.url, "SELECT to_regclass('note')::text AS found")).toEqual([{ found: 'note' }]);
    expect(await query(other.url, "SELECT to_regclass('note')::text AS found")).toEqual([{ found: null }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  test('is gone once dropped, even with a client connected', async () => {
    const { url, drop } = await freshDatabase();
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();

    await drop();

    await expect(query(url, 'SELECT')).rejects.toThrow('does not exist');
  });
});

test('a fresh namespace knows every search attribute', async () => {
  const namespace = await freshNamespace();
  const connection = await Connection.connect({ address: temporalAddress() });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  await connection.close();

  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(searchAttributes.map(({ name }) => name)));
});

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
