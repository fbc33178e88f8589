import { expect, test } from 'vitest';
import { isDatabaseAway } from '../../api/http/failure.ts';
import { openDatabase } from '../../prisma/database.ts';
import { freshDatabase } from '../harness/database.ts';

test('a server that does not answer within the patience counts as away, and is asked anew', async () => {
  const { url, drop } = await freshDatabase();
  const database = openDatabase(url, { patienceMs: 300 });
  const frozen: unknown = await database.pool.query('SELECT pg_sleep(3)').catch((error: unknown) => error);

  expect(isDatabaseAway(frozen)).toBe(true);
  expect((await database.pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  expect(await database.prisma.user.count()).toBe(0);
  await database.close();
  await drop();
});
