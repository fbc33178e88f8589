import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Submitted } from './approval-stage.ts';
import { aSaleInNegotiation, aSubmission, done } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage, aStageOn } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let rep: Asker, manager: Asker, admin: Asker;
let sale = '';

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  [rep, manager, admin] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north'), asPerson(stage, 'admin')]);
  sale = await aSaleInNegotiation({ rep, manager });
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

let margin = 20;
/** Another margin and amount each time, so that nothing is carried over. */
function aRequest(changes: object = {}): Promise<Submitted> {
  margin += 1;
  return aSubmission({ rep }, sale, {
    grossMarginPercent: margin,
    amount: { amount: `30000${margin}.00`, currency: 'CNY' },
    ...changes,
  });
}

async function seatsOf({ path }: Submitted): Promise<readonly string[]> {
  const { seats } = (await rep('GET', path)).body as {
    readonly seats: readonly { readonly userId: string; readonly onBehalfOf: string | null }[];
  };
  return seats.map(({ userId, onBehalfOf }) => (onBehalfOf === null ? userId : `${userId} for ${onBehalfOf}`)).toSorted();
}

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const away = { fromAt: hours(-1), untilAt: hours(24) };

/** The promise is one second; a busy machine gets some more. */
const soon = { timeout: 20_000, interval: 50 };

describe('an open request hears', () => {
  test('of an absence and its deputy, who decides on behalf, and of its end', async () => {
    const request = await aRequest();
    const absence = await done(manager('POST', '/absences', { body: { ...away, deputyId: 'bob' } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['bob for north']);
    await done(manager('DELETE', `/absences/${String(absence.body['id'])}`));
    await expect.poll(() => seatsOf(request), soon).toEqual(['north']);
  });

  test('of an absence without a deputy: the superior is asked at once, and the absent one may still decide', async () => {
    const request = await aRequest();
    const absence = await done(manager('POST', '/absences', { body: away }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['chief for north']);
    await done(manager('POST', `${request.path}/approve`, { body: { hash: request.hash } }));
    expect((await rep('GET', request.path)).body['decisions']).toMatchObject([{ userId: 'north', onBehalfOf: null }]);
    await done(manager('DELETE', `/absences/${String(absence.body['id'])}`));
  });

  test('of another superior', async () => {
    const request = await aRequest();
    await done(admin('PATCH', '/users/ann', { body: { superiorId: 'south' } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['south']);
    await done(admin('PATCH', '/users/ann', { body: { superiorId: 'north' } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['north']);
  });

  test('of somebody new in a group, and of somebody who is no longer in it', async () => {
    const name = { en: 'Legal', zh: '法务' };
    await done(admin('PUT', '/groups/legal', { body: { name, members: ['lawyer'] } }));
    const request = await aRequest({ deviations: ['No third party'] });
    await done(manager('POST', `${request.path}/approve`, { body: { hash: request.hash } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['lawyer']);
    await done(admin('PUT', '/groups/legal', { body: { name, members: ['lawyer', 'bob'] } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['bob', 'lawyer']);
    await done(admin('PUT', '/groups/legal', { body: { name, members: ['bob'] } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['bob']);
    await done(admin('PUT', '/groups/legal', { body: { name, members: ['lawyer'] } }));
  });

  test('of a changed role, and of a leaver', async () => {
    const person = { name: 'Mei', email: 'mei@boilers.example', roles: ['leadership'], superiorId: null };
    await done(admin('POST', '/users', { body: { ...person, id: 'mei' } }));
    const request = await aRequest();
    await done(manager('POST', `${request.path}/approve`, { body: { hash: request.hash } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['chief', 'mei']);
    await done(admin('PATCH', '/users/mei', { body: { roles: ['rep'] } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['chief']);
    await done(admin('PATCH', '/users/mei', { body: { roles: ['leadership'] } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['chief', 'mei']);
    await done(admin('PATCH', '/users/mei', { body: { active: false } }));
    await expect.poll(() => seatsOf(request), soon).toEqual(['chief']);
  });

  test('nothing of changes that do not concern it', async () => {
    const request = await aRequest();
    const seq = async () => (await stage.database.prisma.approval.findUniqueOrThrow({ where: { id: request.id } })).seq;
    const before = await seq();
    await done(admin('POST', '/users', { body: { id: 'zoe', name: 'Zoe', email: 'zoe@boilers.example', roles: ['rep'] } }));
    const { version } = await stage.database.prisma.peopleClock.findFirstOrThrow();
    await expect
      .poll(
        async () => (await stage.database.prisma.approval.findUniqueOrThrow({ where: { id: request.id } })).peopleVersion,
        soon,
      )
      .toBe(version);
    expect(await seq()).toBe(before);
  });
});

test('a transfer to somebody who is away reaches his deputy', async () => {
  const request = await aRequest();
  const absence = await done(admin('POST', '/absences', { body: { ...away, userId: 'south', deputyId: 'cao' } }));
  const body = { to: 'south', comment: 'He knows them.' };
  await done(manager('POST', `${request.path}/transfer`, { body }));
  expect(await seatsOf(request)).toEqual(['cao for south']);
  expect(await manager('POST', `${request.path}/approve`, { body: { hash: request.hash } })).toMatchObject({
    status: 409,
    body: { code: 'no-longer-asked' },
  });
  await done(admin('DELETE', `/absences/${String(absence.body['id'])}`));
  await expect.poll(() => seatsOf(request), soon).toEqual(['south']);
});

test('who is away while a colleague of his group is asked still sees the request, and may decide first', async () => {
  const name = { en: 'Legal', zh: '法务' };
  await done(admin('PUT', '/groups/legal', { body: { name, members: ['lawyer', 'bob'] } }));
  const absence = await done(admin('POST', '/absences', { body: { ...away, userId: 'lawyer' } }));
  const request = await aRequest({ deviations: ['No third party'] });
  await done(manager('POST', `${request.path}/approve`, { body: { hash: request.hash } }));
  await expect.poll(() => seatsOf(request), soon).toEqual(['bob']);

  const [lawyer, bob] = await Promise.all([asPerson(stage, 'lawyer'), asPerson(stage, 'bob')]);
  await done(lawyer('GET', request.path));
  await done(lawyer('POST', `${request.path}/approve`, { body: { hash: request.hash } }));
  expect(await bob('POST', `${request.path}/approve`, { body: { hash: request.hash } })).toMatchObject({
    status: 409,
    body: { code: 'no-longer-asked' },
  });
  await done(admin('DELETE', `/absences/${String(absence.body['id'])}`));
  await done(admin('PUT', '/groups/legal', { body: { name, members: ['lawyer'] } }));
});

test('who was never asked is told so, and a stranger sees nothing', async () => {
  const request = await aRequest();
  const cao = await asPerson(stage, 'cao');
  const approve = { body: { hash: request.hash } };
  expect(await rep('POST', `${request.path}/approve`, approve)).toMatchObject({ status: 403, body: { code: 'own-request' } });
  expect(await admin('POST', `${request.path}/approve`, approve)).toMatchObject({ status: 403, body: { code: 'not-asked' } });
  expect(await cao('POST', `${request.path}/approve`, approve)).toMatchObject({ status: 404 });
});

test('whom a comment mentions hears of it, sees the request and what was said, and may answer', async () => {
  const request = await aRequest();
  const cao = await asPerson(stage, 'cao');
  const comment = { comment: 'What did they pay before?', mentions: ['cao'] };
  await done(manager('POST', `${request.path}/comment`, { body: comment }));
  await done(cao('POST', `${request.path}/comment`, { body: { comment: 'Half of it.' } }));
  expect((await done(cao('GET', request.path))).body['comments']).toMatchObject([
    { userId: 'north', ...comment },
    { userId: 'cao', comment: 'Half of it.', mentions: [] },
  ]);
  expect((await done(cao('GET', '/inbox?limit=1'))).body['items']).toMatchObject([{ kind: 'approval-mentioned' }]);
  const nobody = { comment: 'And you?', mentions: ['cao', 'nobody'] };
  expect(await manager('POST', `${request.path}/comment`, { body: nobody })).toMatchObject({
    status: 422,
    body: { code: 'unknown-reference', errors: [{ pointer: '/mentions/1' }] },
  });
});

test('what came about while no API ran is heard when one is back', async () => {
  const request = await aRequest();
  const { prisma } = stage.database;
  const seats = async () =>
    (await prisma.approvalSeat.findMany({ where: { approvalId: request.id } })).map(({ userId }) => userId);
  await stage.api.stop();
  await prisma.absence.create({
    data: { userId: 'north', deputyId: 'bob', setBy: 'north', fromAt: new Date(away.fromAt), untilAt: new Date(away.untilAt) },
  });
  expect(await seats()).toEqual(['north']);
  const back = await aStageOn({ ...stage, isFurnished: true });
  await expect.poll(seats, soon).toEqual(['bob']);
  await back.close();
});
