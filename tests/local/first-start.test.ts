import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hashPassword } from '../../api/session/password.ts';
import { prepareFirstStart } from '../../local/first-start.ts';
import { startPostgres } from '../../local/postgres.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { freshFolder } from '../harness/folder.ts';

test('the start tells how to sign in for as long as that is true, whatever the folder holds', async () => {
  const folder = freshFolder();
  const database = await anEmptyDatabase(join(folder, 'postgres'));
  const start = () => prepareFirstStart(database, { PURSUIT_FOLDER: folder, PURSUIT_DEMO: false });

  const first = await start();
  expect(first).toEqual({ email: 'admin@pursuit.example', password: expect.stringMatching(/^\S{16}$/) });
  expect(await start()).toEqual(first);
  expect(statSync(join(folder, 'password')).mode & 0o077).toBe(0);

  await database.prisma.user.updateMany({ data: { passwordHash: await hashPassword('one of his own') } });
  expect(await start()).toBeUndefined();

  await database.prisma.user.updateMany({ data: { passwordHash: await hashPassword(first?.password ?? ''), active: false } });
  expect(await start()).toBeUndefined();
});

async function anEmptyDatabase(folder: string): Promise<Database> {
  const postgres = await startPostgres({ folder, settings: { fsync: 'off' } });
  await migrate(postgres.url);
  const database = openDatabase(postgres.url);
  onTestFinished(async () => {
    await database.close();
    await postgres.stop();
  });
  return database;
}
