import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pursuit } from '../cli/pursuit.ts';
import { freshFolder } from '../harness/folder.ts';
import type { Submitted } from './approval-stage.ts';
import { aSaleInNegotiation, aSubmission } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage, password } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let rep: Asker, manager: Asker, chief: Asker;
let sale = '';
let first: Submitted;
let certificate: Record<string, unknown>;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  rep = await asPerson(stage, 'ann');
  manager = await asPerson(stage, 'north');
  chief = await asPerson(stage, 'chief');
  sale = await aSaleInNegotiation({ rep, manager });
  first = await aSubmission({ rep }, sale);
  await manager('POST', `${first.path}/approve`, { body: { hash: first.hash, comment: 'fine with me' } });
  await chief('POST', `${first.path}/approve`, { body: { hash: first.hash } });
  certificate = (await rep('GET', `${first.path}/certificate`)).body;
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

/** Files as somebody elsewhere holds them: the certificate and the public key. */
async function files(document: object): Promise<{ readonly file: string; readonly key: string }> {
  const folder = freshFolder();
  const [file, key] = [join(folder, 'certificate.json'), join(folder, 'key.pem')];
  writeFileSync(file, JSON.stringify(document, null, 2));
  writeFileSync(key, await (await fetch(`${stage.url}/.well-known/pursuit-approval-key`)).text());
  return { file, key };
}

async function verified(document: object) {
  const { file, key } = await files(document);
  return pursuit({}, 'verify-certificate', file, '--key', key);
}

test('a certificate is proved with the public key alone, and says who decided on what', async () => {
  const { code, output } = await verified(certificate);

  expect(code, output).toBe(0);
  expect(output).toContain(`good  ${sale}:1 approved`);
  expect(output).toContain(`terms ${first.hash}`);
  expect(output).toMatch(/manager {2}approve {2}north/);
  expect(output).toMatch(/leadership {2}approve {2}chief/);
  expect((await rep('GET', `${first.path}/certificate`)).body).toEqual(certificate);
});

test.for([
  { what: 'another person', at: '/entries/0', change: ({ entries }: Made) => Object.assign(entries[0] ?? {}, { userId: 'cao' }) },
  { what: 'a decision taken out', at: '/entries/0', change: ({ entries }: Made) => entries.shift() },
  { what: 'another customer', at: '/head', change: ({ head }: Made) => Object.assign(head, { customerName: 'Lake Mall' }) },
  { what: 'another signature', at: '/signature/value', change: ({ signature }: Made) => (signature.value = 'AAAA') },
])('a certificate with $what is refused, and the place is named', async ({ at, change }) => {
  const copy = structuredClone(certificate) as Made;
  change(copy);

  const { code, output } = await verified(copy);

  expect(code).toBe(1);
  expect(output).toContain(`bad  ${at}  `);
});

type Made = {
  readonly head: object;
  readonly entries: object[];
  readonly signature: { value: string };
};

test('a certificate made anew with another key is refused for its signature', async () => {
  const { file, key } = await files({ ...certificate, signature: null });

  expect(await pursuit({}, 'verify-certificate', file, '--key', key)).toMatchObject({ code: 1 });
  expect(await pursuit({}, 'verify-certificate', file, '--key', file)).toMatchObject({ code: 2 });
});

test('a request that is not decided has no certificate yet', async () => {
  const second = await aSubmission({ rep }, sale, { remarks: 'again' });

  expect(await rep('GET', `${second.path}/certificate`)).toMatchObject({ status: 409, body: { code: 'request-open' } });
});

test('for people there is a page to print, in their language, that asks nothing of anybody', async () => {
  const signIn = { email: 'ann@boilers.example', password, token: 'bearer' };
  const session = await rep('POST', '/session', { body: signIn });
  const headers = { authorization: `Bearer ${String(session.body['token'])}`, accept: 'text/html', 'accept-language': 'zh-CN' };
  const answer = await fetch(`${stage.url}/api/v1${first.path}/certificate`, { headers });
  const page = await answer.text();

  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).toContain('<html lang="zh-CN">');
  expect(page).toContain('审批证书');
  expect(page).toContain('3,000,000.00 CNY');
  expect(page).toContain(String(certificate['hash']));
  expect(page).not.toContain('fine with me');
  expect(page).not.toMatch(/(src|href)=/);
});
