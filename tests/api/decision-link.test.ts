import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Mailer } from '../../worker/mailer.ts';
import { startMailer } from '../../worker/mailer.ts';
import type { Mail, PostOffice } from '../harness/smtp.ts';
import { openPostOffice } from '../harness/smtp.ts';
import type { Submitted } from './approval-stage.ts';
import { aSaleInNegotiation, aSubmission } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Person, Stage } from './stage.ts';
import { aStage, password } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let office: PostOffice;
let mailer: Mailer;
let rep: Asker, manager: Asker;
let sale = '';
let versions = 0;
let asked: Submitted;
let mail: Mail;
let token = '';

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  office = await openPostOffice();
  const { database, url } = stage;
  const log = { warn: () => undefined, info: () => undefined };
  mailer = startMailer({ ...{ database, log, smtpUrl: office.url, publicUrl: url }, secret: 'a secret of the test' });
  rep = await asPerson(stage, 'ann');
  manager = await asPerson(stage, 'north');
  sale = await aSaleInNegotiation({ rep, manager });
});
afterAll(async () => {
  await mailer.stop();
  await office.close();
  await worker.stop();
  await stage.close();
});

/** A new version for each test: other margins, so that the manager is asked anew. */
beforeEach(async () => {
  versions += 1;
  await stage.database.prisma.delivery.deleteMany();
  asked = await aSubmission({ rep }, sale, { grossMarginPercent: 20 + versions, amount: amountOf(versions) });
  mail = await mailTo('north', `contract version ${asked.number} `);
  token = tokenIn(mail);
});

const amountOf = (version: number) => ({ amount: `${3_000_000 - version}.00`, currency: 'CNY' });

async function mailTo(person: Person, words: string, after = 0): Promise<Mail> {
  const found = () =>
    office.mails.slice(after).find(({ to, ...one }) => to.startsWith(person) && one.header('subject')?.includes(words));
  await expect.poll(found, { timeout: 20_000 }).toBeDefined();
  return found() as Mail;
}

function tokenIn({ text }: Mail): string {
  return /\/decide\?token=([\w-]+)/.exec(text)?.[1] ?? '';
}

type Page = { readonly status: number; readonly headers: Headers; readonly text: string };
type Browser = {
  readonly open: (path: string) => Promise<Page>;
  readonly submit: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Page>;
};

/** Keeps its cookie and follows no redirection by itself. */
function browser(): Browser {
  let cookie = '';
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${stage.url}${path}`, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    open: (path) => ask(path, {}),
    submit: (path, fields, headers = {}) => ask(path, { method: 'POST', headers, body: new URLSearchParams(fields) }),
  };
}

async function signedIn(person: Person): Promise<Browser> {
  const one = browser();
  const answer = await one.submit('/decide/session', { token, email: `${person}@boilers.example`, password });
  expect(answer).toMatchObject({ status: 303 });
  expect(answer.headers.get('location')).toBe(`/decide?token=${token}`);
  return one;
}

/** Presses a button of the page as it stands. */
async function press(one: Browser, verb: string, comment = ''): Promise<Page> {
  const page = await one.open(`/decide?token=${token}`);
  const key = /name="key" value="([^"]+)"/.exec(page.text)?.[1] ?? 'no-form';
  return one.submit('/decide', { token, key, verb, comment });
}

async function decisions() {
  return (await rep('GET', asked.path)).body['decisions'];
}

describe('the mail', () => {
  test('carries the terms that matter and a link, of which only the hash is kept', async () => {
    expect(mail.text).toContain(`Amount: ${(3_000_000 - versions).toLocaleString('en')}.00 CNY`);
    expect(mail.text).toContain(`Gross margin: ${20 + versions} %`);
    expect(mail.html).toContain('Look and decide</a>');
    const [row] = await stage.database.prisma.decisionLink.findMany({ where: { approvalId: asked.id } });
    expect(row).toMatchObject({
      tokenHash: createHash('sha256').update(token).digest('hex'),
      userId: 'north',
      termsHash: asked.hash,
    });
    const validHours = ((row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0)) / 3_600_000;
    expect(Math.round(validHours)).toBe(72);
    const { rows } = await stage.database.pool.query(
      'SELECT d::text || i::text AS all FROM delivery d JOIN inbox i ON i.id = d.inbox_id',
    );
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('the link', () => {
  test('only shows, however often it is followed, and shows no terms to whoever has not signed in', async () => {
    const stranger = browser();
    const page = await stranger.open(`/decide?token=${token}`);
    for (let times = 0; times < 3; times += 1) await stranger.open(`/decide?token=${token}&verb=approve`);

    expect(page.status).toBe(401);
    expect(page.text).toContain('Sign in to decide');
    expect(page.text).not.toContain('Gross margin');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toContain('width=device-width');
    expect(page.text).not.toMatch(/<script|src=|https?:/);
    expect(await decisions()).toEqual([]);
  });

  test('decides once for its person, who signs in on the page', async () => {
    const north = await signedIn('north');
    expect((await north.open(`/decide?token=${token}`)).text).toContain('Gross margin');

    expect(await press(north, 'approve')).toMatchObject({ status: 200 });
    expect(await decisions()).toMatchObject([{ userId: 'north', verdict: 'approve', hash: asked.hash }]);
    const again = await press(north, 'reject', 'on second thoughts');
    expect(again.status).toBe(410);
    expect(again.text).toContain('It decides only once');
    expect(await decisions()).toHaveLength(1);
  });

  test.for<{ who: string; person: Person | null; status: number }>([
    { who: 'nobody who signed in', person: null, status: 401 },
    { who: 'a colleague', person: 'south', status: 403 },
    { who: 'the submitter', person: 'ann', status: 403 },
    { who: 'leadership', person: 'chief', status: 403 },
  ])('forwarded to $who decides nothing', async ({ person, status }) => {
    const other = person === null ? browser() : await signedIn(person);

    expect((await other.submit('/decide', { token, key: 'k', verb: 'approve', comment: '' })).status).toBe(status);
    expect(await decisions()).toEqual([]);
  });

  test('is not spent by a call that fails', async () => {
    const north = await signedIn('north');
    const refused = await press(north, 'reject', '  ');

    expect(refused.status).toBe(422);
    expect(refused.text).toContain('A comment is required');
    expect(await press(north, 'reject', 'too thin')).toMatchObject({ status: 200 });
    expect((await rep('GET', asked.path)).body).toMatchObject({ status: 'rejected', decisions: [{ comment: 'too thin' }] });
  });

  test('decides nothing for a wrong password, nor for a form of another site', async () => {
    const guesser = browser();
    const wrong = await guesser.submit('/decide/session', { token, email: 'north@boilers.example', password: 'guess' });
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('E-mail or password is wrong');

    const north = await signedIn('north');
    const fields = { token, key: 'k', verb: 'approve', comment: '' };
    expect(await north.submit('/decide', fields, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(await decisions()).toEqual([]);
  });

  test('is void after a decision by whatever way, and after the version is superseded', async () => {
    const north = await signedIn('north');
    await manager('POST', `${asked.path}/approve`, { body: { hash: asked.hash } });

    expect(await press(north, 'reject', 'no')).toMatchObject({
      status: 410,
      text: expect.stringContaining('You have decided') as string,
    });
    await aSubmission({ rep }, sale, { grossMarginPercent: 90, amount: amountOf(99) });
    expect((await north.open(`/decide?token=${token}`)).status).toBe(410);
  });

  test('returns to the submitter, too', async () => {
    expect(await press(await signedIn('north'), 'return', 'shorter payment')).toMatchObject({ status: 200 });
    expect((await rep('GET', asked.path)).body).toMatchObject({ status: 'returned' });
  });

  test('is over after 72 hours, and a new one can be asked for, which goes to its person alone', async () => {
    await stage.database.pool.query(`UPDATE decision_link SET expires_at = now() WHERE approval_id = $1`, [asked.id]);
    const north = await signedIn('north');
    const page = await north.open(`/decide?token=${token}`);
    expect(page.status).toBe(410);
    expect(page.text).toContain('Mail me a new link');
    expect((await press(north, 'approve')).status).toBe(410);

    const before = office.mails.length;
    const [stranger, fields] = [browser(), { token }];
    expect(await stranger.submit('/decide/renew', fields)).toMatchObject({ status: 202 });
    await stranger.submit('/decide/renew', fields);
    const fresh = await mailTo('north', `contract version ${asked.number} `, before);

    expect(fresh.header('message-id')).not.toBe(mail.header('message-id'));
    expect(tokenIn(fresh)).not.toBe(token);
    token = tokenIn(fresh);
    expect(await press(north, 'approve')).toMatchObject({ status: 200 });
    expect(office.mails.slice(before).filter(({ to }) => to.startsWith('north'))).toHaveLength(1);
  });

  test('that nobody gave out is unknown', async () => {
    expect((await browser().open('/decide?token=AAAA')).status).toBe(404);
    expect((await browser().open('/decide')).status).toBe(404);
  });

  test('speaks Chinese to those who read it', async () => {
    await stage.database.prisma.user.update({ where: { id: 'north' }, data: { language: 'zh' } });
    const page = await (await signedIn('north')).open(`/decide?token=${token}`);
    await stage.database.prisma.user.update({ where: { id: 'north' }, data: { language: 'en' } });

    expect(page.text).toContain('<html lang="zh-CN">');
    expect(page.text).toContain('退回修改');
    expect(page.text).toContain('毛利率');
  });
});
