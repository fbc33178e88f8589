import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Submitted } from '../api/approval-stage.ts';
import { aSaleInNegotiation, aSubmission, done } from '../api/approval-stage.ts';
import type { Asker } from '../api/http.ts';
import { asPerson } from '../api/http.ts';
import type { Stage } from '../api/stage.ts';
import { aStage, password } from '../api/stage.ts';
import { aWorker } from '../api/worker.ts';
import { chromiumHere, openChromium } from '../harness/chromium.ts';
import { openPostOffice, type PostOffice } from '../harness/smtp.ts';
import { startMailer, type Mailer } from '../../worker/mailer.ts';

const executable = chromiumHere();
const phone = { width: 390, height: 844 };

describe.skipIf(executable === undefined)('on a phone, in a real browser', () => {
  let stage: Stage, worker: { readonly stop: () => Promise<void> }, office: PostOffice, mailer: Mailer, chromium: Browser;
  let rep: Asker, manager: Asker, chief: Asker;
  let sale: string, asked: Submitted;
  let context: BrowserContext, page: Page;

  beforeAll(async () => {
    stage = await aStage();
    worker = await aWorker(stage);
    office = await openPostOffice();
    const log = { warn: () => undefined, info: () => undefined };
    const { database, url: publicUrl } = stage;
    mailer = startMailer({ ...{ database, log, smtpUrl: office.url, publicUrl }, secret: 'a secret of the test' });
    [rep, manager, chief] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north'), asPerson(stage, 'chief')]);
    sale = await aSaleInNegotiation({ rep, manager });
    chromium = await openChromium(executable ?? '');
  });
  afterAll(async () => {
    await chromium.close();
    await mailer.stop();
    await office.close();
    await worker.stop();
    await stage.close();
  });
  beforeEach(async () => {
    context = await chromium.newContext({ viewport: phone, hasTouch: true });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** Other amounts, so that the manager is asked anew; gives the address in his mail. */
  async function request(amount: string): Promise<string> {
    const before = office.mails.length;
    await stage.database.prisma.delivery.deleteMany(); // many in a short time would become one digest
    asked = await aSubmission({ rep }, sale, { amount: { amount, currency: 'CNY' } });
    const mail = () =>
      office.mails.slice(before).find(({ to, text }) => to.startsWith('north') && text.includes('/decide?token='));
    await expect.poll(mail, { timeout: 20_000 }).toBeDefined();
    return /(http\S+\/decide\?token=[\w-]+)/.exec(mail()?.text ?? '')?.[1] ?? '';
  }

  async function signIn(): Promise<void> {
    await page.locator('input[name=email]').fill('north@boilers.example');
    await page.locator('input[name=password]').fill(password);
    await page.locator('form').first().locator('button').first().tap();
    await page.locator('button.approve').waitFor();
  }

  const overflow = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  const decisions = async () => (await rep('GET', asked.path)).body['decisions'];

  test('a manager follows the link of his mail, signs in, reads the terms and approves with one tap', async () => {
    await page.goto(await request('3000001.00'));
    await signIn();
    const text = await page.locator('main').innerText();
    expect(text).toContain('3,000,001.00 CNY');
    expect(await overflow()).toBe(0);
    expect(
      await page.locator('button.approve').evaluate((button) => button.getBoundingClientRect().height),
    ).toBeGreaterThanOrEqual(44);

    await page.locator('button.approve').tap();

    await page.locator('[role=status]').waitFor();
    expect(await decisions()).toMatchObject([{ userId: 'north', verdict: 'approve', hash: asked.hash }]);
    await page.goBack();
    await page.reload();
    expect(await page.locator('button.approve').count()).toBe(0);
  });

  test('a rejection without its reason is told so, loses nothing, and goes through with one', async () => {
    await page.goto(await request('3000002.00'));
    await signIn();
    await page.locator('button.reject').tap();
    expect(await page.locator('[role=alert]').innerText()).not.toBe('');
    expect(await decisions()).toEqual([]);

    await page.locator('textarea').fill('付款期太长 – too long');
    await page.locator('button.reject').tap();

    await page.locator('[role=status]').waitFor();
    expect(await decisions()).toMatchObject([{ verdict: 'reject', comment: '付款期太长 – too long' }]);
  });

  test('the page speaks Chinese to whoever reads Chinese', async () => {
    await done(manager('PATCH', '/me', { body: { language: 'zh' } }));
    await page.goto(await request('3000003.00'));
    await signIn();
    const text = await page.locator('main').innerText();
    await done(manager('PATCH', '/me', { body: { language: 'en' } }));
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(text).toMatch(/账期|付款/);
    expect(text).not.toMatch(/Approve|Payment|undefined|\{/);
    expect(await overflow()).toBe(0);
  });

  test('a certificate fits the screen and prints on paper', async () => {
    await request('3000004.00');
    for (const person of [manager, chief]) await done(person('POST', `${asked.path}/approve`, { body: { hash: asked.hash } }));
    const session = await done(
      manager('POST', '/session', { body: { email: 'north@boilers.example', password, token: 'bearer' } }),
    );
    await context.setExtraHTTPHeaders({ authorization: `Bearer ${String(session.body['token'])}`, accept: 'text/html' });

    await page.goto(`${stage.url}/api/v1${asked.path}/certificate`);

    expect(await page.locator('main').innerText()).toContain(asked.hash);
    expect(await overflow()).toBe(0);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
