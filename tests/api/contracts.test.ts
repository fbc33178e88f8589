import { afterAll, beforeAll, expect, test } from 'vitest';
import { someTerms } from '../builders/approval-request.ts';
import type { Submitted } from './approval-stage.ts';
import { aSaleInNegotiation, aSubmission, done, patiently } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let rep: Asker, deputy: Asker, manager: Asker, lawyer: Asker, chief: Asker, admin: Asker;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  [rep, deputy, manager, lawyer, chief, admin] = (await Promise.all(
    (['ann', 'cao', 'north', 'lawyer', 'chief', 'admin'] as const).map((person) => asPerson(stage, person)),
  )) as [Asker, Asker, Asker, Asker, Asker, Asker];
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

async function askedIn({ path }: Pick<Submitted, 'path'>): Promise<readonly string[]> {
  const { seats } = (await rep('GET', path)).body as { readonly seats: readonly { readonly userId: string }[] };
  return seats.map(({ userId }) => userId);
}

const approve = (asker: Asker, { path, hash }: Submitted) => asker('POST', `${path}/approve`, { body: { hash } });

test('whoever is away does not approve what his deputy has written and submitted in his name', async () => {
  const sale = await aSaleInNegotiation({ rep, manager });
  const hour = 3_600_000;
  const [fromAt, untilAt] = [-hour, 24 * hour].map((ms) => new Date(Date.now() + ms).toISOString());
  const absence = await done(manager('POST', '/absences', { body: { fromAt, untilAt, deputyId: 'cao' } }));
  const written = await done(deputy('POST', `/opportunities/${sale}/contracts`, { body: { terms: someTerms() } }));
  await done(rep('POST', `/opportunities/${sale}/contracts/1/submit`));
  await patiently(async () => (await rep('GET', `/approvals/${sale}:1`)).status === 200);
  const request = { path: `/approvals/${sale}:1`, hash: String(written.body['hash']) };

  expect(written.body).toMatchObject({ authorId: 'cao', onBehalfOf: 'north' });
  expect((await rep('GET', request.path)).body).toMatchObject({
    submitterId: 'ann',
    lastEditorId: 'cao',
    requestedFor: ['north'],
  });
  expect(await askedIn(request)).toEqual(['chief']);
  expect(await manager('POST', `${request.path}/approve`, { body: { hash: request.hash } })).toMatchObject({
    status: 403,
    body: { code: 'own-request' },
  });

  const second = await aSubmission({ rep: deputy }, sale, { remarks: 'Submitted by the deputy.' });
  expect((await rep('GET', second.path)).body).toMatchObject({ submitterId: 'cao', requestedFor: ['north'] });
  expect(await approve(manager, second)).toMatchObject({ status: 403, body: { code: 'own-request' } });
  await done(manager('DELETE', `/absences/${String(absence.body['id'])}`));
});

test('a third version asks nobody for whom nothing changed since he approved the first', async () => {
  const sale = await aSaleInNegotiation({ rep, manager });
  const deviating = { deviations: ['Delivery in twelve weeks, not ten.'] };
  const cheaper = { ...deviating, amount: { amount: '2900000', currency: 'CNY' } };
  const first = await aSubmission({ rep }, sale, deviating);
  await done(approve(manager, first));
  await done(approve(lawyer, first));
  await done(rep('POST', `${first.path}/withdraw`, { body: { comment: 'A better price.' } }));
  const second = await aSubmission({ rep }, sale, cheaper);
  await done(rep('POST', `${second.path}/withdraw`, { body: { comment: 'A wording.' } }));
  const third = await aSubmission({ rep }, sale, { ...cheaper, remarks: 'A wording.' });

  expect(await askedIn(third)).toEqual(['north']);
  await done(approve(manager, third));
  expect(await askedIn(third)).toEqual(['chief']);
  expect((await chief('GET', third.path)).body).toMatchObject({
    changes: [{ field: 'remarks' }],
    askedAgain: [{ step: 'manager', facts: ['amount'] }],
    decisions: [
      { userId: 'north', fromVersion: null },
      { userId: 'lawyer', fromVersion: 1 },
    ],
  });
});

test('terms that were withdrawn are submitted again as they were, as a new version', async () => {
  const sale = await aSaleInNegotiation({ rep, manager });
  const first = await aSubmission({ rep }, sale);
  await done(rep('POST', `${first.path}/withdraw`, { body: { comment: 'Too early.' } }));
  await patiently(async () => {
    const { approval } = (await rep('GET', `/opportunities/${sale}`)).body as { readonly approval: { readonly open: boolean } };
    return !approval.open;
  });

  expect(await rep('POST', `/opportunities/${sale}/contracts/1/submit`)).toMatchObject({
    status: 409,
    body: {
      code: 'version-not-newer',
      title: 'This contract version or a newer one was submitted before',
      detail: 'The latest version submitted is 1. The same terms are submitted again as a new version.',
    },
  });
  expect(await aSubmission({ rep }, sale)).toMatchObject({ number: 2, hash: first.hash });
});

test('whoever is asked to approve a contract can read what its terms name, and nothing else of the sale', async () => {
  const sale = await aSaleInNegotiation({ rep, manager });
  const file = { name: 'contract.pdf', mimeType: 'application/pdf', size: 2, sha256: 'c'.repeat(64), uploaderId: 'ann' };
  await stage.database.prisma.document.createMany({
    data: [
      { ...file, id: 'the-contract' },
      { ...file, id: 'the-minutes', opportunityId: sale },
    ],
  });
  const reading = (asker: Asker) => asker('GET', '/documents/the-contract').then(({ status }) => status);
  const named = { deviations: ['Delivery in twelve weeks, not ten.'], documents: ['the-contract'] };
  expect(await reading(lawyer)).toBe(404);
  const request = await aSubmission({ rep }, sale, named);
  await done(approve(manager, request));

  expect((await lawyer('GET', request.path)).status).toBe(200);
  expect(await reading(lawyer)).toBe(200);
  expect((await lawyer('GET', '/documents/the-minutes')).status).toBe(404);
  expect(await reading(deputy)).toBe(404);
  expect(await reading(admin)).toBe(404);
  await done(approve(lawyer, request));
  expect(await reading(lawyer)).toBe(200);
});
