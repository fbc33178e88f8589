import { Connection } from '@temporalio/client';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findTemporal } from '../../local/find-temporal.ts';
import { namespaceFault, prepareNamespace, searchAttributes } from '../../local/namespace.ts';
import { startTemporal, type Temporal } from '../../local/temporal.ts';
import { freshFolder } from '../harness/folder.ts';

describe('the embedded Temporal', () => {
  test('killed with kill -9 it comes back at its address with its data', async () => {
    const folder = freshFolder();
    const first = await start(folder);
    await withConnection(first, (connection) => prepareNamespace(connection, 'kept'));
    process.kill(first.pid, 'SIGKILL');
    await first.exited;

    const second = await start(folder);

    expect(second.address).toBe(first.address);
    expect(await knownAttributes(second, 'kept')).toEqual(expect.arrayContaining(searchAttributes.map(({ name }) => name)));
  });

  test('knows the search attributes from the first start, and preparing its namespace again changes nothing', async () => {
    const temporal = await start(freshFolder());

    expect(await knownAttributes(temporal, 'default')).toEqual(expect.arrayContaining(searchAttributes.map(({ name }) => name)));
    await withConnection(temporal, (connection) => prepareNamespace(connection, 'default'));
  });

  test('says why Pursuit cannot work in a namespace, until it is prepared', async () => {
    const temporal = await start(freshFolder());

    await withConnection(temporal, async (connection) => {
      expect(await namespaceFault(connection, 'sales')).toBe('Temporal has no namespace sales');
      const retention = { seconds: 86_400 as never };
      await connection.workflowService.registerNamespace({ namespace: 'bare', workflowExecutionRetentionPeriod: retention });
      expect(await namespaceFault(connection, 'bare')).toBe(
        'the namespace bare lacks the search attributes OppStage, OppOwner, OppTeam, OppState, EscalationLevel, NextDueAt',
      );
      for (const namespace of ['sales', 'bare']) {
        await prepareNamespace(connection, namespace);
        expect(await namespaceFault(connection, namespace)).toBeUndefined();
      }
    });
  });

  test('sets a data file aside that its first start left half made', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'temporal.db'), '');

    await start(folder);

    expect(readdirSync(folder).filter((name) => name.includes('half-made'))).not.toEqual([]);
  });
});

async function start(folder: string): Promise<Temporal> {
  const source = await findTemporal({ env: { ...process.env, TEMPORAL_ADDRESS: undefined }, say: () => undefined });
  if (source.from === 'address') throw new Error('Asked for an executable.');
  const temporal = await startTemporal({ executable: source.executable, folder });
  onTestFinished(temporal.stop);
  return temporal;
}

async function withConnection<T>({ address }: Temporal, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function knownAttributes(temporal: Temporal, namespace: string): Promise<readonly string[]> {
  const { customAttributes } = await withConnection(temporal, ({ operatorService }) =>
    operatorService.listSearchAttributes({ namespace }),
  );
  return Object.keys(customAttributes);
}
