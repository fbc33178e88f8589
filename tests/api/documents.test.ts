import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asker } from './http.ts';
import { ask, asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage, password } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let folder: string;
let ann: Asker, bob: Asker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pursuit-documents-'));
  stage = await aStage({ documentsFolder: folder });
  worker = await aWorker(stage);
  ann = await asPerson(stage, 'ann');
  bob = await asPerson(stage, 'bob');
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
  await rm(folder, { recursive: true });
});

async function opened(): Promise<string> {
  const answer = await ann('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1' } });
  expect(answer).toMatchObject({ status: 201 });
  return (answer.body['opportunity'] as { id: string }).id;
}

async function upload(asker: 'ann' | 'bob', path: string, ...files: readonly Blob[]) {
  const session = await ask(stage, {}, 'POST', '/session', {
    body: { email: `${asker}@boilers.example`, password, token: 'bearer' },
  });
  const form = new FormData();
  for (const file of files) form.append('file', file, '标书.pdf');
  const headers = { authorization: `Bearer ${String(session.body['token'])}` };
  const answer = await fetch(`${stage.url}/api/v1${path}`, { method: 'POST', headers, body: form });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers };
}

const pdf = new Blob(['%PDF-1.7\n', 'x'.repeat(1000)]);

test('a document is kept under its hash and its own name, and comes back as it was', async () => {
  const id = await opened();
  const { status, body, headers } = await upload('ann', `/opportunities/${id}/documents`, pdf);
  const back = await fetch(`${stage.url}/api/v1/documents/${String(body['id'])}/content`, { headers });

  expect({ status, ...body }).toMatchObject({
    status: 201,
    name: '标书.pdf',
    mimeType: 'application/pdf',
    size: 1009,
    opportunityId: id,
  });
  expect(back.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('标书.pdf')}`);
  expect(await back.text()).toBe(await pdf.text());
  expect((await bob('GET', `/documents/${String(body['id'])}`)).status).toBe(404);
});

test('a document of a claim is named by its id, and only by who may see it', async () => {
  const id = await opened();
  const { body } = await upload('bob', '/documents', pdf);
  const claim = { occurredAt: new Date().toISOString(), documents: [body['id']], evidence: {} };
  const answer = await ann('POST', `/opportunities/${id}/checkpoints/project-info-confirmed/claim`, { body: claim });

  expect(answer).toMatchObject({ status: 422, body: { code: 'unknown-reference', errors: [{ pointer: '/documents/0' }] } });
});

test.for([
  {
    what: 'a program',
    file: new Blob([new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, ...Array<number>(64).fill(0)])]),
    status: 415,
  },
  { what: 'a page that would run', file: new Blob(['<!doctype html><script>alert(1)</script>']), status: 415 },
  { what: 'text until late', file: new Blob(['x'.repeat(100_000), '\0']), status: 415 },
  {
    what: 'a page in UTF-16 that would run',
    file: new Blob([new Uint8Array(Buffer.from('\uFEFF<html>', 'utf16le'))]),
    status: 415,
  },
  { what: 'a sound', file: new Blob([new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x00, 0xd8])]), status: 415 },
  { what: 'more than 25 MiB', file: new Blob(['%PDF-1.7\n', new Uint8Array(25 * 1024 * 1024)]), status: 413 },
])('that is $what is refused, and nothing of it stays', async ({ file, status }) => {
  const before = await readdir(folder);

  expect((await upload('ann', '/documents', file)).status).toBe(status);
  expect(await readdir(folder)).toEqual(before);
});

test('a document that comes with a second one is refused, and neither stays', async () => {
  const before = await readdir(folder);

  expect((await upload('ann', '/documents', pdf, pdf)).status).toBe(400);
  expect(await readdir(folder)).toEqual(before);
});

test('a document that the database does not take does not stay', async () => {
  const before = await readdir(folder);
  await stage.database.pool.query('ALTER TABLE document ADD CONSTRAINT none CHECK (size = 0) NOT VALID');

  expect((await upload('ann', '/documents', pdf)).status).toBe(500);
  await stage.database.pool.query('ALTER TABLE document DROP CONSTRAINT none');
  expect(await readdir(folder)).toEqual(before);
});

const minutes = '会议纪要:采购标准\r\n'.repeat(1000);
test.for([
  { what: 'in UTF-8', bytes: Buffer.from(minutes) },
  { what: 'as Windows writes Unicode', bytes: Buffer.from(`\uFEFF${minutes}`, 'utf16le') },
  { what: 'in UTF-16 of the other order', bytes: Buffer.from(`\uFEFF${minutes}`, 'utf16le').swap16() },
  { what: 'in GB 18030', bytes: Buffer.from([0xbb, 0xe1, 0xd2, 0xe9]) },
])('of plain text $what is kept as text', async ({ bytes }) => {
  expect(await upload('ann', '/documents', new Blob([new Uint8Array(bytes)]))).toMatchObject({
    status: 201,
    body: { mimeType: 'text/plain', size: bytes.length },
  });
});
