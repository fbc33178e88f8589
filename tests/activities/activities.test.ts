import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activities } from '../../activities/index.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { anAccount, anEvent } from '../builders/account.ts';
import { company, employ } from '../builders/people.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url);
  await employ(db, company);
});

afterAll(async () => {
  await db.close();
  await drop();
});

describe('what workflows need done outside', () => {
  test('an account is written once, however often it is told', async () => {
    const { project } = activities({ database: db });
    await Promise.all(Array.from({ length: 10 }, () => project(anAccount(1, 3))));

    expect(await db.prisma.event.count()).toBe(3);
    expect((await db.prisma.opportunity.findUniqueOrThrow({ where: { id: 'hotel' } })).seq).toBe(3);
  });

  test('another history of the same sale is refused with its number', async () => {
    const { project } = activities({ database: db });
    const reset = anAccount(1, 1, { id: 'reset' });
    await project(reset);
    const other = {
      ...reset,
      entries: [{ seq: 1, event: anEvent(1, { contactedAt: '2020-01-01T00:00:00.000Z' }), notices: [] }],
    };

    await expect(project(other)).rejects.toThrow('opportunity:reset has another event 1');
  });

  test('people are found as they stand', async () => {
    const { findRecipients } = activities({ database: db });
    const question = {
      ownerId: 'rep',
      tell: { to: 'superior', level: 2 },
      at: '2026-11-23T08:00:00.000Z',
      alreadyTold: [],
    } as const;

    expect(await findRecipients(question)).toEqual([{ userId: 'director', level: 2 }]);
  });
});
