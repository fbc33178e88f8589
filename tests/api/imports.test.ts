import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';
import { asPerson } from './http.ts';
import type { Files, Upload } from './import-upload.ts';
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

const crm: Files = Object.fromEntries(
  ['sales_pipeline', 'accounts', 'products', 'sales_teams'].map((name) => [
    `${name}.csv`,
    readFileSync(join(projectFolder, 'tests/fixtures/crm', `${name}.csv`)),
  ]),
);
const usd = { defaults: { currency: 'USD' } };

describe('the real export of one team', () => {
  test('is shown whole before anything is done, with its true figures', async () => {
    const { plan, rows, summary } = await imported(crm, { mapping: usd });

    expect(plan?.files.map(({ file, role, rows: some }) => [file, role, some])).toEqual([
      ['sales_pipeline.csv', 'pipeline', 964],
      ['accounts.csv', 'accounts', 64],
      ['products.csv', 'products', 7],
      ['sales_teams.csv', 'teams', 6],
    ]);
    expect(plan?.missing).toMatchObject({ teams: ['East'], people: expect.arrayContaining(['Cara Losch', 'Violet Mclelland']) });
    expect(plan?.missing.people).toHaveLength(7);
    expect(plan?.missing.customers).toHaveLength(64);
    expect(rows).toHaveLength(964);
    expect(summary).toMatchObject(trueFigures);
    expect(summary?.outcomes).toEqual({ 'would-open': 810, refused: 154 });
    expect(await stage.database.prisma.opportunity.count()).toBe(0);
    expect(await stage.database.prisma.user.count({ where: { name: 'Cara Losch' } })).toBe(0);
  });

  test('is taken in, and taking it in again changes nothing', { timeout: 300_000 }, async () => {
    const first = await imported(crm, { mapping: usd, apply: true });
    expect(first.summary).toMatchObject({ ...trueFigures, outcomes: { opened: 810, refused: 154 } });
    expect(first.summary?.reasons).toEqual({ 'customer-required': 154 });
    const counted = () =>
      stage.database.pool.query(
        `SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM command) AS commands, (SELECT count(*) FROM opportunity) AS sales,
          (SELECT count(*) FROM "user") AS people, (SELECT count(*) FROM customer) AS customers`,
      );
    const before = (await counted()).rows;

    const second = await imported(crm, { mapping: usd, apply: true });

    expect(second.summary?.outcomes).toEqual({ 'already-there': 810, refused: 154 });
    expect(second.plan?.missing).toEqual({ teams: [], people: [], customers: [] });
    expect((await counted()).rows).toEqual(before);
  });

  test('is then a pipeline like any other: won and delivered, lost without a reason, open at the first stage', async () => {
    const { rows } = await stage.database.pool.query(
      `SELECT state, won, count(*)::integer AS sales, sum(amount)::text AS value, count(*) FILTER (WHERE stage = 'development')::integer AS first
       FROM opportunity GROUP BY state, won ORDER BY state`,
    );
    expect(rows).toEqual([
      { state: 'completed', won: true, sales: 480, value: '1130049.0000', first: 0 },
      { state: 'lost', won: false, sales: 265, value: '0.0000', first: 265 },
      { state: 'open', won: false, sales: 65, value: null, first: 65 },
    ]);
    const boss = await stage.database.prisma.user.findFirst({ where: { name: 'Cara Losch' } });
    expect(boss).toMatchObject({ roles: ['manager'], passwordHash: null, wantsMail: true });
    expect(await stage.database.prisma.user.count({ where: { superiorId: boss?.id ?? '', roles: { has: 'rep' } } })).toBe(6);
    const acme = await stage.database.prisma.customer.findFirst({ where: { name: 'Acme Corporation' } });
    expect(acme).toMatchObject({
      industry: 'technolgy',
      region: 'United States',
      note: expect.stringContaining('revenue: 1100.04'),
    });
  });

  test('keeps the true dates and invents nothing', async () => {
    const chief = await asPerson(stage, 'chief');
    const { opportunityId } = await stage.database.prisma.importRow.findFirstOrThrow({ where: { key: 'C5K2JP1H' } });
    const events = (await chief('GET', `/opportunities/${opportunityId}/events`)).body['items'] as readonly { body: object }[];
    const sale = (await chief('GET', `/opportunities/${opportunityId}`)).body;

    expect(sale).toMatchObject({ openedAt: '2016-11-07T00:00:00.000Z', amount: { amount: '1014', currency: 'USD' }, debts: 0 });
    expect(events.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ wonAt: '2017-03-11T00:00:00.000Z', contract: null }),
        expect.objectContaining({ closedAt: '2017-03-11T00:00:00.000Z', outcome: 'completed' }),
      ]),
    );
    const lost = await stage.database.prisma.importRow.findFirstOrThrow({ where: { key: 'AO9Z2D17' } });
    expect(
      await stage.database.prisma.event.findMany({ where: { workflowId: `opportunity:${lost.opportunityId}`, type: 'closed' } }),
    ).toMatchObject([
      { body: { outcome: 'lost', winner: null, priceGap: null, lostAtBuyerStep: null, decisiveCriterion: null } },
    ]);
  });
});

describe('a file of the same shape with other dirt', () => {
  const head = 'Deal ID;Sales Rep;Produkt;Account Name;Deal Stage;Engage Date;Close Date;Close Value;Currency';
  /** Clean rows and, sown among them, one of each kind of dirt. */
  const dirt: readonly (readonly [row: string, code: string])[] = [
    ['B1;Ann Imported;GTX Pro;Northwind;Won;2024-02-30;2024-05-01;100;USD', 'opened-on-unreadable'],
    ['B2;Ann Imported;GTX Pro;Northwind;Won;03/04/2024;2024-05-01;100;USD', 'opened-on-unreadable'],
    ['B3;Ann Imported;GTX Pro;Northwind;Won;2024-05-02;2024-05-01;100;USD', 'closed-before-opened'],
    ['B4;Ann Imported;GTX Pro;Northwind;Won;2024-01-01;2999-05-01;100;USD', 'closed-in-the-future'],
    ['B5;Ann Imported;GTX Pro;Northwind;Lost;2024-01-01;;0;USD', 'closed-on-required'],
    ['B6;Ann Imported;GTX Pro;Northwind;Maybe;2024-01-01;;;', 'stage-unknown'],
    ['B7;Ann Imported;GTX Pro;Northwind;Prospecting;;;;', 'opened-on-required'],
    ['B8;Ann Imported;GTX Pro;N/A;Engaging;2024-01-01;;;', 'customer-required'],
    ['B9;;GTX Pro;Northwind;Engaging;2024-01-01;;;', 'owner-required'],
    ['B10;Nobody Known;GTX Pro;Northwind;Engaging;2024-01-01;;;', 'team-required'],
    [';Ann Imported;GTX Pro;Northwind;Engaging;2024-01-01;;;', 'key-required'],
    ['B11;Ann Imported;GTX Pro;Northwind;Won;2024-01-01;2024-05-01;a lot;USD', 'amount-unreadable'],
    ['B12;Ann Imported;GTX Pro;Northwind;Won;2024-01-01;2024-05-01;100;', 'currency-required'],
    ['B13;Ann Imported;GTX Pro;Northwind;Won;2024-01-01;2024-05-01;100;USD;one cell;too many', 'malformed-row'],
    ['B14;"Ann Imported;GTX Pro;Northwind;Engaging;2024-01-01;;;', 'malformed-row'],
    ['A1;Ann Imported;GTX Pro;Northwind;Engaging;2024-01-01;;;', 'key-repeated'],
    [`B15;Ann Imported;GTX Pro;${'x'.repeat(300)};Engaging;2024-01-01;;;`, 'too-long'],
  ];
  const clean = [
    'A1;Ann Imported;GTX Pro;Northwind;Closed Won;2024/1/5;2024-05-01;"$1,234.50";usd',
    'A2;  ann   imported ;gtx-pro;northwind;WON;2024年3月1日;2024-05-01;  99 ;USD',
    'A3;Bo Imported;"MG ""Special""; long";Ünïcode & Söhne;closed lost;2024-01-05T08:00:00Z;2024-05-01;0;USD',
    'A4;Bo Imported;GTX Pro;Northwind;Prospecting;2024-01-05;2099-05-01;;',
  ];
  const dirty: Files = {
    'anything.txt': `\uFEFF${[head, ...clean, ...dirt.map(([row]) => row)].join('\r\n')}\r\n\r\n`,
    'who.csv': 'Agent,Manager,Region\nAnn Imported,Cy Imported,\nBo Imported,Cy Imported,',
    'prices.csv': 'Item,List Price\nGTX Pro,4821\nMG Special,55',
    'readme.csv': 'just,some\nother,table',
  };

  test('gives a reason for each bad row and takes in all others', async () => {
    const { plan, rows, summary } = await imported(dirty, { source: 'dirty', apply: true });

    expect(plan?.files.map(({ role }) => role)).toEqual(['pipeline', 'teams', 'products', 'ignore']);
    expect(plan?.missing).toEqual({
      teams: ['Cy Imported'],
      people: expect.toSatisfy((names: string[]) => names.toSorted().join() === 'Ann Imported,Bo Imported,Cy Imported'),
      customers: expect.toSatisfy((names: string[]) => names.toSorted().join() === 'Northwind,Ünïcode & Söhne'),
    });
    expect(rows.slice(0, clean.length).map(({ key, outcome }) => [key, outcome])).toEqual(
      ['A1', 'A2', 'A3', 'A4'].map((key) => [key, 'opened']),
    );
    expect(rows.slice(clean.length).map(({ outcome, reasons }) => [outcome, reasons[0]?.code])).toEqual(
      dirt.map(([, code]) => ['refused', code]),
    );
    expect(rows.map(({ line }) => line)).toEqual(rows.map((_row, at) => at + 2));
    expect(summary).toMatchObject({ rows: clean.length + dirt.length, outcomes: { opened: 4, refused: dirt.length } });
    expect(summary?.notes).toContainEqual(expect.objectContaining({ value: 'gtx-pro', closest: 'GTX Pro', rows: 1 }));
    const sales = await stage.database.prisma.opportunity.findMany({
      where: { importKey: { startsWith: 'dirty:' } },
      orderBy: { importKey: 'asc' },
    });
    expect(sales.map(({ state, amount, currency }) => [state, amount?.toFixed() ?? null, currency])).toEqual([
      ['completed', '1234.5', 'USD'],
      ['completed', '99', 'USD'],
      ['lost', '0', 'USD'],
      ['open', null, null],
    ]);
  });

  test('corrected and imported again, takes in only what was refused, and says what has changed since', async () => {
    const content = String(dirty['anything.txt'])
      .replace('B8;Ann Imported;GTX Pro;N/A', 'B8;Ann Imported;GTX Pro;Southwind')
      .replace('A2;', 'A2 ;')
      .replace('  99 ', '100');

    const { rows, summary } = await imported(
      { ...dirty, 'anything.txt': content },
      { source: 'dirty', apply: true, by: 'admin' },
    );

    expect(summary?.outcomes).toEqual({ 'already-there': 4, opened: 1, refused: dirt.length - 1 });
    expect(rows.find(({ key }) => key === 'B8')).toMatchObject({ outcome: 'opened' });
    expect(rows.find(({ key }) => key === 'A2')?.notes).toContainEqual(expect.objectContaining({ code: 'row-changed-since' }));
    expect(await stage.database.prisma.opportunity.findFirst({ where: { importKey: 'dirty:A2' } })).toMatchObject({ won: true });
  });

  test('is the same sale whoever imports it, and from another source another one', async () => {
    const one = { 'a.csv': [head, clean[3]].join('\n'), 'who.csv': String(dirty['who.csv']) };
    await stage.database.prisma.importRow.deleteMany({ where: { source: 'dirty', key: 'A4' } }); // as an import leaves it that was cut short

    const again = await imported(one, { source: 'dirty', apply: true, by: 'admin' });
    const elsewhere = await imported(one, { source: 'elsewhere', apply: true });

    expect(again.rows).toMatchObject([{ outcome: 'opened' }]);
    expect(await stage.database.prisma.opportunity.count({ where: { importKey: 'dirty:A4' } })).toBe(1);
    expect(elsewhere.rows[0]?.opportunityId).not.toBe(again.rows[0]?.opportunityId);
  });
});

describe('how files are read', () => {
  const chinese =
    '商机编号,业务员,产品名称,客户名称,销售阶段,立项日期,签约日期,合同金额,币种\nC1,李娜,锅炉,海港酒店,赢单,2024年1月5日,2024/5/1,"￥3,000,000.00",CNY';
  const gb18030 = readFileSync(join(projectFolder, 'tests/fixtures/crm', 'chinese-gb18030.csv'));

  test('Chinese headers and words are known, in UTF-8 and as spreadsheets write them', async () => {
    const mapping = { defaults: { team: 'North' } };
    const [utf8, gb] = [await imported({ 'a.csv': chinese }, { mapping }), await imported({ 'a.csv': gb18030 }, { mapping })];

    const [read, readGb] = [utf8, gb].map(({ plan }) => plan?.files[0]);
    expect(readGb).toMatchObject({ encoding: 'gb18030', role: 'pipeline' });
    expect(readGb?.columns).toEqual(read?.columns);
    expect(read?.columns.map(({ field }) => field)).not.toContain(null);
    for (const { rows, summary } of [utf8, gb]) {
      expect(rows).toMatchObject([{ key: 'C1', outcome: 'would-open' }]);
      expect(summary?.stages).toMatchObject([{ stage: '赢单', value: '3000000' }]);
    }
  });

  test('a mapping overrides what is guessed, and the plan can be sent back as one', async () => {
    const content = 'Number,Who,Firm,How,When\n1,Ann Other,Acme,going well,01/02/2024';
    const mapping = {
      roles: { 'x.csv': 'pipeline' },
      columns: { pipeline: { Number: 'key', Who: 'owner', Firm: 'customer', How: 'stage', When: 'openedOn' } },
      stages: { 'going well': 'open' },
      dates: 'day-first',
      defaults: { team: 'North' },
    };
    expect((await imported({ 'x.csv': content })).rows).toEqual([]);

    const { plan, rows } = await imported({ 'x.csv': content }, { mapping });

    expect(rows).toMatchObject([{ outcome: 'would-open', reasons: [] }]);
    expect((await imported({ 'x.csv': content }, { mapping: plan?.mapping ?? {} })).plan).toEqual(plan);
  });

  test.for([
    {
      fault: 'a field that is none',
      mapping: { columns: { pipeline: { A: 'colour' } } },
      pointer: '/mapping/columns/pipeline/A',
    },
    { fault: 'a word that is none of its words', mapping: { dates: 'whenever' }, pointer: '/dates' },
    { fault: 'something it has no place for', mapping: { magic: true }, pointer: '/magic' },
  ])('a mapping that names $fault is refused', async ({ mapping, pointer }) => {
    const answer = await post({ 'a.csv': chinese }, { mapping });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
  });

  test('is a matter for leadership and administrators', async () => {
    for (const by of ['ann', 'north', 'lawyer'] as const) expect((await post({ 'a.csv': chinese }, { by })).status).toBe(403);
  });
});

const trueFigures = {
  rows: 964,
  stages: [
    { stage: 'Won', rows: 480, value: '1130049', withoutClosingDate: 0 },
    { stage: 'Lost', rows: 265, value: '0', withoutClosingDate: 0 },
    { stage: 'Engaging', rows: 219, value: null, withoutAmount: 219, withoutClosingDate: 219 },
  ],
  withoutCustomer: 154,
  notes: [
    { field: 'product', code: 'not-on-price-list', value: 'GTXPro', closest: 'GTX Pro', rows: 163 },
    { field: 'industry', code: 'unusual-industry', value: 'technolgy', closest: 'technology', rows: 9 },
  ],
};
