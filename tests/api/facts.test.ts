import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiRefusal, apiClient, signInAs } from '../../api/client.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { someTerms } from '../builders/approval-request.ts';
import { secondsPlaybook } from '../builders/seconds-playbook.ts';
import type { Asker } from './http.ts';
import { ask, asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

/** A working day in a fifth of a second: the weekly repeat comes as often as a playbook may have it. */
const fast = secondsPlaybook(defaultPlaybook, 0.2);

const sixDays = { ...defaultCalendar, week: [1, 2, 3, 4, 5, 6], holidays: [], makeUpDays: [] };

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let ann: Asker, bob: Asker, north: Asker, chief: Asker, admin: Asker;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  ann = await asPerson(stage, 'ann');
  bob = await asPerson(stage, 'bob');
  north = await asPerson(stage, 'north');
  chief = await asPerson(stage, 'chief');
  admin = await asPerson(stage, 'admin');
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

async function opened(asker = ann, changes: object = {}): Promise<string> {
  const answer = await asker('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1', ...changes } });
  expect(answer).toMatchObject({ status: 201 });
  return (answer.body['opportunity'] as { id: string }).id;
}

describe('people', () => {
  const dan = {
    name: 'Dan',
    email: 'dan@boilers.example',
    roles: ['rep'],
    superiorId: 'north',
    teamId: 'team-north',
    password: 'a long enough phrase',
  };

  test('are taken in by the administrator and can sign in', async () => {
    const taken = await admin('POST', '/users', { body: { ...dan, id: 'dan' } });

    expect(taken).toMatchObject({ status: 201, body: { id: 'dan', active: true } });
    expect(JSON.stringify(taken.body)).not.toMatch(/password|argon/);
    await expect(signInAs(stage.url, { email: dan.email, password: dan.password })).resolves.toBeDefined();
  });

  test.for([
    {
      what: 'a second one with the same address',
      body: { ...dan, email: 'ann@boilers.example' },
      status: 409,
      code: 'already-exists',
    },
    {
      what: 'a superior who is not there',
      body: { ...dan, email: 'e@boilers.example', superiorId: 'nobody' },
      status: 422,
      code: 'unknown-reference',
    },
    {
      what: 'a password that is guessed at once',
      body: { ...dan, email: 'f@boilers.example', password: 'aaaaaaaaaaaa' },
      status: 422,
      code: 'password-too-weak',
    },
  ])('are refused with $what', async ({ body, status, code }) => {
    expect(await admin('POST', '/users', { body })).toMatchObject({ status, body: { code } });
  });

  test('cannot report to those below them', async () => {
    expect(await admin('PATCH', '/users/north', { body: { superiorId: 'ann' } })).toMatchObject({
      status: 409,
      body: { code: 'circular-line' },
    });
  });

  test('are found page by page, by name', async () => {
    const first = await ann('GET', '/users?limit=3');
    const second = await ann('GET', `/users?limit=200&cursor=${String(first.body['nextCursor'])}`);
    const ids = [first, second].flatMap(({ body }) => (body['items'] as { id: string }[]).map(({ id }) => id));

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['ann', 'bob', 'chief', 'lawyer']));
  });

  test('who leave are out at once, and their sales go to their superior', async () => {
    await admin('POST', '/users', { body: { ...dan, id: 'eve', email: 'eve@boilers.example' } });
    const eve = await signInAs(stage.url, { email: 'eve@boilers.example', password: dan.password });
    const { opportunity } = await eve.command('/opportunities', { name: 'Lake Mall', customerId: 'customer-1' });
    expect(await admin('PATCH', '/users/eve', { body: { active: false } })).toMatchObject({ status: 200 });

    await expect(eve.get('/me')).rejects.toBeInstanceOf(ApiRefusal);
    await expect
      .poll(async () => (await north('GET', `/opportunities/${opportunity.id}`)).body['ownerId'], { timeout: 20_000 })
      .toBe('north');
  });

  test('who come to be nothing but administrators leave their sales to their superior, and the history says why', async () => {
    await admin('POST', '/users', { body: { ...dan, id: 'fay', email: 'fay@boilers.example' } });
    const fay = await signInAs(stage.url, { email: 'fay@boilers.example', password: dan.password });
    const { opportunity } = await fay.command('/opportunities', { name: 'Lake Tower', customerId: 'customer-1' });
    const lastOf = async () => (await north('GET', `/opportunities/${opportunity.id}/events?limit=1`)).body['items'];

    await admin('PATCH', '/users/fay', { body: { roles: ['admin', 'rep'] } });
    await admin('PATCH', '/users/fay', { body: { roles: ['admin'] } });

    await expect
      .poll(lastOf, { timeout: 20_000 })
      .toMatchObject([{ type: 'reassigned', body: { ownerId: 'north', reason: 'owner-only-administers' } }]);
  });

  test('who are away name a deputy; only they, those above and administrators may', async () => {
    const away = { deputyId: 'bob', fromAt: '2030-01-01T00:00:00.000Z', untilAt: '2030-02-01T00:00:00.000Z' };
    const own = await ann('POST', '/absences', { body: away });

    expect(own).toMatchObject({ status: 201, body: { userId: 'ann', setBy: 'ann', kinds: [] } });
    expect((await bob('POST', '/absences', { body: { ...away, userId: 'ann', deputyId: 'north' } })).body['code']).toBe(
      'not-allowed',
    );
    const next = { fromAt: away.untilAt, untilAt: '2030-03-01T00:00:00.000Z' };
    expect((await north('POST', '/absences', { body: { ...away, ...next, userId: 'ann' } })).status).toBe(201);
    expect((await ann('POST', '/absences', { body: { ...away, deputyId: 'ann' } })).body['errors']).toMatchObject([
      { pointer: '/deputyId', code: 'oneself' },
    ]);
    expect((await ann('POST', '/absences', { body: { ...away, untilAt: away.fromAt } })).body['errors']).toMatchObject([
      { pointer: '/untilAt', code: 'not-after-start' },
    ]);
    expect((await bob('GET', '/absences')).body['items']).toMatchObject([{ userId: 'ann' }, { userId: 'ann' }]);
    expect((await ann('DELETE', `/absences/${String(own.body['id'])}`)).status).toBe(204);
  });
});

describe('rules', () => {
  test('are drafted, checked as a whole, published, and then fixed', async () => {
    const draft = await chief('POST', '/playbooks/fast/versions', { body: { document: fast } });
    const versions = '/playbooks/fast/versions/1';
    expect(draft).toMatchObject({
      status: 201,
      body: { key: 'fast', version: 1, status: 'draft', document: { key: 'fast', version: 1 } },
    });

    await chief('PUT', versions, { body: { document: { ...fast, stages: [] } } });
    const broken = await chief('POST', `${versions}/publish`);
    expect(broken).toMatchObject({ status: 422, body: { code: 'playbook-invalid' } });
    expect((broken.body['errors'] as { pointer: string }[])[0]?.pointer).toMatch(/^\/stages/);

    await chief('PUT', versions, { body: { document: fast } });
    expect(await chief('POST', `${versions}/publish`)).toMatchObject({
      status: 200,
      body: { status: 'published', publishedBy: 'chief' },
    });
    expect(await chief('PUT', versions, { body: { document: fast } })).toMatchObject({
      status: 409,
      body: { code: 'already-published' },
    });
    expect((await ann('GET', `/opportunities/${await opened(ann, { playbook: 'fast' })}`)).body['playbook']).toEqual({
      ...{ key: 'fast', version: 1, timingVersion: 1 },
    });
  });

  test('that several authors draft at once get a version each, and each says its own', async () => {
    const drafting = () => chief('POST', '/playbooks/at-once/versions', { body: { document: { ...defaultPlaybook } } });
    const held = await stage.database.pool.connect();
    await held.query('BEGIN; LOCK TABLE playbook IN SHARE MODE');
    const drawn = [drafting(), drafting(), drafting()];
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    await expect.poll(async () => (await stage.database.pool.query(waiting)).rowCount).toBe(3); // a transaction would see what it saw first
    await held.query('COMMIT');
    held.release();
    const drafts = await Promise.all(drawn);

    expect(drafts.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(drafts.map(({ body }) => body['version']))).toEqual(new Set([1, 2, 3]));
    for (const { body } of drafts) expect(body['document']).toMatchObject({ key: 'at-once', version: body['version'] });
  });

  test('can be checked without being kept', async () => {
    const wrong = await ann('POST', '/calendars/validate', { body: { document: { ...defaultCalendar, week: [9] } } });
    const right = await ann('POST', '/calendars/validate', { body: { document: defaultCalendar } });

    expect(wrong.body).toMatchObject({ publishable: false, problems: [{ pointer: '/week/0' }] });
    expect(right.body).toEqual({ publishable: true, problems: [] });
  });
});

describe('a newer calendar', () => {
  test('is followed by the sales that run', async () => {
    const id = await opened();
    const versions = `/calendars/${defaultCalendar.name}/versions`;
    await chief('POST', versions, {
      body: { document: { ...defaultCalendar, holidays: [...defaultCalendar.holidays, '2026-12-31'] } },
    });
    expect(await chief('POST', `${versions}/2/publish`)).toMatchObject({ status: 200 });

    await expect
      .poll(async () => (await ann('GET', `/opportunities/${id}`)).body, { timeout: 20_000 })
      .toMatchObject({ calendarKey: defaultCalendar.name, calendarVersion: 2 });
  });

  test('of another name is followed too, and its first version is not taken for the other’s', async () => {
    const id = await opened();
    await chief('POST', '/calendars/six-days/versions', { body: { document: sixDays } });
    expect(await chief('POST', '/calendars/six-days/versions/1/publish')).toMatchObject({ status: 200 });

    const sale = async () => (await ann('GET', `/opportunities/${id}`)).body;
    await expect.poll(sale, { timeout: 20_000 }).toMatchObject({ calendarKey: 'six-days', calendarVersion: 1 });
    const { deadlines } = (await ann('GET', `/opportunities/${id}/next`)).body as { deadlines: readonly { dueAt: string }[] };

    expect(deadlines[0]?.dueAt).toBe((await sale())['nextDueAt']);
  });
});

describe('a newer version of a playbook', () => {
  test('gives the sales that run its allowances, and leaves them their gates', async () => {
    const id = await opened();
    const before = (await ann('GET', `/opportunities/${id}`)).body;
    const versions = `/playbooks/${defaultPlaybook.key}/versions`;
    const document = { ...secondsPlaybook(defaultPlaybook, 86_400), buyerSteps: defaultPlaybook.buyerSteps.toReversed() };
    const { version } = (await chief('POST', versions, { body: { document } })).body as { version: number };
    expect(await chief('POST', `${versions}/${version}/publish`)).toMatchObject({ status: 200 });

    const now = async () => (await ann('GET', `/opportunities/${id}`)).body;
    await expect.poll(async () => (await now())['playbook'], { timeout: 20_000 }).toMatchObject({ timingVersion: version });

    expect(await now()).toMatchObject({ playbook: { version: 1 } });
    expect((await now())['stageDueAt']).not.toBe(before['stageDueAt']);
    expect((await ann('GET', `/opportunities/${id}/next`)).status).toBe(200);
  });
});

describe('an escalation', () => {
  test('reaches the manager by itself, is acknowledged with a plan, and leaves the list', async () => {
    const id = await opened(ann, { playbook: 'fast' });
    const mine = async () =>
      ((await north('GET', '/escalations')).body['items'] as { opportunityId: string; clock: string }[]).filter(
        (one) => one.opportunityId === id,
      );
    await expect.poll(async () => (await mine()).map(({ clock }) => clock), { timeout: 30_000 }).toContain('stage');
    const inbox = await north('GET', '/inbox?unread=true');
    const answered = await north('POST', `/opportunities/${id}/escalations/stage/acknowledge`, {
      body: { plan: 'I go there tomorrow.' },
    });

    expect(inbox.body['items']).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'escalated', workflowId: `opportunity:${id}` })]),
    );
    expect(answered.status).toBe(200);
    expect((await mine()).map(({ clock }) => clock)).not.toContain('stage');
  });
});

describe('contract versions', () => {
  test('that are added at once get a number each, and are listed page by page, newest first', async () => {
    const id = await opened();
    const add = (margin: number) =>
      ann('POST', `/opportunities/${id}/contracts`, { body: { terms: { ...someTerms(), grossMarginPercent: margin } } });
    const added = await Promise.all([21, 22, 23, 24, 25].map(add));
    const page = async (query: string) => (await ann('GET', `/opportunities/${id}/contracts?limit=3${query}`)).body;
    const first = await page('');
    const second = await page(`&cursor=${String(first['nextCursor'])}`);

    expect(added.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(first['items']).toMatchObject([{ number: 5, approval: null }, { number: 4 }, { number: 3 }]);
    expect(second).toMatchObject({ items: [{ number: 2 }, { number: 1 }], nextCursor: null });
  });
});

test('a time may be said without milliseconds and in another zone: a repeat that says it otherwise is the same command', async () => {
  const id = await opened();
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const pause = (until: string) =>
    north('POST', `/opportunities/${id}/pause`, { key: 'pause', body: { until, reason: 'new year' } });

  const first = await pause(`${day}T08:00:00+08:00`);
  expect(first.status).toBe(200);
  expect(await pause(`${day}T00:00:00Z`)).toMatchObject({ status: 200, body: first.body });
  expect((await ann('GET', `/opportunities/${id}`)).body).toMatchObject({ pause: { until: `${day}T00:00:00.000Z` } });
});

describe('an API key', () => {
  test('acts in its user’s name, within its scopes, until it is revoked', async () => {
    const made = await ann('POST', '/api-keys', { body: { name: 'ERP', scopes: ['read', 'signal'] } });
    const key = { authorization: `Bearer ${String(made.body['key'])}` };
    const id = await opened();

    expect((await ask(stage, key, 'GET', `/opportunities/${id}`)).body['capacity']).toBe('integration');
    expect(await ask(stage, key, 'POST', '/opportunities', { body: {} })).toMatchObject({
      status: 403,
      body: { code: 'scope-missing' },
    });
    expect(await ask(stage, key, 'POST', '/api-keys', { body: { name: 'x', scopes: ['read'] } })).toMatchObject({ status: 403 });
    await ann('DELETE', `/api-keys/${String(made.body['id'])}`);
    expect((await ask(stage, key, 'GET', '/me')).status).toBe(401);
    expect(JSON.stringify(await stage.database.prisma.apiKey.findMany())).not.toContain(made.body['key']);
  });
});

describe('customers and visits', () => {
  test('a customer is entered once for all, its people with it', async () => {
    const customer = await ann('POST', '/customers', { body: { name: '东方商场', creditGrade: 'B' } });
    const path = `/customers/${String(customer.body['id'])}`;
    const contact = await bob('POST', `${path}/contacts`, { body: { name: '王经理', title: '采购' } });

    expect(contact).toMatchObject({ status: 201, body: { name: '王经理', createdBy: 'bob' } });
    expect((await bob('GET', `/customers?text=${encodeURIComponent('东方')}`)).body['items']).toMatchObject([
      { name: '东方商场' },
    ]);
    expect((await bob('PATCH', path, { body: { note: 'x' } })).body['code']).toBe('not-allowed');
    expect((await north('PATCH', path, { body: { note: 'key account' } })).body).toMatchObject({
      note: 'key account',
      creditGrade: 'B',
    });
  });

  test('a visit is kept once, and the silence clock hears of it', async () => {
    const id = await opened();
    const visit = { key: 'visit-1', body: { contactedAt: new Date().toISOString(), note: 'met the engineer' } };
    await ann('POST', `/opportunities/${id}/visits`, visit);
    await ann('POST', `/opportunities/${id}/visits`, visit);

    expect((await north('GET', `/opportunities/${id}/visits`)).body['items']).toMatchObject([
      { userId: 'ann', note: 'met the engineer' },
    ]);
    expect((await ann('GET', `/opportunities/${id}`)).body['lastContactAt']).toBe(visit.body.contactedAt);
    expect((await ann('GET', `/opportunities/${id}/commands`)).body['items']).toMatchObject([
      { type: 'record-contact', state: 'done' },
      { type: 'open' },
    ]);
  });
});

test('the client speaks with a key, and tells what was refused in words', async () => {
  const made = await ann('POST', '/api-keys', { body: { name: 'import', scopes: ['read', 'write'] } });
  const client = apiClient({ url: stage.url, token: String(made.body['key']) });
  const { opportunity } = await client.command('/opportunities', { name: 'By machine', customerId: 'customer-1' }, 'row-1');

  expect(await client.get<{ name: string }>(`/opportunities/${opportunity.id}`)).toMatchObject({ name: 'By machine' });
  expect((await client.command('/opportunities', { name: 'By machine', customerId: 'customer-1' }, 'row-1')).opportunity.id).toBe(
    opportunity.id,
  );
  await expect(client.command('/opportunities', { name: 'x', customerId: 'nobody' })).rejects.toThrow(
    '/customerId: There is no such thing.',
  );
});
