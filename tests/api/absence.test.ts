import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';

let stage: Stage;
let ann: Asker, bob: Asker, north: Asker, admin: Asker;

beforeAll(async () => {
  stage = await aStage();
  const names = ['ann', 'bob', 'north', 'admin'] as const;
  [ann, bob, north, admin] = (await Promise.all(names.map((name) => asPerson(stage, name)))) as [Asker, Asker, Asker, Asker];
});
afterAll(() => stage.close());
beforeEach(() => stage.database.prisma.absence.deleteMany());

const january = { fromAt: '2031-01-01T00:00:00.000Z', untilAt: '2031-02-01T00:00:00.000Z' };
const february = { fromAt: '2031-02-01T00:00:00.000Z', untilAt: '2031-03-01T00:00:00.000Z' };

function away(who: Asker, changes: object = {}) {
  return who('POST', '/absences', { body: { ...january, ...changes } });
}

describe('an absence', () => {
  test('is set by oneself, a superior or an administrator; a colleague may not', async () => {
    expect(await away(ann, { deputyId: 'bob' })).toMatchObject({ status: 201, body: { userId: 'ann', setBy: 'ann' } });
    expect(await away(north, { ...february, userId: 'ann' })).toMatchObject({ status: 201, body: { setBy: 'north' } });
    expect(await away(admin, { userId: 'bob' })).toMatchObject({ status: 201, body: { setBy: 'admin' } });
    expect(await away(bob, { userId: 'ann' })).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  test('needs an end that lies ahead, after its start', async () => {
    const before = { fromAt: january.untilAt, untilAt: january.fromAt };
    expect((await away(ann, before)).body['errors']).toMatchObject([{ pointer: '/untilAt', code: 'not-after-start' }]);
    const gone = { fromAt: '2020-01-01T00:00:00.000Z', untilAt: '2020-02-01T00:00:00.000Z' };
    expect((await away(ann, gone)).body['errors']).toMatchObject([{ pointer: '/untilAt', code: 'not-later' }]);
  });

  test('needs a deputy who is somebody else, known and still here', async () => {
    expect((await away(ann, { deputyId: 'ann' })).body['errors']).toMatchObject([{ pointer: '/deputyId', code: 'oneself' }]);
    expect((await away(ann, { deputyId: 'nobody' })).body['errors']).toMatchObject([{ pointer: '/deputyId', code: 'unknown' }]);
    await stage.database.prisma.user.create({
      data: { id: 'gone', name: 'Gone', email: 'gone@boilers.example', roles: [], active: false },
    });
    expect((await away(ann, { deputyId: 'gone' })).body['errors']).toMatchObject([{ pointer: '/deputyId', code: 'not-active' }]);
  });

  test('needs a deputy who does more than administer', async () => {
    expect(await away(ann, { deputyId: 'admin' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/deputyId', code: 'only-administers', detail: expect.stringContaining('neither sells') }] },
    });
    expect(await away(admin, { deputyId: 'bob' })).toMatchObject({ status: 201 });
  });

  test('does not overlap another for the same duties; the other one is named', async () => {
    const { body } = await away(ann, { deputyId: 'bob' });
    const overlapping = { fromAt: '2031-01-31T23:59:59.999Z', untilAt: february.untilAt };
    expect(await away(ann, { ...overlapping, deputyId: 'north' })).toMatchObject({
      status: 409,
      body: { code: 'absence-overlaps', facts: { absenceId: body['id'], ...january } },
    });
    expect(await away(ann, { ...february, deputyId: 'north' })).toMatchObject({ status: 201 });
  });

  test('may have one deputy for smaller contracts and one for larger, or one for each duty', async () => {
    const ceiling = { amount: '1000000', currency: 'CNY' };
    expect(await away(ann, { deputyId: 'bob', ceiling })).toMatchObject({ status: 201 });
    expect(await away(ann, { deputyId: 'north', kinds: ['approval'] })).toMatchObject({ status: 201 });
    expect(await away(ann, { deputyId: 'bob', kinds: ['escalation'] })).toMatchObject({ status: 201 });
    expect(await away(ann, { deputyId: 'bob', ceiling })).toMatchObject({ status: 409, body: { code: 'absence-overlaps' } });
  });

  test('of two set at the same moment for the same time stands once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => away(ann, { deputyId: 'bob' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['code'] === 'absence-overlaps')).toHaveLength(5);
  });

  test('is changed by those who may set it, by the same rules', async () => {
    const first = `/absences/${String((await away(ann, { deputyId: 'bob' })).body['id'])}`;
    await away(ann, february);
    expect(await north('PATCH', first, { body: { deputyId: 'cao' } })).toMatchObject({
      status: 200,
      body: { ...january, deputyId: 'cao', setBy: 'north' },
    });
    expect(await ann('PATCH', first, { body: { untilAt: february.untilAt } })).toMatchObject({
      status: 409,
      body: { code: 'absence-overlaps' },
    });
    expect((await ann('PATCH', first, { body: { untilAt: january.fromAt } })).body['errors']).toMatchObject([
      { pointer: '/untilAt', code: 'not-after-start' },
    ]);
    expect(await bob('PATCH', first, { body: { deputyId: null } })).toMatchObject({ status: 404 });
    expect(await ann('PATCH', first, { body: { deputyId: null } })).toMatchObject({ status: 200, body: { deputyId: null } });
  });

  test('that two change at the same moment keeps both changes', async () => {
    const path = `/absences/${String((await away(ann)).body['id'])}`;
    const held = await stage.database.pool.connect();
    await held.query('BEGIN; SELECT FROM people_clock FOR UPDATE');
    const changes = [ann('PATCH', path, { body: { deputyId: 'bob' } }), north('PATCH', path, { body: { kinds: ['approval'] } })];
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await expect.poll(async () => (await stage.database.pool.query(waiting)).rowCount).toBe(2);
    await held.query('COMMIT');
    held.release();

    expect(await Promise.all(changes)).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect((await ann('GET', '/absences')).body['items']).toMatchObject([{ ...january, deputyId: 'bob', kinds: ['approval'] }]);
  });
});

describe('a ring of deputies', () => {
  test('is refused, and named', async () => {
    await away(ann, { deputyId: 'bob' });
    await away(bob, { deputyId: 'north' });
    expect(await away(north, { deputyId: 'ann' })).toMatchObject({
      status: 409,
      body: {
        code: 'deputies-in-a-ring',
        facts: { people: ['north', 'ann', 'bob', 'north'], ring: 'north → ann → bob → north' },
      },
    });
  });

  test('is none when somebody of it is there at any time, or they stand in for different duties', async () => {
    await away(ann, { deputyId: 'bob' });
    expect(await away(bob, { ...february, deputyId: 'ann' })).toMatchObject({ status: 201 });
    await away(north, { deputyId: 'cao', kinds: ['approval'] });
    const cao = await asPerson(stage, 'cao');
    expect(await away(cao, { deputyId: 'north', kinds: ['verification'] })).toMatchObject({ status: 201 });
  });

  test('is found behind the deputy too, and does not hang on a ring that is there already', async () => {
    const { prisma } = stage.database;
    const [fromAt, untilAt] = [new Date(january.fromAt), new Date(january.untilAt)];
    for (const [userId, deputyId] of [
      ['bob', 'cao'],
      ['cao', 'bob'],
    ] as const)
      await prisma.absence.create({ data: { userId, deputyId, fromAt, untilAt, setBy: userId } });
    expect(await away(ann, { deputyId: 'bob' })).toMatchObject({ status: 201 });
  });
});
