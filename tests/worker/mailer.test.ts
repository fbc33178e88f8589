import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Notice } from '../../domain/account.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { startMailer, type Mailer, type MailerConfig } from '../../worker/mailer.ts';
import { anAccount } from '../builders/account.ts';
import { aNotice } from '../builders/notice.ts';
import { company, employ, sendAway } from '../builders/people.ts';
import { freshDatabase } from '../harness/database.ts';
import type { Clerk, PostOffice } from '../harness/smtp.ts';
import { openPostOffice, smtpError } from '../harness/smtp.ts';

let db: Database;
let drop: () => Promise<void>;
const opened: { close: () => Promise<void> }[] = [];
let sale = '';
let sales = 0;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url, { max: 16 });
  await employ(db, company);
  await db.prisma.playbook.create({
    data: { key: 'default', version: 1, status: 'published', document: defaultPlaybook, createdBy: 'admin' },
  });
});

afterAll(async () => {
  await db.close();
  await drop();
});

beforeEach(() => {
  sales += 1;
  sale = `sale-${sales}`;
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
  await db.prisma.inbox.deleteMany();
  await db.prisma.absence.deleteMany();
  await db.prisma.user.updateMany({ data: { active: true, wantsMail: true, language: 'zh' } });
});

describe('a line in the inbox', () => {
  test('leaves as a mail in the reader’s language, as text and as HTML, with a link to the sale', async () => {
    await english('rep');
    await tell({ userId: 'rep' }, { facts: { checkpoint: 'purchase-criteria-aligned', comment: 'No <b>proof</b> & no date' } });
    const office = await postOffice();
    mailer(office);

    const mail = await arrival(office);
    expect(mail.to).toBe('rep@example.com');
    expect(mail.header('subject')).toBe('Rejected: Purchase criteria aligned – Grand Hotel, two boilers 大酒店');
    expect(mail.header('from')).toBe('Pursuit <pursuit@pursuit.example.com>');
    expect(mail.header('auto-submitted')).toBe('auto-generated');
    expect(mail.header('list-id')).toBe('Pursuit <notices.pursuit.example.com>');
    expect(mail.text).toContain('Comment: No <b>proof</b> & no date');
    expect(mail.text).toContain(`https://pursuit.example.com/opportunities/${sale}`);
    expect(mail.html).toContain('Comment: No &lt;b&gt;proof&lt;/b&gt; &amp; no date');
    expect(mail.html).toContain(`<a href="https://pursuit.example.com/opportunities/${sale}">Open in Pursuit</a>`);

    const [row] = await rows('sent');
    expect(mail.header('message-id')).toBe(`<${row?.id}@pursuit.example.com>`);
    expect(row).toMatchObject({ state: 'sent', attempts: 1, messageId: `${row?.id}@pursuit.example.com`, lastError: null });
  });

  test('speaks Chinese to those who read it, with times in their zone', async () => {
    await tell({ userId: 'rep' }, { kind: 'escalated', facts: { clock: 'silence', dueAt: '2026-11-23T08:00:00.000Z' } });
    const office = await postOffice();
    mailer(office);

    const mail = await arrival(office);
    expect(mail.header('subject')).toBe('时限预警:客户联系 – Grand Hotel, two boilers 大酒店');
    expect(mail.text).toContain('2026年11月23日 GMT+8 16:00');
    expect(mail.html).toContain('<html lang="zh">');
  });

  test('for an absent superior reaches his deputy, and says for whom', async () => {
    await english('director');
    await sendAway(db, {
      userId: 'manager',
      deputyId: 'director',
      from: '2020-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
    });
    await tell({ superiorOf: 'rep' }, { kind: 'verification-requested', facts: { checkpoint: 'key-person-engaged' } });
    const office = await postOffice();
    mailer(office);

    const mail = await arrival(office);
    expect(mail.to).toBe('director@example.com');
    expect(mail.text).toContain('You are asked in place of manager.');
  });

  test('says why a message was not accepted, in the words of the refusal', async () => {
    await english('rep');
    await tell({ userId: 'rep' }, { kind: 'command-rejected', facts: { command: 'claim-checkpoint', code: 'sale-paused' } });
    const office = await postOffice();
    mailer(office, { refusal: (code) => ({ en: `The sale is paused (${code})`, zh: '已暂停' }) });

    expect((await arrival(office)).text).toContain('Why: The sale is paused (sale-paused).');
  });

  test('written while the mailer runs leaves soon', async () => {
    const office = await postOffice();
    mailer(office);
    await tell({ userId: 'rep' });

    expect((await arrival(office)).to).toBe('rep@example.com');
  });

  test('of a kind that only a newer release knows is no obstacle', async () => {
    await tell({ userId: 'rep' });
    await db.pool.query(`UPDATE inbox SET kind = 'not-yet-known'`);
    const office = await postOffice();
    mailer(office);

    expect((await arrival(office)).header('subject')).toBe('新消息 – Grand Hotel, two boilers 大酒店');
  });
});

describe('six workers', () => {
  test('send forty people one mail each, and none twice', async () => {
    const people = await tellEach(40, 'person');
    const office = await postOffice();
    await startTogether(office);

    await allSent(40);
    expect(office.mails.map(({ to }) => to).toSorted()).toEqual(people.map((id) => `${id}@example.com`).toSorted());
  });

  test('leave what waits for one person to one of them, so that it stays one digest', async () => {
    await tell({ userId: 'rep' }, { count: 30 });
    const office = await postOffice();
    await startTogether(office);

    await allSent(30);
    expect(office.mails).toHaveLength(1);
  });
});

/** With connections that are open already, so that all of them reach for the outbox in the same moment. */
async function startTogether(office: PostOffice): Promise<void> {
  await Promise.all(Array.from({ length: 12 }, () => db.pool.query('SELECT pg_sleep(0.1)')));
  for (let n = 0; n < 6; n += 1) mailer(office);
}

describe('many lines to one person', () => {
  test('leave as one digest that holds them all', async () => {
    await english('rep');
    await tell({ userId: 'rep' }, { facts: { checkpoint: 'project-info-confirmed' }, count: 8 });
    const office = await postOffice();
    mailer(office);
    const sent = await allSent(8);

    expect(office.mails).toHaveLength(1);
    expect(office.mails[0]?.header('subject')).toBe('8 notices from Pursuit');
    expect(office.mails[0]?.text.match(/^\* Rejected: /gm)).toHaveLength(8);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
    expect(sent.every(({ digest }) => digest !== null)).toBe(true);
  });

  test('leave one by one as long as they are five; more wait for a quiet minute, and then leave together', async () => {
    await tell({ userId: 'rep' }, { count: 5 });
    const office = await postOffice();
    mailer(office);
    await allSent(5);
    await tell({ userId: 'rep' }, { count: 7, from: 6 });
    await untilRow(({ nextAttemptAt }) => nextAttemptAt.getTime() > Date.now() + 30_000);
    expect(office.mails).toHaveLength(5);
    expect((await rows('pending')).map(({ attempts }) => attempts)).toEqual(Array.from({ length: 7 }, () => 0));

    await db.pool.query(`UPDATE delivery SET sent_at = sent_at - interval '61 seconds' WHERE state = 'sent'`);
    await hurry();
    await allSent(12);
    expect(office.mails).toHaveLength(6);
    expect(office.mails.at(-1)?.header('subject')).toBe('Pursuit:7 条通知');
  });

  test('hold up nobody else', async () => {
    await tell({ userId: 'rep' }, { count: 300 });
    await tell({ userId: 'manager' }, { count: 1, from: 301 });
    const office = await postOffice();
    mailer(office);

    await allSent(201);
    expect(office.mails.map(({ to }) => to).toSorted()).toEqual(['manager@example.com', 'rep@example.com']);
  });
});

describe('a server that', () => {
  test('refuses for now gets the mail again, and why it waits can be seen meanwhile', async () => {
    await tell({ userId: 'rep' });
    let refusals = 0;
    const office = await postOffice({
      refuse: () => {
        refusals += 1;
        return refusals === 1 ? smtpError(451, 'greylisted, come back later') : undefined;
      },
    });
    mailer(office);
    const row = await untilRow(({ lastError }) => lastError !== null);
    expect(row).toMatchObject({ state: 'pending', attempts: 1, messageId: null });
    expect(row.lastError).toContain('451 greylisted, come back later');
    expect(row.nextAttemptAt.getTime()).toBeGreaterThan(Date.now());

    await hurry();
    const [sent] = await allSent(1);
    expect(sent).toMatchObject({ attempts: 2, lastError: null });
    expect(office.mails).toHaveLength(1);
  });

  test('refuses for good ends it at once, for this one alone', async () => {
    await tell({ userId: 'rep' });
    await tell({ userId: 'manager' }, { count: 1, from: 2 });
    const office = await postOffice({ refuse: (to) => (to.startsWith('rep@') ? smtpError(550, 'no such mailbox') : undefined) });
    mailer(office);
    await allSent(1);

    const failed = await untilRow(({ recipientId }) => recipientId === 'rep', 'failed');
    expect(failed.attempts).toBe(1);
    expect(failed.lastError).toContain('550 no such mailbox');
    expect(office.mails.map(({ to }) => to)).toEqual(['manager@example.com']);
  });

  test('is down delays what waits, and six that waited for it arrive as one digest', async () => {
    const { port, url, close } = await openPostOffice();
    await close();
    await tell({ userId: 'rep' }, { count: 3 });
    mailer({ url });
    await vi.waitUntil(async () => (await rows('pending')).every(({ lastError }) => lastError?.includes('ECONNREFUSED')), {
      timeout: 10_000,
    });

    await tell({ userId: 'rep' }, { count: 3, from: 4 });
    const office = await postOffice({ port });
    await db.pool.query('UPDATE delivery SET next_attempt_at = now()');
    await allSent(6);
    expect(office.mails).toHaveLength(1);
  });

  test('hangs up after it took the mail gets the very same mail again', async () => {
    await tell({ userId: 'rep' }, { count: 6 });
    let deliveries = 0;
    const office = await postOffice({
      beforeAnswer: (_mail, hangUp) => {
        deliveries += 1;
        if (deliveries === 1) hangUp();
      },
    });
    mailer(office);
    await untilRow(({ lastError }) => lastError !== null);
    await tell({ userId: 'rep' }, { count: 1, from: 7 });
    await hurry();
    await allSent(7);

    const [first, ...later] = office.mails;
    const again = later.filter((mail) => mail.header('message-id') === first?.header('message-id'));
    expect(again.map(({ text }) => text)).toEqual([first?.text]);
    expect(later).toHaveLength(2);
  });
});

describe('a worker that', () => {
  test('died between sending and marking leaves a mail that goes out again under the same id', async () => {
    await tell({ userId: 'rep' });
    const office = await postOffice();
    mailer(office);
    await allSent(1);
    await db.pool.query(`UPDATE delivery SET state = 'pending', sent_at = NULL, next_attempt_at = now()`);
    await allSent(1);

    const ids = office.mails.map((mail) => mail.header('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('is stopped finishes the mails in hand and gives back the rest, untried', async () => {
    await tellEach(9, 'waiting');
    let goOn = () => undefined as void;
    const told = new Promise<void>((resolve) => (goOn = resolve));
    const office = await postOffice({ beforeAnswer: () => told });
    const running = startMailer(config(office));
    await vi.waitUntil(() => office.mails.length === 3, { timeout: 10_000 });
    const stopped = running.stop();
    goOn();
    await stopped;

    expect(office.mails).toHaveLength(3);
    expect(await rows('sent')).toHaveLength(3);
    const rest = await rows('pending');
    expect(rest.map(({ attempts, messageId }) => ({ attempts, messageId }))).toEqual(
      Array.from({ length: 6 }, () => ({ attempts: 0, messageId: null })),
    );
    expect(rest.every(({ nextAttemptAt }) => nextAttemptAt.getTime() <= Date.now() + 1000)).toBe(true);
  });
});

describe('no mail goes', () => {
  test('a day late: it has expired', async () => {
    await tell({ userId: 'rep' }, { count: 30 });
    await db.pool.query(`UPDATE delivery SET created_at = now() - interval '25 hours'`);
    await tell({ userId: 'manager' }, { count: 1, from: 31 });
    const office = await postOffice();
    mailer(office);
    await allSent(1);

    expect(office.mails.map(({ to }) => to)).toEqual(['manager@example.com']);
    expect(await rows('expired')).toHaveLength(30);
  });

  test.for([
    { who: 'has left', change: { active: false }, reason: 'the recipient has left' },
    { who: 'wants none', change: { wantsMail: false }, reason: 'the recipient wants no mail' },
    { who: 'has no address', change: { email: 'f@imported.invalid' }, reason: 'the recipient has no address that mail reaches' },
  ])('to somebody who $who', async ({ change, reason }) => {
    await tell({ userId: 'rep' });
    await db.prisma.user.update({ where: { id: 'rep' }, data: change });
    const office = await postOffice();
    mailer(office);

    expect(await untilRow(() => true, 'expired')).toMatchObject({ lastError: reason, attempts: 0 });
    expect(office.mails).toEqual([]);
    await db.prisma.user.update({ where: { id: 'rep' }, data: { email: 'rep@example.com' } });
  });
});

type Told = Partial<Notice> & { readonly count?: number; readonly from?: number };

/** Writes `count` events of this test's sale, from number `from`, of each of which somebody is told. */
async function tell(to: Notice['to'], { count = 1, from = 1, ...changes }: Told = {}): Promise<void> {
  await writeAccount(db, anAccount(from, from + count - 1, { id: sale, notices: () => [aNotice({ to, ...changes })] }));
}

/** So many new people, each told of one event. */
async function tellEach(count: number, name: string): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, n) => `${name}-${n + 1}`);
  await employ(
    db,
    ids.map((id) => ({ id })),
  );
  const notices = (seq: number) => [aNotice({ to: { userId: `${name}-${seq}` } })];
  await writeAccount(db, anAccount(1, count, { id: sale, notices }));
  return ids;
}

async function postOffice(clerk: Clerk = {}): Promise<PostOffice> {
  const office = await openPostOffice(clerk);
  opened.push(office);
  return office;
}

function mailer(office: Pick<PostOffice, 'url'>, changes: Partial<MailerConfig> = {}): Mailer {
  const running = startMailer({ ...config(office), ...changes });
  opened.unshift({ close: running.stop });
  return running;
}

function config({ url }: Pick<PostOffice, 'url'>): MailerConfig {
  const log = { warn: () => undefined, info: () => undefined };
  return { database: db, smtpUrl: url, publicUrl: 'https://pursuit.example.com/', secret: 'a secret of the test', log };
}

async function english(userId: string): Promise<void> {
  await db.prisma.user.update({ where: { id: userId }, data: { language: 'en' } });
}

async function arrival(office: PostOffice) {
  await allSent(1);
  const [mail] = office.mails;
  if (mail === undefined) throw new Error('no mail has arrived');
  return mail;
}

function rows(state: string) {
  return db.prisma.delivery.findMany({
    where: { state, inbox: { workflowId: `opportunity:${sale}` } },
    orderBy: { inbox: { seq: 'asc' } },
  });
}

async function allSent(count: number) {
  await vi.waitUntil(async () => (await rows('sent')).length === count, { timeout: 20_000, interval: 50 });
  return rows('sent');
}

type Row = Awaited<ReturnType<typeof rows>>[number];

async function untilRow(is: (row: Row) => boolean, state = 'pending'): Promise<Row> {
  return vi.waitUntil(async () => (await rows(state)).find(is), { timeout: 10_000, interval: 50 });
}

/** As if the time to wait were over. */
async function hurry(): Promise<void> {
  await db.pool.query(`UPDATE delivery SET next_attempt_at = now() WHERE state = 'pending'`);
}
