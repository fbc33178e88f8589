import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointRule } from '../../domain/playbook.ts';
import { aPlaybook, evidenceFor } from '../builders/playbook.ts';
import { aSaleInNegotiation, aSubmission } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let ann: Asker, north: Asker, admin: Asker;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  [ann, north, admin] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north'), asPerson(stage, 'admin')]);
  const file = { name: 'photo.png', mimeType: 'image/png', size: 2, sha256: 'd'.repeat(64), uploaderId: 'ann' };
  await stage.database.prisma.document.createMany({ data: ['refused', 'taken', 'signalled'].map((id) => ({ ...file, id })) });
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

async function opened(): Promise<string> {
  const answer = await ann('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1' } });
  expect(answer).toMatchObject({ status: 201 });
  return (answer.body['opportunity'] as { id: string }).id;
}

function milestone(checkpoint: string) {
  const evidence = evidenceFor(checkpointRule(aPlaybook(), checkpoint) ?? { fields: [] });
  return { occurredAt: new Date().toISOString(), evidence };
}

/** Of the first checkpoint unless it says of which; under a key of its own unless it says under which. */
function signal(id: string, { key, ...said }: { readonly key?: string; readonly [field: string]: unknown }) {
  const body = { checkpoint: 'project-info-confirmed', ...said };
  return ann('POST', `/opportunities/${id}/signals/checkpoint-reached`, { body, ...(key === undefined ? {} : { key }) });
}

async function typesOf(id: string): Promise<readonly string[]> {
  const { body } = await ann('GET', `/opportunities/${id}/events`);
  return (body['items'] as readonly { readonly type: string }[]).map(({ type }) => type);
}

async function whileAway<Answer>(id: string, ask: () => Promise<Answer>): Promise<Answer> {
  await stage.database.prisma.user.update({ where: { id }, data: { active: false } });
  try {
    return await ask();
  } finally {
    await stage.database.prisma.user.update({ where: { id }, data: { active: true } });
  }
}

describe('a sale is not given', () => {
  test.for([
    ['to somebody there never was', { ownerId: 'nobody', teamId: 'team-north' }, '/ownerId'],
    ['to somebody there never was, without a team', { ownerId: 'nobody' }, '/ownerId'],
    ['to a team there never was', { ownerId: 'bob', teamId: 'nobodys' }, '/teamId'],
    ['to somebody without a team, unless one is named', { ownerId: 'chief' }, '/teamId'],
  ] as const)('%s', async ([, to, pointer]) => {
    const id = await opened();

    expect(await north('POST', `/opportunities/${id}/reassign`, { body: { ...to, reason: 'x' } })).toMatchObject({
      status: 422,
      body: { code: 'unknown-reference', errors: [{ pointer, code: 'unknown' }] },
    });
  });

  test('to who is nothing but an administrator', async () => {
    const body = { ownerId: 'admin', teamId: 'team-north', reason: 'x' };

    expect(await north('POST', `/opportunities/${await opened()}/reassign`, { body })).toMatchObject({
      status: 403,
      body: { errors: [{ pointer: '/ownerId', code: 'only-administers', detail: 'Who only administers owns no sale.' }] },
    });
  });

  test('to somebody who left, though a team is named', async () => {
    const id = await opened();
    const body = { ownerId: 'cao', teamId: 'team-south', reason: 'x' };
    const answer = await whileAway('cao', () => north('POST', `/opportunities/${id}/reassign`, { body }));

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/ownerId' }] } });
  });
});

describe('a command given again under its key has its first answer', () => {
  test('when the new owner has left since', async () => {
    const id = await opened();
    const again = () => north('POST', `/opportunities/${id}/reassign`, { body: { ownerId: 'bob', reason: 'x' }, key: 'to-bob' });
    const first = await again();

    expect(first.status).toBe(200);
    expect(await whileAway('bob', again)).toMatchObject({ status: 200, body: first.body });
  });

  test('and so has one that was refused', async () => {
    const id = await opened();
    const again = () => ann('POST', `/opportunities/${id}/reassign`, { body: { ownerId: 'bob', reason: 'x' }, key: 'mine' });
    const first = await again();

    expect(first.body['code']).toBe('not-permitted');
    expect((await whileAway('bob', again)).body).toMatchObject({ code: 'not-permitted' });
  });

  test('but not when it says something else', async () => {
    const id = await opened();
    const give = (reason: string) =>
      north('POST', `/opportunities/${id}/reassign`, { body: { ownerId: 'bob', reason }, key: 'said-once' });
    expect((await give('x')).status).toBe(200);

    expect(await whileAway('bob', () => give('y'))).toMatchObject({ status: 422, body: { code: 'unknown-reference' } });
  });

  test('when a sale was opened for somebody who left since', async () => {
    const body = { name: 'Lake Mall', customerId: 'customer-1', ownerId: 'bob' };
    const again = () => north('POST', '/opportunities', { body, key: 'for-bob' });
    const first = await again();

    expect(first.status).toBe(201);
    expect(await whileAway('bob', again)).toMatchObject({ status: 201, body: first.body });
  });

  test('when whom an approval was handed to has left since', async () => {
    const sale = await aSaleInNegotiation({ rep: ann, manager: north });
    const { path } = await aSubmission({ rep: ann }, sale);
    const again = () => north('POST', `${path}/transfer`, { body: { to: 'south', comment: 'yours' }, key: 'to-south' });
    const first = await again();

    expect(first.status).toBe(200);
    expect(await whileAway('south', again)).toMatchObject({ status: 200, body: first.body });
  });
});

describe('the documents of a claim', () => {
  function claiming(id: string, checkpoint: string, changes: object) {
    const evidence = evidenceFor(checkpointRule(aPlaybook(), checkpoint) ?? { fields: [] });
    const body = { occurredAt: new Date().toISOString(), evidence, ...changes };
    return ann('POST', `/opportunities/${id}/checkpoints/${checkpoint}/claim`, { body });
  }
  const saleOf = async (id: string) => (await stage.database.prisma.document.findUniqueOrThrow({ where: { id } })).opportunityId;

  test('stay loose when it is refused', async () => {
    const id = await opened();
    const answer = await claiming(id, 'project-info-confirmed', { documents: ['refused'], evidence: {} });

    expect(answer).toMatchObject({ status: 422, body: { code: 'evidence-invalid' } });
    expect(await saleOf('refused')).toBeNull();
  });

  test("become the sale's when it is taken", async () => {
    const id = await opened();

    expect(await claiming(id, 'project-info-confirmed', { documents: ['taken'] })).toMatchObject({ status: 200 });
    expect(await saleOf('taken')).toBe(id);
  });

  test("become the sale's when it is signalled and taken", async () => {
    const id = await opened();

    const said = { ...milestone('project-info-confirmed'), documents: ['signalled'] };
    expect(await signal(id, said)).toMatchObject({ status: 202 });
    await expect.poll(() => saleOf('signalled'), { timeout: 10_000 }).toBe(id);
  });

  test('stay loose when it is signalled and refused', async () => {
    const id = await opened();
    await signal(id, { ...milestone('project-info-confirmed'), documents: ['refused'], evidence: {} });

    await expect.poll(() => typesOf(id), { timeout: 10_000 }).toContain('command-rejected');
    expect(await saleOf('refused')).toBeNull();
  });
});

describe('a milestone told through both doors under one key is one command:', () => {
  const first = 'project-info-confirmed';

  test('claimed first, its signal has the answer that the claim had', async () => {
    const id = await opened();
    const said = milestone(first);
    const claimed = await ann('POST', `/opportunities/${id}/checkpoints/${first}/claim`, { body: said, key: 'claim-first' });

    expect(claimed.status).toBe(200);
    expect(await signal(id, { ...said, key: 'claim-first' })).toMatchObject({ status: 200, body: claimed.body });
    expect(await signal(id, { ...said, note: 'another', key: 'claim-first' })).toMatchObject({
      status: 422,
      body: { code: 'command-id-reused', errors: [{ pointer: '/idempotency-key' }] },
    });
    expect(await typesOf(id)).not.toContain('command-rejected');
  });

  test('signalled first, its claim is done and claims nothing more', async () => {
    const id = await opened();
    const said = milestone(first);
    await signal(id, { ...said, key: 'signal-first' });
    await expect.poll(() => typesOf(id), { timeout: 10_000 }).toContain('checkpoint-accepted');

    const claimed = await ann('POST', `/opportunities/${id}/checkpoints/${first}/claim`, { body: said, key: 'signal-first' });
    expect(claimed).toMatchObject({ status: 200, body: { opportunity: { id } } });
    expect((await typesOf(id)).filter((type) => type === 'checkpoint-claimed')).toHaveLength(1);
  });

  test('signalled for one sale, it is told of no other, through either door', async () => {
    const [id, other] = [await opened(), await opened()];
    const said = milestone(first);
    await signal(id, { ...said, key: 'one-sale' });
    await expect.poll(() => typesOf(id), { timeout: 10_000 }).toContain('checkpoint-accepted');
    const reused = { status: 422, body: { code: 'command-id-reused', errors: [{ pointer: '/idempotency-key' }] } };

    expect(await signal(other, { ...said, key: 'one-sale' })).toMatchObject(reused);
    expect(
      await ann('POST', `/opportunities/${other}/checkpoints/${first}/claim`, { body: said, key: 'one-sale' }),
    ).toMatchObject(reused);
    expect(await typesOf(other)).not.toContain('checkpoint-claimed');
    expect(await ann('POST', `/opportunities/${id}/checkpoints/${first}/claim`, { body: said, key: 'one-sale' })).toMatchObject({
      status: 200,
    });
  });

  test('refused first, its signal is refused as well, and leaves no trace', async () => {
    const id = await opened();
    const said = { ...milestone('qualification-passed'), key: 'too-early' };
    const { key, ...body } = said;
    const early = await ann('POST', `/opportunities/${id}/checkpoints/qualification-passed/claim`, {
      body: { ...body, evidence: {} },
      key,
    });
    const again = await signal(id, { ...said, evidence: {}, checkpoint: 'qualification-passed' });

    expect(early).toMatchObject({ status: 422, body: { code: 'evidence-invalid' } });
    expect(again).toMatchObject({ status: early.status, body: { code: early.body['code'] } });
    expect(await typesOf(id)).not.toContain('command-rejected');
  });
});

test('what an ended sale is asked is refused as its next steps say, by either door', async () => {
  const id = await opened();
  await north('POST', `/opportunities/${id}/close`, { body: { outcome: 'abandoned', reason: 'no money there' } });
  const { actions } = (await ann('GET', `/opportunities/${id}/next`)).body as { readonly actions: readonly object[] };
  const forecast = () => ann('POST', `/opportunities/${id}/forecast`, { body: { closeOn: '2030-01-01', reason: 'later' } });
  const run = stage.client.workflow.getHandle(`opportunity:${id}`);
  await expect.poll(async () => (await run.describe()).status.name, { timeout: 10_000 }).toBe('COMPLETED');

  expect(actions).toContainEqual(
    expect.objectContaining({ command: 'update-forecast', refusal: expect.objectContaining({ code: 'sale-ended' }) }),
  );
  expect(await forecast()).toMatchObject({ status: 409, body: { code: 'sale-ended' } });
  expect(await signal(id, milestone('project-info-confirmed'))).toMatchObject({ status: 409, body: { code: 'sale-ended' } });
});

test('with the worker away documents wait with their claim, and a repeat is told that it is open', async () => {
  const slow = await aStage({ commandDeadlineMs: 1_500 });
  const first = await aWorker(slow);
  const [rep, manager] = await Promise.all([asPerson(slow, 'ann'), asPerson(slow, 'north')]);
  const { body } = await rep('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1' } });
  const { id } = body['opportunity'] as { readonly id: string };
  await first.stop();
  const evidence = evidenceFor(checkpointRule(aPlaybook(), 'project-info-confirmed') ?? { fields: [] });
  const claim = { occurredAt: new Date().toISOString(), evidence, documents: ['document-1'] };
  const giving = { body: { ownerId: 'bob', reason: 'x' }, key: 'to-bob' };
  const { prisma } = slow.database;
  const saleOf = async () => (await prisma.document.findUniqueOrThrow({ where: { id: 'document-1' } })).opportunityId;

  expect(await rep('POST', `/opportunities/${id}/checkpoints/project-info-confirmed/claim`, { body: claim })).toMatchObject({
    status: 202,
  });
  expect(await saleOf()).toBeNull();
  expect(await manager('POST', `/opportunities/${id}/reassign`, giving)).toMatchObject({ status: 202 });
  await prisma.user.update({ where: { id: 'bob' }, data: { active: false } });
  expect(await manager('POST', `/opportunities/${id}/reassign`, giving)).toMatchObject({ status: 202, body: { state: 'open' } });

  const second = await aWorker(slow);
  await expect.poll(saleOf, { timeout: 30_000 }).toBe(id);
  await second.stop();
  await slow.close();
});

test('a visit in the future is refused by the name that its body has for that', async () => {
  const id = await opened();
  const body = { contactedAt: '2199-01-01T00:00:00.000Z' };

  for (const _again of ['first', 'repeated'])
    expect(await ann('POST', `/opportunities/${id}/visits`, { body, key: 'too-soon' })).toMatchObject({
      status: 422,
      body: { code: 'in-the-future', errors: [{ pointer: '/contactedAt', code: 'in-the-future' }] },
    });
});

test.for([
  ['en', 'You act here as: administrator.'],
  ['zh-CN', '您在此处的身份:管理员。'],
] as const)('whoever may not is told as what he acts, in words of %s', async ([language, detail]) => {
  const id = await opened();
  const asking = { body: { reason: 'x', closeOn: '2027-01-01' }, headers: { 'accept-language': language } };

  expect(await admin('POST', `/opportunities/${id}/forecast`, asking)).toMatchObject({
    status: 403,
    body: { code: 'not-permitted', detail, facts: { capacity: 'admin' } },
  });
});

test('no key begins as those do under which files speak', async () => {
  const answer = await ann('POST', '/opportunities', {
    body: { name: 'Harbour Hotel', customerId: 'customer-1' },
    key: 'import:open:by-hand',
  });

  expect(answer).toMatchObject({
    status: 400,
    body: {
      errors: [{ pointer: '/idempotency-key', in: 'header', detail: 'Keys that begin with import: are kept for imports.' }],
    },
  });
});

describe('what is named twice is stored once:', () => {
  test('scopes of a key', async () => {
    const body = { name: 'erp', scopes: ['read', 'read', 'write'] };
    expect((await ann('POST', '/api-keys', { body })).body['scopes']).toEqual(['read', 'write']);
  });

  test('roles of a person', async () => {
    const dan = { name: 'Dan', email: 'dan@boilers.example', roles: ['rep', 'rep'], id: 'dan' };
    const change = { roles: ['manager', 'rep', 'manager'] };

    expect((await admin('POST', '/users', { body: dan })).body['roles']).toEqual(['rep']);
    expect((await admin('PATCH', '/users/dan', { body: change })).body['roles']).toEqual(['manager', 'rep']);
  });
});

test('a key that would have ended already is not made', async () => {
  const body = { name: 'erp', scopes: ['read'], expiresAt: '2020-01-01T00:00:00.000Z' };

  expect(await ann('POST', '/api-keys', { body })).toMatchObject({
    status: 422,
    body: { code: 'not-later', errors: [{ pointer: '/expiresAt', code: 'not-later' }] },
  });
  expect(await stage.database.prisma.apiKey.count({ where: { expiresAt: { lt: new Date() } } })).toBe(0);
});
