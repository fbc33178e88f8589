import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { undeliveredMail } from '../../prisma/undelivered-mail.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url);
});

afterAll(async () => {
  await db.close();
  await drop();
});

beforeEach(() => db.prisma.inbox.deleteMany());

const lastWeek = new Date(Date.now() - 7 * 86_400_000);

test.for([
  { mail: 'was refused', row: { state: 'failed', attempts: 1 }, count: 1 },
  { mail: 'grew too old', row: { state: 'expired', attempts: 9 }, count: 1 },
  { mail: 'has been tried for ten minutes', row: { attempts: 8 }, count: 1 },
  { mail: 'is put off for now', row: { attempts: 2 }, count: 0 },
  { mail: 'was refused last week', row: { state: 'failed', attempts: 1, nextAttemptAt: lastWeek }, count: 0 },
  { mail: 'was never tried, for its reader has left', row: { state: 'expired' }, count: 0 },
])('$count undelivered where one mail $mail', async ({ row, count }) => {
  const notice = { key: 'notice', recipientId: 'rep', kind: 'ruled', workflowId: 'opportunity:hotel', seq: 1, facts: {} };
  const deliveries = { create: { recipientId: 'rep', channel: 'mail', lastError: '550 no', ...row } };
  await db.prisma.inbox.create({ data: { ...notice, deliveries } });

  expect(await undeliveredMail(db)).toEqual({ count, lastError: count === 0 ? null : '550 no' });
});
