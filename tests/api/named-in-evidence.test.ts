import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointRule } from '../../domain/playbook.ts';
import { aPlaybook, evidenceFor } from '../builders/playbook.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let ann: Asker, north: Asker, sale: string;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  [ann, north] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north')]);
  const lake = { id: 'contact-2', name: 'Mr Bai', createdBy: 'ann' };
  await stage.database.prisma.customer.create({
    data: { id: 'customer-2', name: 'Lake Mall', createdBy: 'ann', contacts: { create: [lake] } },
  });
  const file = { name: 'photo.png', mimeType: 'image/png', size: 2, sha256: 'd'.repeat(64) };
  await stage.database.prisma.document.createMany({
    data: [
      { ...file, id: 'document-of-bob', uploaderId: 'bob' },
      { ...file, id: 'document-of-ann', uploaderId: 'ann' },
    ],
  });
  const opened = await ann('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1' } });
  sale = (opened.body['opportunity'] as { id: string }).id;
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

function claimOf(checkpoint: string, changes: object = {}) {
  const rule = checkpointRule(aPlaybook(), checkpoint) ?? { fields: [] };
  return { occurredAt: new Date().toISOString(), evidence: { ...evidenceFor(rule), ...changes } };
}

const claiming = (checkpoint: string) => `/opportunities/${sale}/checkpoints/${checkpoint}/claim`;
const person = { role: 'decision-maker', weight: 100, attitude: 'supports', lastContactOn: '2026-03-02' };

describe('what a claim names must be there', () => {
  test.for([
    { what: 'a contact there never was', informant: 'nobody', pointer: '/evidence/informant' },
    { what: 'a contact of another customer', informant: 'contact-2', pointer: '/evidence/informant' },
  ])('$what is refused', async ({ informant, pointer }) => {
    const body = claimOf('project-info-confirmed', { informant });
    expect(await ann('POST', claiming('project-info-confirmed'), { body })).toMatchObject({
      status: 422,
      body: { code: 'unknown-reference', errors: [{ pointer, code: 'unknown' }] },
    });
  });

  test('each of them is named, in rows of tables too', async () => {
    const buyingCentre = [
      { ...person, person: 'contact-1' },
      { ...person, person: 'contact-2' },
      { ...person, person: 'nobody' },
    ];
    const body = { ...claimOf('key-person-engaged'), evidence: { [tableOf('key-person-engaged')]: buyingCentre } };
    const answer = await ann('POST', claiming('key-person-engaged'), { body });

    expect(answer.status).toBe(422);
    expect((answer.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      `/evidence/${tableOf('key-person-engaged')}/1/person`,
      `/evidence/${tableOf('key-person-engaged')}/2/person`,
    ]);
  });

  test('users, documents and who confirmed for the buyer are looked up as well', async () => {
    const body = {
      ...claimOf('contract-signed', { ourSigner: 'nobody', signedCopy: 'document-of-bob' }),
      buyer: { contactId: 'contact-2', confirmedOn: '2026-03-02' },
    };
    const answer = await ann('POST', claiming('contract-signed'), { body });

    expect((answer.body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/evidence/ourSigner',
      '/evidence/signedCopy',
      '/buyer/contactId',
    ]);
  });

  test('the signal door refuses the same before anything is signalled', async () => {
    const body = { checkpoint: 'project-info-confirmed', ...claimOf('project-info-confirmed', { informant: 'contact-2' }) };
    const answer = await ann('POST', `/opportunities/${sale}/signals/checkpoint-reached`, { body });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/evidence/informant', code: 'unknown' }] } });
    expect((await ann('GET', `/opportunities/${sale}/events`)).body['items']).not.toContainEqual(
      expect.objectContaining({ type: 'command-rejected' }),
    );
  });

  test('whom a visit met, too', async () => {
    const visit = { contactedAt: new Date().toISOString(), contactIds: ['contact-1', 'contact-2'] };
    expect(await ann('POST', `/opportunities/${sale}/visits`, { body: visit })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/contactIds/1' }] },
    });
  });
});

test("a claim's documents become the sale's, and its verifier can read them", async () => {
  expect(await north('GET', '/documents/document-of-ann')).toMatchObject({ status: 404 });
  const body = { ...claimOf('project-info-confirmed'), documents: ['document-of-ann'] };

  expect(await ann('POST', claiming('project-info-confirmed'), { body })).toMatchObject({ status: 200 });
  expect(await north('GET', '/documents/document-of-ann')).toMatchObject({ status: 200, body: { opportunityId: sale } });
});

test('what was filed with one sale is not named in another, where its verifier could not read it', async () => {
  const { prisma } = stage.database;
  const file = { name: 'copy.pdf', mimeType: 'application/pdf', size: 2, sha256: 'e'.repeat(64), uploaderId: 'ann' };
  const opened = await ann('POST', '/opportunities', { body: { name: 'Lake Mall', customerId: 'customer-1' } });
  const { id: opportunityId } = opened.body['opportunity'] as { id: string };
  await prisma.document.create({ data: { ...file, id: 'document-elsewhere', opportunityId } });
  const inList = { ...claimOf('project-info-confirmed'), documents: ['document-elsewhere'] };
  const inEvidence = claimOf('contract-signed', { signedCopy: 'document-elsewhere' });

  for (const [checkpoint, body, pointer] of [
    ['project-info-confirmed', inList, '/documents/0'],
    ['contract-signed', inEvidence, '/evidence/signedCopy'],
  ] as const)
    expect(await ann('POST', claiming(checkpoint), { body })).toMatchObject({
      status: 422,
      body: { code: 'unknown-reference', errors: [{ pointer }] },
    });
});

function tableOf(checkpoint: string): string {
  return checkpointRule(aPlaybook(), checkpoint)?.fields.find(({ kind }) => kind === 'table')?.key ?? '';
}
