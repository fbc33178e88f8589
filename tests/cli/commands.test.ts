import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPassword } from '../../api/session/password.ts';
import { projectFolder, version } from '../../local/project-folder.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { anAccount } from '../builders/account.ts';
import { freshDatabase } from '../harness/database.ts';
import { openPostOffice } from '../harness/smtp.ts';
import { temporalAddress } from '../harness/temporal.ts';
import { pursuit } from './pursuit.ts';

let database: Database;
let env: Readonly<Record<string, string>>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  database = openDatabase(fresh.url);
  env = { DATABASE_URL: fresh.url, TEMPORAL_ADDRESS: temporalAddress() };
});
afterAll(async () => {
  await database.close();
  await drop();
});

test('pursuit verify-history names the first bad row and leaves with 1', async () => {
  await writeAccount(database, anAccount(1, 4, { id: 'hotel' }));
  expect(await pursuit(env, 'verify-history')).toMatchObject({ code: 0, output: expect.stringContaining('4 events of 1') });

  await database.pool.query(`ALTER TABLE event DISABLE TRIGGER ALL; UPDATE event SET body = '{}' WHERE seq = 3`);

  expect(await pursuit(env, 'verify-history')).toMatchObject({ code: 1, output: 'bad  opportunity:hotel 3 event-altered\n' });
});

test('pursuit user add takes in the first administrator in all his roles, with the default rules, whoever was there before, and then others beneath', async () => {
  const before = ['--email', 'zhou@boilers.example', '--name', 'Zhou', '--role', 'leadership'];
  expect(await userAdd(before, 'an earlier long secret')).toBe(0);
  expect(await database.prisma.playbook.count()).toBe(0);
  const admin = ['--email', 'root@boilers.example', '--name', 'Root', '--role', 'admin', 'manager', '--language', 'en'];
  expect(await userAdd([...admin, '--superior', 'zhou@boilers.example'], 'a long enough secret')).toBe(0);
  const rep = ['--email', 'li@boilers.example', '--name', '李', '--role', 'rep', '--superior', 'root@boilers.example'];
  expect(await userAdd(rep, 'another long secret')).toBe(0);

  const [zhou, root, li] = await database.prisma.user.findMany({ orderBy: { createdAt: 'asc' } });
  expect(root).toMatchObject({ email: 'root@boilers.example', roles: ['admin', 'manager'], superiorId: zhou?.id });
  expect(li).toMatchObject({ name: '李', roles: ['rep'], superiorId: root?.id, language: 'zh' });
  expect(await isPassword('another long secret', li?.passwordHash ?? null)).toBe(true);
  expect(await database.prisma.playbook.count({ where: { status: 'published' } })).toBe(1);

  expect(await userAdd(rep, 'another long secret')).toBe(2);
  const similar = ['--email', 'l_@boilers.example', '--name', 'Lu', '--role', 'rep', '--superior', 'ROOT@boilers.example'];
  expect(await userAdd(similar, 'another long secret')).toBe(0);
  expect(await userAdd(['--email', 'x@boilers.example', '--name', 'X'], 'short')).toBe(2);
});

test.for([
  { what: 'a blank name', change: ['--name', '  '], named: '--name' },
  { what: 'a name of 3,000 characters', change: ['--name', 'x'.repeat(3000)], named: '--name' },
  { what: 'an address that is none', change: ['--email', 'x@y'], named: '--email' },
  { what: 'a role that is none', change: ['--role', 'king'], named: '--role' },
  { what: 'more roles than there are', change: ['--role', 'rep', 'rep', 'rep', 'rep', 'rep'], named: '--role' },
  { what: 'a language that is none', change: ['--language', 'fr'], named: '--language' },
])('pursuit user add takes $what no more than the API does, and names the option', async ({ change, named }) => {
  const args = ['--email', 'zhao@boilers.example', '--name', 'Zhao', ...change];

  const { code, output } = await pursuit(env, 'user', 'add', ...args);

  expect(code, output).toBe(2);
  expect(output).toMatch(new RegExp(`^${named}: .+`, 'm'));
  expect(await database.prisma.user.count({ where: { email: 'zhao@boilers.example' } })).toBe(0);
});

test('pursuit user add takes a role that is named twice once, and refuses a password that nobody could sign in with', async () => {
  const args = ['--email', 'sun@boilers.example', '--name', ' Sun ', '--role', 'rep', 'rep'];
  expect(await userAdd(args, `long enough ${'x'.repeat(200)}`)).toBe(2);
  expect(await userAdd(args, 'a long enough secret')).toBe(0);

  expect(await database.prisma.user.findFirst({ where: { email: 'sun@boilers.example' } })).toMatchObject({
    ...{ name: 'Sun', roles: ['rep'] },
  });
});

test('pursuit migrate has nothing to do on a database that is up to date', async () => {
  expect(await pursuit(env, 'migrate')).toMatchObject({ code: 0, output: 'The database is up to date.\n' });
});

test('pursuit doctor has a line for each thing, and leaves with 1 when one of ours is away', async () => {
  const { code, output } = await pursuit({ ...env, PORT: '9', TEMPORAL_TASK_QUEUE: 'nobody-here' }, 'doctor');

  expect(code).toBe(1);
  for (const line of ['ok    PostgreSQL: version 18', 'ok    Temporal: version', 'ok    migrations: all applied'])
    expect(output).toContain(line);
  expect(output).toContain('fails worker: nobody works on the task queue nobody-here');
  expect(output).toContain('fails API: nothing answers');
  expect(output).not.toContain(new URL(env['DATABASE_URL'] ?? '').password);
});

test('pursuit doctor says what was last said of mails that were not delivered', async () => {
  const office = await openPostOffice();
  const doctor = async () =>
    (await pursuit({ ...env, PORT: '9', SMTP_URL: office.url, PUBLIC_URL: 'https://sales.example' }, 'doctor')).output;
  expect(await doctor()).toContain('ok    mail: the mail server takes our mail');

  const deliveries = {
    create: { recipientId: 'rep', channel: 'mail', state: 'failed', attempts: 1, lastError: '550 no such mailbox' },
  };
  const notice = { key: 'notice', recipientId: 'rep', kind: 'ruled', workflowId: 'opportunity:hotel', seq: 1, facts: {} };
  await database.prisma.inbox.create({ data: { ...notice, deliveries } });

  expect(await doctor()).toContain('fails mail: 1 of the last day not delivered, the last one: 550 no such mailbox');
  await database.prisma.inbox.deleteMany();
  await office.close();
});

const away = { DATABASE_URL: 'postgresql://nobody:sesame@127.0.0.1:9/none', TEMPORAL_ADDRESS: '127.0.0.1:9' };

test('pursuit doctor takes a mail server for well while the database is away', async () => {
  const office = await openPostOffice();

  const { output } = await pursuit({ ...away, SMTP_URL: office.url, PUBLIC_URL: 'https://sales.example' }, 'doctor');

  expect(output).toContain('ok    mail: the mail server takes our mail; how many were not delivered, only PostgreSQL knows');
  await office.close();
});

test('pursuit doctor leaves with 69 when the database or Temporal is away', async () => {
  const { code, output } = await pursuit(away, 'doctor');

  expect(code).toBe(69);
  expect(output).toContain('fails PostgreSQL');
  expect(output).toContain('fails Temporal');
  expect(output).toMatch(/^fails administrator: \S/m);
  expect(output).not.toMatch(/^fails [^:]+: *$/m);
  expect(output).not.toContain('sesame');
});

test('pursuit --version says which one it is', async () => {
  expect(await pursuit({}, '--version')).toEqual({ code: 0, output: `${version}\n` });
});

test.for([
  { when: 'a command is not known', args: ['conquer'], settings: {}, code: 2 },
  { when: 'an option is not known', args: ['reconcile', '--force'], settings: {}, code: 2 },
  {
    when: 'the database is away',
    args: ['verify-history'],
    settings: { DATABASE_URL: 'postgresql://x@127.0.0.1:9/x' },
    code: 69,
  },
  { when: 'Temporal is away', args: ['reconcile'], settings: { TEMPORAL_ADDRESS: '127.0.0.1:9' }, code: 69 },
  { when: 'Temporal is away', args: ['prepare-namespace'], settings: { TEMPORAL_ADDRESS: '127.0.0.1:9' }, code: 69 },
  { when: 'a setting is wrong', args: ['doctor'], settings: { PORT: 'sesame' }, code: 78 },
  { when: 'help is asked for', args: ['--help'], settings: {}, code: 0 },
])('pursuit leaves with $code when $when', async ({ args, settings, code }) => {
  expect((await pursuit({ ...env, ...settings }, ...args)).code).toBe(code);
});

/** Only the password comes by the input. */
function userAdd(args: readonly string[], password: string): Promise<number | null> {
  const program = ['--import', 'tsx', join(projectFolder, 'cli/main.ts'), 'user', 'add', ...args];
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, program, {
    cwd: projectFolder,
    env: { PATH, HOME, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(`${password}\n`);
  return new Promise((resolve) => child.once('close', resolve));
}
