import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Standing } from '../../api/imports/vocabulary.ts';
import { asPerson } from './http.ts';
import type { Upload } from './import-upload.ts';
import { anUpload } from './import-upload.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let imported: Upload['imported'];
let post: Upload['post'];
let worker: { readonly stop: () => Promise<unknown> };

beforeAll(async () => {
  stage = await aStage();
  ({ imported, post } = anUpload(stage));
  worker = await aWorker(stage);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

describe('the stage that an owner states', () => {
  const head = 'Deal ID,Owner,Account,Stage,Opened,Closed,Amount,Currency';
  const mapping = { defaults: { team: 'North' }, stages: { 'nearly there': 'negotiation', warm: 'open', 'gone cold': 'lost' } };
  const words: readonly (readonly [word: string, standing: Standing, stage: string])[] = [
    ['tender', 'open', 'tender'],
    ['Tender', 'open', 'tender'],
    ['招投标', 'open', 'tender'],
    ['提案', 'open', 'proposal'],
    ['Proposal', 'open', 'proposal'],
    ['ENTRY', 'open', 'entry'],
    ['Nearly there', 'open', 'negotiation'],
    ['Delivery', 'open', 'delivery'],
    ['Engaging', 'open', 'development'],
    ['Prospecting', 'open', 'development'],
    ['open', 'open', 'development'],
    ['warm', 'open', 'development'],
    ['Won', 'won', 'delivery'],
    ['lost', 'lost', 'development'],
    ['gone cold', 'lost', 'development'],
  ];
  const rows = words.map(([word], at) => `S${at},ann,Harbour Hotel,${word},2024-01-05,2024-03-01,100,CNY`);
  const content = [head, ...rows, 'S99,ann,Harbour Hotel,Somewhere,2024-01-05,,,'].join('\n');
  const read = [...words.map(([, standing, at]) => [standing, at]), [null, null]];

  test('is shown for each row before anything is done', async () => {
    const { rows: shown } = await imported({ 'a.csv': content }, { source: 'stages', mapping });

    expect(shown.map((row) => [row.standing, row.stage])).toEqual(read);
    expect(shown.at(-1)).toMatchObject({ outcome: 'refused', reasons: [{ field: 'stage', code: 'stage-unknown' }] });
    expect(new Set(shown.slice(0, -1).map(({ outcome }) => outcome))).toEqual(new Set(['would-open']));
  });

  test('is where its sale is opened, with its true date, and what lies before is carried over unverified', async () => {
    const { rows: done } = await imported({ 'a.csv': content }, { source: 'stages', mapping, apply: true });

    expect(done.slice(0, -1).map(({ outcome, standing, stage: at }) => [outcome, standing, at])).toEqual(
      words.map(([, standing, at]) => ['opened', standing, at]),
    );
    const sales = await stage.database.prisma.opportunity.findMany({ where: { importKey: { startsWith: 'stages:' } } });
    const found = new Map(sales.map((sale) => [sale.importKey, sale]));
    const states = { open: 'open', won: 'completed', lost: 'lost' };
    expect(words.map((_word, at) => found.get(`stages:S${at}`)?.state)).toEqual(
      words.map(([, standing, at]) => (at === 'delivery' && standing === 'open' ? 'won' : states[standing])),
    );
    expect(found.get('stages:S0')).toMatchObject({ stage: 'tender', won: false, debts: 0 });
    expect(found.get('stages:S7')).toMatchObject({ stage: 'delivery', won: true });
    const chief = await asPerson(stage, 'chief');
    const tender = (await chief('GET', `/opportunities/${found.get('stages:S0')?.id}/events`)).body['items'] as readonly {
      readonly type: string;
      readonly body: object;
    }[];
    expect(tender.find(({ type }) => type === 'opened')?.body).toMatchObject({ openedAt: '2024-01-05T00:00:00.000Z' });
    expect(tender.filter(({ type }) => type === 'checkpoint-carried-over').length).toBeGreaterThan(3);
    const delivery = await stage.database.prisma.event.findFirst({
      where: { workflowId: `opportunity:${found.get('stages:S7')?.id}`, type: 'won' },
    });
    expect(delivery?.body).toMatchObject({ wonAt: '2024-03-01T00:00:00.000Z' });
  });

  test('is refused in a mapping when the playbook has no such stage', async () => {
    const answer = await post({ 'a.csv': content }, { mapping: { stages: { warm: 'lukewarm' } } });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/mapping/stages/warm', code: 'unknown-stage' }] });
  });
});

describe('a dry run', () => {
  const head = 'Deal ID,Owner,Account,Stage,Opened,Closed,Amount,Currency';
  const content = [
    head,
    'D1,ann,Harbour Hotel,Won,1850-06-01,2024-03-01,100,CNY',
    'D2,ann,Harbour Hotel,tender,2024-06-01,2999-01-01,100,CNY',
    'D3,admin,Harbour Hotel,tender,2024-06-01,,,',
    'D4,ann,Harbour Hotel,tender,2024-06-01,,,',
  ].join('\n');

  test('refuses what the rules of the sale refuse, exactly as the import itself does', async () => {
    const asked = { source: 'dry', mapping: { defaults: { team: 'North' } } };
    const dry = await imported({ 'a.csv': content }, asked);
    const real = await imported({ 'a.csv': content }, { ...asked, apply: true });

    expect(dry.rows.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused', 'would-open']);
    expect(dry.rows.map(({ reasons }) => reasons)).toEqual(real.rows.map(({ reasons }) => reasons));
    expect(dry.rows.map(({ reasons }) => reasons[0])).toMatchObject([
      { field: 'openedOn', code: 'command-refused', problem: 'date-invalid', value: '1850-06-01' },
      { field: 'closedOn', code: 'command-refused', problem: 'date-invalid', value: '2999-01-01' },
      { field: 'owner', code: 'owner-only-administers' },
      undefined,
    ]);
    expect(await stage.database.prisma.opportunity.count({ where: { importKey: { startsWith: 'dry:' } } })).toBe(1);
  });
});

describe('what an import may take of memory', () => {
  test('is 25 MiB for all files together', async () => {
    const half = new Uint8Array(13 * 1024 * 1024).fill(44);
    const answer = await post({ 'a.csv': half, 'b.csv': half });

    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'body-too-large', facts: { limit: 25 * 1024 * 1024 } });
  });

  test('is for one at a time: another is told to come again, and finds the place free when the first one is through', async () => {
    const chief = await asPerson(stage, 'chief');
    const key = await chief('POST', '/api-keys', { body: { name: 'import', scopes: ['read', 'write'] } });
    const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
    const headers = { authorization: `Bearer ${String(key.body['key'])}`, 'content-type': 'multipart/form-data; boundary=x' };
    const slow = request(`${stage.url}/api/v1/imports`, { method: 'POST', headers });
    const answered = once(slow, 'response');
    slow.write(head);
    const statusOf = async () => (await post({ 'b.csv': 'a,b' })).status;

    await expect.poll(statusOf).toBe(429);
    const told = await post({ 'b.csv': 'a,b' });
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await told.json()).toMatchObject({ code: 'import-running' });
    slow.end('a,b\r\n--x--\r\n');
    const [first] = (await answered) as [IncomingMessage];
    first.resume();
    expect(first.statusCode).toBe(200);
    await expect.poll(statusOf).toBe(200);
  });

  /** Nobody reads the table meanwhile: whatever needs it stands still. */
  async function whileClosed(table: string, work: () => Promise<void>): Promise<void> {
    const holder = await stage.database.pool.connect();
    try {
      await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      await work();
    } finally {
      await holder.query('COMMIT');
      holder.release();
    }
  }

  async function waitingFor(table: string): Promise<number> {
    const text = 'SELECT count(*)::int AS waiting FROM pg_locks WHERE relation = $1::regclass AND NOT granted';
    return (await stage.database.pool.query<{ waiting: number }>(text, [table])).rows[0]?.waiting ?? 0;
  }

  async function importingKey() {
    const chief = await asPerson(stage, 'chief');
    const { body } = await chief('POST', '/api-keys', { body: { name: 'leaver', scopes: ['read', 'write'] } });
    return { authorization: `Bearer ${String(body['key'])}`, 'content-type': 'multipart/form-data; boundary=x' };
  }

  const whole = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\r\n--x--\r\n';

  test('is given back by whoever goes before his file is asked for', async () => {
    const headers = await importingKey();
    await whileClosed('api_key', async () => {
      const leaving = request(`${stage.url}/api/v1/imports`, { method: 'POST', headers }).on('error', () => undefined);
      leaving.write(whole.slice(0, 30));
      await expect.poll(() => waitingFor('api_key')).toBeGreaterThan(0);
      leaving.socket?.resetAndDestroy();
      await pause(100); // until the API has heard of it
    });

    await expect.poll(async () => (await post({ 'b.csv': 'a,b' })).status).toBe(200);
  });

  test('is kept while the file of somebody who has gone is still worked on', async () => {
    const headers = await importingKey();
    await whileClosed('playbook', async () => {
      const leaving = request(`${stage.url}/api/v1/imports`, { method: 'POST', headers }).on('error', () => undefined);
      leaving.end(whole);
      await expect.poll(() => waitingFor('playbook')).toBeGreaterThan(0);
      leaving.socket?.resetAndDestroy();
      await pause(100); // until the API has heard of it

      expect((await post({ 'b.csv': 'a,b' })).status).toBe(429);
    });

    await expect.poll(async () => (await post({ 'b.csv': 'a,b' })).status).toBe(200);
  });
});

describe('a file of any form', () => {
  test('names are read without what no name may hold', async () => {
    const content = 'Deal ID,Owner,Account,Stage,Opened\nN1,a\u202Enn,Harbour\u0007Hotel\u2069,tender,2024-01-05';
    const { plan } = await imported({ 'a.csv': content }, { mapping: { defaults: { team: 'North' } } });

    expect(plan?.missing).toMatchObject({ people: ['a nn'], customers: [] });
  });

  const chinese =
    '商机编号,业务员,产品名称,客户名称,销售阶段,立项日期,签约日期,合同金额,币种\nC1,李娜,锅炉,海港酒店,赢单,2024年1月5日,2024/5/1,"￥3,000,000.00",CNY';

  test.for([
    { form: 'UTF-16 little-endian with its mark', encoding: 'utf-16le', bytes: (text: string) => utf16(`\uFEFF${text}`, 'le') },
    { form: 'UTF-16 big-endian with its mark', encoding: 'utf-16be', bytes: (text: string) => utf16(`\uFEFF${text}`, 'be') },
    { form: 'UTF-16 little-endian without', encoding: 'utf-16le', bytes: (text: string) => utf16(text, 'le') },
    { form: 'UTF-16 big-endian without', encoding: 'utf-16be', bytes: (text: string) => utf16(text, 'be') },
    { form: 'UTF-8 with a mark', encoding: 'utf-8', bytes: (text: string) => new TextEncoder().encode(`\uFEFF${text}`) },
  ])('the same is read in $form', async ({ encoding, bytes }) => {
    const mapping = { defaults: { team: 'North' } };
    const expected = await imported({ 'a.csv': chinese }, { mapping });

    const { plan, rows } = await imported({ 'a.csv': bytes(chinese) }, { mapping });

    expect(plan?.files).toMatchObject([{ encoding, role: 'pipeline', unread: null, columns: expected.plan?.files[0]?.columns }]);
    expect(rows).toEqual(expected.rows);
    const english = 'Deal ID\tOwner\tAccount\tStage\r\nE1\tann\tHarbour Hotel\tWon\r\n';
    expect((await imported({ 'b.txt': bytes(english) })).rows).toMatchObject([{ key: 'E1', standing: null }]);
  });

  test('a file of which nothing is read says so, each time, unless the mapping says to leave it out', async () => {
    const files = { 'a.csv': chinese, 'b.csv': 'just,some\nother,table', 'c.csv': '客户,某事\n海港酒店,x' };

    const first = await imported(files);
    const again = await imported(files, { mapping: first.plan?.mapping ?? {} });
    const leftOut = await imported(files, { mapping: { roles: { 'b.csv': 'ignore', 'c.csv': 'ignore' } } });

    const unreadOf = ({ plan }: typeof first) => plan?.files.map(({ unread }) => unread);
    expect(unreadOf(first)).toEqual([null, 'no-column-recognised', 'kind-not-recognised']);
    expect(again.plan).toEqual(first.plan);
    expect(unreadOf(leftOut)).toEqual([null, null, null]);
  });

  test('a table of forty thousand columns is refused at once, and holds up nobody', async () => {
    const wide = Array.from({ length: 40_000 }, (_, at) => `column number ${at}`).join(',');
    const begun = Date.now();

    const answer = await post({ 'wide.csv': `${wide}\n${wide}` });

    expect(Date.now() - begun).toBeLessThan(4_000);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: '/file/wide.csv', code: 'too-many-columns', detail: 'It has more than 500 columns.' }],
    });
  });
});

function utf16(text: string, end: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(end === 'le' ? bytes : bytes.swap16());
}
