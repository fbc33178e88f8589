import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointRule } from '../../domain/playbook.ts';
import { someTerms } from '../builders/approval-request.ts';
import { aPlaybook, evidenceFor, beforeNegotiation } from '../builders/playbook.ts';
import type { Answered, Asker } from './http.ts';
import { asPerson } from './http.ts';
import { aFileOf, namingFileOf } from './sale-file.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let ann: Asker, north: Asker, chief: Asker;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  ann = await asPerson(stage, 'ann');
  north = await asPerson(stage, 'north');
  chief = await asPerson(stage, 'chief');
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

async function reach(id: string, checkpoint: string): Promise<Answered> {
  const rule = checkpointRule(aPlaybook(), checkpoint);
  const evidence = namingFileOf(id, evidenceFor(rule ?? { fields: [] }));
  const body = { occurredAt: new Date().toISOString(), evidence };
  const claimed = await ann('POST', `/opportunities/${id}/checkpoints/${checkpoint}/claim`, { body });
  expect(claimed, checkpoint).toMatchObject({ status: 200 });
  if (rule?.acceptance !== 'second-person') return claimed;
  const verified = await north('POST', `/opportunities/${id}/checkpoints/${checkpoint}/verify`, { body: { verdict: 'accept' } });
  expect(verified, checkpoint).toMatchObject({ status: 200 });
  return verified;
}

async function queueOf(asker: Asker): Promise<readonly { readonly id: string; readonly hash: string }[]> {
  return (await asker('GET', '/approvals')).body['items'] as { id: string; hash: string }[];
}

test('a sale lives from its opening to close-out: gates, approval by two, signature of what was approved', async () => {
  const opened = await ann('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1' } });
  const { id } = opened.body['opportunity'] as { id: string };
  await aFileOf(id, stage.database);
  for (const checkpoint of beforeNegotiation) await reach(id, checkpoint);
  expect((await ann('GET', `/opportunities/${id}`)).body).toMatchObject({ stage: 'negotiation', pendingVerifications: 0 });

  const added = await ann('POST', `/opportunities/${id}/contracts`, { body: { terms: someTerms() } });
  expect(added).toMatchObject({ status: 201, body: { number: 1, authorId: 'ann', approval: null } });
  const again = await ann('POST', `/opportunities/${id}/contracts`, { body: { terms: someTerms() } });
  expect(again.body['number']).toBe(1);
  expect(await ann('POST', `/opportunities/${id}/contracts/1/submit`, {})).toMatchObject({ status: 200 });

  const evidence = namingFileOf(id, evidenceFor(checkpointRule(aPlaybook(), 'contract-signed') ?? { fields: [] }));
  const signature = { body: { occurredAt: new Date().toISOString(), evidence } };
  expect(await ann('POST', `/opportunities/${id}/contracts/1/signature`, signature)).toMatchObject({ status: 409 });

  await expect.poll(() => queueOf(north), { timeout: 10_000 }).toHaveLength(1);
  const { hash } = added.body as { hash: string };
  const approval = `/approvals/${id}:1`;
  expect((await ann('GET', approval)).body).toMatchObject({ status: 'open', canDecide: false, currentSteps: ['manager'] });
  expect(await ann('POST', `${approval}/approve`, { body: { hash } })).toMatchObject({
    status: 403,
    body: { code: 'own-request' },
  });
  expect(await north('POST', `${approval}/approve`, { body: { hash: 'f'.repeat(64) } })).toMatchObject({
    status: 409,
    body: { code: 'stale-terms' },
  });
  expect(await north('POST', `${approval}/approve`, { body: { hash } })).toMatchObject({
    status: 200,
    body: { approval: { status: 'open', currentSteps: ['leadership'] } },
  });
  expect(await queueOf(chief)).toMatchObject([{ id: `${id}:1`, hash }]);
  expect(await chief('POST', `${approval}/approve`, { body: { hash, comment: 'good work' } })).toMatchObject({
    status: 200,
    body: { approval: { status: 'approved' } },
  });
  expect(await north('POST', `${approval}/reject`, { body: { hash, comment: 'no' } })).toMatchObject({
    status: 409,
    body: { code: 'request-concluded' },
  });
  expect(await queueOf(chief)).toEqual([]);

  const isApproved = async () => (await ann('GET', `/opportunities/${id}`)).body['approval'];
  await expect.poll(isApproved, { timeout: 10_000 }).toMatchObject({ approved: true });
  const another = { ...signature.body, evidence: { ...evidence, signedCopySha256: 'c'.repeat(64) } };
  expect(await ann('POST', `/opportunities/${id}/contracts/1/signature`, { body: another })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/evidence/signedCopySha256', code: 'not-its-hash' }] },
  });
  expect(await ann('POST', `/opportunities/${id}/contracts/1/signature`, signature)).toMatchObject({
    status: 200,
    body: { opportunity: { won: true, stage: 'delivery' } },
  });
  await reach(id, 'acceptance-passed');
  await reach(id, 'project-closed');

  expect((await ann('GET', `/opportunities/${id}`)).body).toMatchObject({ state: 'completed', stage: null, won: true });
  const late = await ann('POST', `/opportunities/${id}/forecast`, { body: { reason: 'more', closeOn: '2030-01-01' } });
  expect(late.status).toBeGreaterThanOrEqual(409);
  expect((await ann('GET', `/opportunities/${id}/contracts`)).body['items']).toMatchObject([
    { number: 1, approval: { status: 'approved' } },
  ]);
});

test('a request that waits for somebody who left goes to whoever stands above him', async () => {
  const admin = await asPerson(stage, 'admin');
  const person = { name: 'Mo', roles: ['manager'], superiorId: 'north', teamId: 'team-north' };
  await admin('POST', '/users', { body: { ...person, id: 'mo', email: 'mo@boilers.example' } });
  await admin('PATCH', '/users/ann', { body: { superiorId: 'mo' } });
  const opened = await ann('POST', '/opportunities', { body: { name: 'Lake Mall', customerId: 'customer-1' } });
  const { id } = opened.body['opportunity'] as { id: string };
  await aFileOf(id, stage.database);
  for (const checkpoint of beforeNegotiation) await reach(id, checkpoint);
  await ann('POST', `/opportunities/${id}/contracts`, { body: { terms: someTerms() } });
  await ann('POST', `/opportunities/${id}/contracts/1/submit`, {});
  const seats = async () => (await ann('GET', `/approvals/${id}:1`)).body['seats'];
  await expect.poll(seats, { timeout: 10_000 }).toMatchObject([{ step: 'manager', userId: 'mo' }]);

  await admin('PATCH', '/users/mo', { body: { active: false } });

  await expect.poll(seats, { timeout: 20_000 }).toMatchObject([{ step: 'manager', userId: 'north' }]);
});

test('who only administers manages no sale below him, and inherits none', async () => {
  const admin = await asPerson(stage, 'admin');
  const person = { name: 'Ru', email: 'ru@boilers.example', roles: ['rep'], teamId: 'team-north' };
  await admin('POST', '/users', { body: { ...person, id: 'ru', superiorId: 'admin' } });
  const opened = await chief('POST', '/opportunities', { body: { name: 'Hill Tower', customerId: 'customer-1', ownerId: 'ru' } });
  const { id } = opened.body['opportunity'] as { id: string };
  const path = `/opportunities/${id}/checkpoints/project-info-confirmed/waive`;
  const waiver = { reason: 'Known well enough.' };

  expect(await admin('POST', path, { body: waiver })).toMatchObject({ status: 403, body: { code: 'not-permitted' } });

  await admin('PATCH', '/users/ru', { body: { active: false } });
  const ownerOf = async () => (await chief('GET', `/opportunities/${id}`)).body['ownerId'];
  await expect.poll(ownerOf, { timeout: 20_000 }).toBe('chief');
});
