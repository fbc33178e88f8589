import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApprovalPolicy, ApproverRef, PolicyStep } from '../../domain/approval/policy.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { findPeople, findRecipients, lineAbove, subtreeOf } from '../../prisma/people.ts';
import type { RecipientQuestion } from '../../workflows/contract.ts';
import { company, employ, sendAway } from '../builders/people.ts';
import { freshDatabase } from '../harness/database.ts';

const at = '2026-11-23T08:00:00.000Z';
let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url);
});

beforeEach(async () => {
  await db.prisma.absence.deleteMany();
  await db.prisma.approverGroup.deleteMany();
  await db.prisma.user.updateMany({ data: { superiorId: null } });
  await db.prisma.user.deleteMany();
  await employ(db, company);
});

afterAll(async () => {
  await db.close();
  await drop();
});

describe('the reporting line', () => {
  test('goes up from the nearest superior', async () => {
    expect(await lineAbove(db, 'rep')).toEqual(['manager', 'director', 'chief']);
    expect(await lineAbove(db, 'chief')).toEqual([]);
  });

  test('has everybody below, and oneself', async () => {
    expect((await subtreeOf(db, 'director')).toSorted()).toEqual(['director', 'manager', 'rep']);
    expect(await subtreeOf(db, 'nobody')).toEqual([]);
  });

  test('can never be made a circle', async () => {
    const circle = db.prisma.user.update({ where: { id: 'chief' }, data: { superiorId: 'rep' } });
    await expect(circle).rejects.toThrow('the line would be a circle');
    await expect(db.prisma.user.update({ where: { id: 'rep' }, data: { superiorId: 'rep' } })).rejects.toThrow('circle');
  });
});

describe('standing in', () => {
  /** Who acts in the manager's place. */
  async function standInFor(person: string, duty: string, when = at): Promise<string | null> {
    const text = 'SELECT user_id AS id FROM stand_in($1, $2, $3)';
    const { rows } = await db.pool.query<{ id: string }>(text, [person, duty, when]);
    return rows[0]?.id ?? null;
  }

  test('is for oneself while present', async () => {
    expect(await standInFor('manager', 'approval')).toBe('manager');
  });

  test('follows deputies of deputies', async () => {
    await employ(db, [{ id: 'first' }, { id: 'second' }]);
    await sendAway(db, { userId: 'manager', deputyId: 'first' });
    await sendAway(db, { userId: 'first', deputyId: 'second' });

    expect(await standInFor('manager', 'approval')).toBe('second');
  });

  test('is for nobody who only administers, whatever he was before', async () => {
    await employ(db, [{ id: 'first' }]);
    await sendAway(db, { userId: 'manager', deputyId: 'first' });
    await sendAway(db, { userId: 'rep', deputyId: 'chief' });
    await db.prisma.user.update({ where: { id: 'first' }, data: { roles: ['admin', 'admin'] } });
    await db.prisma.user.update({ where: { id: 'chief' }, data: { roles: ['admin', 'leadership'] } });

    expect(await standInFor('manager', 'approval')).toBeNull();
    expect(await standInFor('rep', 'approval')).toBe('chief');
    expect(await standInFor('admin', 'approval')).toBe('admin');
  });

  test('ends in nobody when deputies name each other', async () => {
    await sendAway(db, { userId: 'manager', deputyId: 'director' });
    await sendAway(db, { userId: 'director', deputyId: 'manager' });

    expect(await standInFor('manager', 'approval')).toBeNull();
  });

  test('heeds the dates: from the first instant, until the last exclusive', async () => {
    await sendAway(db, { userId: 'manager', deputyId: 'director', from: at, until: '2026-11-24T00:00:00.000Z' });

    expect(await standInFor('manager', 'approval', '2026-11-23T07:59:59.999Z')).toBe('manager');
    expect(await standInFor('manager', 'approval')).toBe('director');
    expect(await standInFor('manager', 'approval', '2026-11-24T00:00:00.000Z')).toBe('manager');
  });

  test('heeds what the deputy was asked to do', async () => {
    await sendAway(db, { userId: 'manager', deputyId: 'director', kinds: ['escalation'] });

    expect(await standInFor('manager', 'escalation')).toBe('director');
    expect(await standInFor('manager', 'approval')).toBeNull();
  });

  test('is for nobody who left', async () => {
    await sendAway(db, { userId: 'manager', deputyId: 'director' });
    await leave('manager');

    expect(await standInFor('manager', 'approval')).toBeNull();
  });
});

describe('whom a ladder tells', () => {
  test('the owner, the manager, the next superior, leadership', async () => {
    expect(await told({ tell: { to: 'owner' } })).toEqual([{ userId: 'rep', level: 0 }]);
    expect(await told({ tell: { to: 'superior', level: 1 } })).toEqual([{ userId: 'manager', level: 1 }]);
    expect(await told({ tell: { to: 'superior', level: 2 } })).toEqual([{ userId: 'director', level: 2 }]);
    expect(await told({ tell: { to: 'leadership' } })).toEqual([{ userId: 'chief', level: 3 }]);
  });

  test('the deputy of one who is away, and for whom', async () => {
    await employ(db, [{ id: 'deputy' }]);
    await sendAway(db, { userId: 'manager', deputyId: 'deputy' });

    expect(await told({ tell: { to: 'superior', level: 1 } })).toEqual([{ userId: 'deputy', level: 1, onBehalfOf: 'manager' }]);
  });

  test.for([
    { when: 'is away without a deputy', make: () => sendAway(db, { userId: 'manager' }) },
    { when: 'left', make: () => leave('manager') },
    { when: 'is represented by the owner himself', make: () => sendAway(db, { userId: 'manager', deputyId: 'rep' }) },
  ])('the next one up when the manager $when', async ({ make }) => {
    await make();

    expect(await told({ tell: { to: 'superior', level: 1 } })).toEqual([{ userId: 'director', level: 2 }]);
  });

  test('the manager when the owner is not there', async () => {
    await leave('rep');

    expect(await told({ tell: { to: 'owner' } })).toEqual([{ userId: 'manager', level: 1 }]);
  });

  test('nobody twice for one step: the next one up instead', async () => {
    expect(await told({ tell: { to: 'superior', level: 2 }, alreadyTold: ['rep', 'manager', 'director'] })).toEqual([
      { userId: 'chief', level: 3 },
    ]);
  });

  test('those of leadership who have not heard, and all of them again when all have', async () => {
    await employ(db, [{ id: 'president', roles: ['leadership'] }]);

    expect(await told({ tell: { to: 'leadership' }, alreadyTold: ['chief'] })).toEqual([{ userId: 'president', level: 4 }]);
    expect(await told({ tell: { to: 'leadership' }, alreadyTold: ['chief', 'president'] })).toEqual([
      { userId: 'chief', level: 3 },
      { userId: 'president', level: 4 },
    ]);
  });

  test('leadership above the top of the line, and an admin above leadership', async () => {
    await employ(db, [{ id: 'president', roles: ['leadership'] }]);
    expect(await told({ ownerId: 'chief', tell: { to: 'superior', level: 1 } })).toEqual([{ userId: 'president', level: 1 }]);

    await leave('president');
    expect(await told({ ownerId: 'chief', tell: { to: 'superior', level: 1 } })).toMatchObject([{ userId: 'admin' }]);
  });

  test('nobody of the line who only administers, but the next one up', async () => {
    await db.prisma.user.update({ where: { id: 'manager' }, data: { roles: ['admin'] } });

    expect(await told({ tell: { to: 'superior', level: 1 } })).toEqual([{ userId: 'director', level: 2 }]);
  });

  test('somebody even when all are away', async () => {
    for (const userId of ['manager', 'director', 'chief', 'admin']) await sendAway(db, { userId });

    expect(await told({ tell: { to: 'superior', level: 1 } })).toMatchObject([{ userId: 'admin' }, { userId: 'chief' }]);
  });

  test('leadership for an owner nobody knows', async () => {
    expect(await told({ ownerId: 'stranger', tell: { to: 'owner' } })).toMatchObject([{ userId: 'chief' }]);
  });
});

describe('the people an approval may concern', () => {
  test('are those concerned, whom the policy names, their lines and their deputies, and nobody else', async () => {
    await employ(db, [{ id: 'accountant' }, { id: 'clerk' }, { id: 'stranger' }, { id: 'stand-in' }]);
    await db.prisma.approverGroup.create({
      data: { key: 'finance', name: { en: 'Finance', zh: '财务' }, members: { create: [{ userId: 'accountant' }] } },
    });
    await sendAway(db, { userId: 'accountant', deputyId: 'clerk', ...thisCentury });
    await sendAway(db, { userId: 'clerk', deputyId: 'stand-in', kinds: ['escalation'], ...thisCentury });
    await sendAway(db, { userId: 'manager', from: '2020-01-01T00:00:00.000Z', until: '2020-02-01T00:00:00.000Z' });

    const people = await findPeople(db, { policy: aPolicy([{ group: 'finance' }]), concerned: ['rep'] });

    expect(people.map(({ id }) => id)).toEqual(['accountant', 'chief', 'clerk', 'director', 'manager', 'rep', 'stand-in']);
    expect(people[0]).toEqual({
      id: 'accountant',
      superiorId: null,
      active: true,
      roles: ['rep'],
      groups: ['finance'],
      absences: [{ fromAt: '2001-01-01T00:00:00.000Z', untilAt: '2100-01-01T00:00:00.000Z', deputyId: 'clerk', ceiling: null }],
    });
    expect(people.find(({ id }) => id === 'clerk')?.absences[0]?.deputyId).toBeNull();
    expect(people.find(({ id }) => id === 'manager')?.absences).toEqual([]);
  });

  test('are found by name and by role', async () => {
    expect(
      (await findPeople(db, { policy: aPolicy([{ role: 'leadership' }, { person: 'admin' }]), concerned: [] })).map(
        ({ id }) => id,
      ),
    ).toEqual(['admin', 'chief']);
  });

  test('bring the ceiling of a deputy as it was set', async () => {
    const dates = { fromAt: thisCentury.from, untilAt: thisCentury.until };
    const ceiling = { ceilingAmount: '500000.50', ceilingCurrency: 'CNY' };
    await db.prisma.absence.create({ data: { userId: 'manager', deputyId: 'director', setBy: 'manager', ...dates, ...ceiling } });

    const people = await findPeople(db, { policy: aPolicy([]), concerned: ['manager'] });

    expect(people.find(({ id }) => id === 'manager')?.absences[0]?.ceiling).toEqual({ amount: '500000.5', currency: 'CNY' });
  });
});

const thisCentury = { from: '2001-01-01T00:00:00.000Z', until: '2100-01-01T00:00:00.000Z' };

function aPolicy(approvers: readonly ApproverRef[]): ApprovalPolicy {
  const day = { workingHours: 24 };
  const title = { en: 'Step', zh: '步骤' };
  const step: PolicyStep = { key: 'one', title, rank: 1, approvers, mode: { kind: 'any' }, remindAfter: day, escalateAfter: day };
  return { key: 'policy', version: 1, name: title, rows: [], steps: [step], counting: 'first', comments: [] };
}

function told(question: Partial<RecipientQuestion>) {
  return findRecipients(db, { ownerId: 'rep', tell: { to: 'owner' }, at, alreadyTold: [], ...question });
}

async function leave(id: string): Promise<void> {
  await db.prisma.user.update({ where: { id }, data: { active: false, leftAt: at } });
}
