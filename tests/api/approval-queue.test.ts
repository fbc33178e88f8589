import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Box } from '../../api/approvals/queue-boxes.ts';
import { boxes, sorts } from '../../api/approvals/queue-boxes.ts';
import { countsText, mostCounted } from '../../api/approvals/queue-counts.ts';
import { queueStatement } from '../../api/approvals/queue-statement.ts';
import type { SeatRow } from '../../domain/approval/summary.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { anApprovalAccount, aSeat } from '../builders/approval-account.ts';
import { aSaleInNegotiation, aSubmission, done } from './approval-stage.ts';
import type { Answered, Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

type Line = { readonly id: string; readonly groupKey: string | null; readonly decidedAt: string | null };
type Page = { readonly items: readonly Line[]; readonly nextCursor: string | null };

async function pageOf(asker: Asker, query: Record<string, string>): Promise<Page> {
  return (await done(asker('GET', `/approvals?${new URLSearchParams(query).toString()}`))).body as unknown as Page;
}

async function idsIn(asker: Asker, query: Record<string, string>): Promise<readonly string[]> {
  return (await pageOf(asker, query)).items.map(({ id }) => id);
}

/** All of a list, two lines at a time. */
async function walked(asker: Asker, query: Record<string, string>): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await pageOf(asker, { ...query, limit: '2', ...(cursor === '' ? {} : { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

const hour = (at: number) => `2026-11-23T${String(at).padStart(2, '0')}:00:00.000Z`;

describe('a queue', () => {
  let stage: Stage;
  let chief: Asker;

  beforeAll(async () => {
    stage = await aStage();
    chief = await asPerson(stage, 'chief');
    for (const { id, amount, currency, ...seat } of waiting) await aRow(id, { amount, currency, seats: [aSeat('chief', seat)] });
    for (const { id, amount, currency, at } of spoken) await aRow(id, { amount, currency, by: 'chief', at });
    for (const { id, amount, currency, at } of asked) await aRow(id, { amount, currency, submitterId: 'chief', at });
  });
  afterAll(() => stage.close());

  /** Through the statement that writes them all. */
  async function aRow(id: string, row: Row): Promise<void> {
    const { by, at = hour(8), seats = [], ...rest } = row;
    const [opportunityId = ''] = id.split(':');
    const { workflowId, entries, summary } = anApprovalAccount(2, { id, opportunityId, requestedAt: at, seats, ...rest });
    const [first, last] = entries;
    const spoke = { type: 'concluded', result: 'returned', reason: 'no', at, actor: { userId: by, capacity: 'approver' } };
    const told = by === undefined ? entries : [first, { ...last, event: spoke }];
    await writeAccount(stage.database, { workflowId, summary, entries: told as typeof entries });
  }

  type Row = Partial<ReturnType<typeof anApprovalAccount>['summary']> & { readonly by?: string; readonly at?: string };

  const waiting: readonly (Partial<SeatRow> & { readonly id: string; readonly amount: string; readonly currency: string })[] = [
    { id: 'plain:1', amount: '3000000.00', currency: 'CNY', sinceAt: hour(3) },
    { id: 'dollars:1', amount: '20.5', currency: 'USD', sinceAt: hour(1), overdue: true },
    { id: 'small:1', amount: '5', currency: 'CNY', sinceAt: hour(2), onBehalfOf: 'north', overdue: true },
    { id: 'twin-a:1', amount: '40000', currency: 'CNY', sinceAt: hour(4), groupKey: 'legal' },
    { id: 'twin-b:1', amount: '40000', currency: 'CNY', sinceAt: hour(4), groupKey: 'legal' },
    { id: 'euro:1', amount: '100000000.1234', currency: 'EUR', sinceAt: hour(5), onBehalfOf: 'north' },
  ];
  const spoken = [
    { id: 'early:1', amount: '7', currency: 'CNY', at: hour(6) },
    { id: 'late:1', amount: '6', currency: 'CNY', at: hour(7) },
    { id: 'latest:1', amount: '8', currency: 'CNY', at: hour(8) },
  ];
  const asked = [
    { id: 'first:1', amount: '900', currency: 'CNY', at: hour(9) },
    { id: 'second:1', amount: '1000', currency: 'CNY', at: hour(10) },
    { id: 'third:1', amount: '90', currency: 'CNY', at: hour(11) },
  ];

  test.for([
    { queue: 'mine', holds: ['dollars:1', 'small:1', 'plain:1', 'twin-a:1', 'twin-b:1', 'euro:1'] },
    { queue: 'groups', holds: ['twin-a:1', 'twin-b:1'] },
    { queue: 'deputy', holds: ['small:1', 'euro:1'] },
    { queue: 'overdue', holds: ['dollars:1', 'small:1'] },
    { queue: 'sent', holds: ['third:1', 'second:1', 'first:1'] },
    { queue: 'decided', holds: ['latest:1', 'late:1', 'early:1'] },
  ])('$queue holds what its name says, in its usual order, and its count agrees', async ({ queue, holds }) => {
    expect(await idsIn(chief, { queue })).toEqual(holds);
    expect((await chief('GET', '/approvals/counts')).body[queue]).toEqual({ count: holds.length, more: false });
  });

  const byAmount = ['small:1', 'twin-a:1', 'twin-b:1', 'plain:1', 'euro:1', 'dollars:1'];
  test.for([
    { queue: 'mine', sort: '-waiting', order: ['dollars:1', 'small:1', 'plain:1', 'twin-a:1', 'twin-b:1', 'euro:1'] },
    { queue: 'mine', sort: 'waiting', order: ['euro:1', 'twin-b:1', 'twin-a:1', 'plain:1', 'small:1', 'dollars:1'] },
    { queue: 'mine', sort: 'amount', order: byAmount },
    { queue: 'mine', sort: '-amount', order: byAmount.toReversed() },
    { queue: 'sent', sort: '-amount', order: ['second:1', 'first:1', 'third:1'] },
    { queue: 'decided', sort: '-waiting', order: ['early:1', 'late:1', 'latest:1'] },
    { queue: 'decided', sort: 'amount', order: ['late:1', 'early:1', 'latest:1'] },
  ])('$queue by $sort: amounts as numbers, within their currency', async ({ queue, sort, order }) => {
    expect(await idsIn(chief, { queue, sort })).toEqual(order);
  });

  const lists = boxes.flatMap((queue) => sorts.map((sort) => ({ queue, sort })));
  test.for(lists)('$queue by $sort, page by page, is what it is as a whole', async (list) => {
    expect(await walked(chief, list)).toEqual(await idsIn(chief, list));
  });

  test('can be of one currency alone, on each page', async () => {
    const query = { queue: 'mine', sort: '-amount', currency: 'CNY' };
    expect(await walked(chief, query)).toEqual(['plain:1', 'twin-b:1', 'twin-a:1', 'small:1']);
    expect(await idsIn(chief, { queue: 'mine', currency: 'USD' })).toEqual(['dollars:1']);
  });

  test('says since when a line waits, for which group, for whom, and when it was decided', async () => {
    const lineOf = async (queue: string, id: string) => (await pageOf(chief, { queue })).items.find((one) => one.id === id);
    expect(await lineOf('mine', 'twin-a:1')).toMatchObject({ waitingSinceAt: hour(4), groupKey: 'legal', decidedAt: null });
    expect(await lineOf('mine', 'euro:1')).toMatchObject({
      onBehalfOf: 'north',
      amount: { amount: '100000000.1234', currency: 'EUR' },
    });
    expect(await lineOf('decided', 'late:1')).toMatchObject({ decidedAt: hour(7), groupKey: null });
  });

  test.for([
    { of: 'another queue', to: { queue: 'sent', sort: '-waiting' } },
    { of: 'another order', to: { queue: 'mine', sort: 'waiting' } },
    { of: 'another key', to: { queue: 'mine', sort: 'amount' } },
  ])('refuses the cursor of $of', async ({ to }) => {
    const { nextCursor } = await pageOf(chief, { queue: 'mine', sort: '-waiting', limit: '1' });
    const refused = await chief('GET', `/approvals?${new URLSearchParams({ ...to, cursor: nextCursor ?? '' }).toString()}`);
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ pointer: '/cursor', code: 'of-another-list', in: 'query' }] },
    });
  });

  test.for([
    ['mine -waiting yesterday', 'x:1'],
    ['mine -waiting', 'x:1'],
    [`mine -waiting ${hour(3)} more`, 'x:1'],
  ])('refuses a cursor that says %j', async (place) => {
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
    const refused = await chief('GET', `/approvals?queue=mine&cursor=${cursor}`);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/cursor', code: 'malformed' }] } });
  });

  test.for(['CNY -5', 'cny 5', 'CNY 5e9', 'CNY NaN', 'CNY'])('refuses a cursor at the amount %j', async (amount) => {
    const cursor = Buffer.from(JSON.stringify([`mine amount ${amount}`, 'x:1'])).toString('base64url');
    expect((await chief('GET', `/approvals?sort=amount&cursor=${cursor}`)).status).toBe(400);
  });

  test.for(['queue=everything', 'sort=name', 'currency=yuan', 'limit=0'])('refuses ?%s and names the field', async (query) => {
    const refused = await chief('GET', `/approvals?${query}`);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: `/${query.split('=')[0] ?? ''}`, in: 'query' }] } });
  });
});

describe('with 30,000 requests', () => {
  let stage: Stage;
  let north: Asker;

  beforeAll(async () => {
    stage = await aStage();
    north = await asPerson(stage, 'north');
    for (const statement of [manyRequests, manySeats, manyDeciders, 'VACUUM ANALYZE']) await stage.database.pool.query(statement);
  });
  afterAll(() => stage.close());

  test('counts end at a thousand, and say that there are more', async () => {
    const most = { count: mostCounted, more: true };
    expect((await done(north('GET', '/approvals/counts'))).body).toEqual({
      ...{ mine: most, groups: { count: 500, more: false }, deputy: { count: mostCounted, more: false } },
      ...{ overdue: most, sent: most, decided: most },
    });
  });

  const places = { waiting: ['2026-02-01T00:00:00.000Z', 'many-9:1'], amount: ['CNY', '5000', 'many-9:1'] } as const;
  const reads = boxes.flatMap((queue) =>
    sorts.flatMap((sort) => [
      { queue, sort, at: 'its beginning', place: null },
      { queue, sort, at: 'a later page', place: places[sort.endsWith('amount') ? 'amount' : 'waiting'] },
    ]),
  );
  test.for(reads)('$queue by $sort at $at is read from an index, and nothing in vain', async ({ queue, sort, place }) => {
    const { text, values } = queueStatement({ queue, sort, userId: 'north', most: 51, place });
    expect(await explain(`EXPLAIN (GENERIC_PLAN) ${text}`, [])).not.toMatch(/Seq Scan/);
    const read = effort(await explain(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values));
    expect(read).toMatchObject({ scans: false, inVain: 0 });
    expect(read.most).toBeLessThanOrEqual(isCut(queue) ? longestCut : 51);
  });

  test('a count reads lines of one person alone', async () => {
    const read = effort(await explain(`EXPLAIN (ANALYZE, FORMAT JSON) ${countsText}`, ['north']));
    expect(read).toMatchObject({ scans: false, inVain: 0 });
    expect(read.most).toBeLessThanOrEqual(longestBox);
  });

  /** A cut of what waits for somebody may be read as a whole and sorted. */
  const isCut = (queue: Box) => ['groups', 'deputy', 'overdue'].includes(queue);
  const longestCut = 1_500;
  const longestBox = 3_000;

  function effort(plan: string) {
    const numbers = (name: string) => [...plan.matchAll(new RegExp(`"${name}": ([\\d.]+)`, 'g'))].map(([, one]) => Number(one));
    return {
      scans: plan.includes('Seq Scan'),
      most: Math.max(...numbers('Actual Rows')),
      inVain: Math.max(0, ...numbers('Rows Removed by Filter')),
    };
  }

  async function explain(text: string, values: unknown[]): Promise<string> {
    const { rows } = await stage.database.pool.query<{ 'QUERY PLAN': unknown }>(text, values);
    return rows
      .map((row) => (typeof row['QUERY PLAN'] === 'string' ? row['QUERY PLAN'] : JSON.stringify(row['QUERY PLAN'], null, 1)))
      .join('\n');
  }
});

/** Known to ask the right people, so that nothing else looks into them meanwhile. */
const manyRequests = `
  INSERT INTO approval (id, seq, opportunity_id, opportunity_name, customer_name, version, hash, amount, currency, submitter_id, last_editor_id,
    owner_id, policy_key, policy_version, status, requested_at, alarmed, bare, updated_at, people_version)
  SELECT 'many-' || n || ':1', 2, 'many-' || n, 'Boilers', 'Customer', 1, 'hash', n, 'CNY', who, who, who, 'default', 1, 'open',
    '2026-01-01'::timestamptz + n * interval '4 minutes', false, '{}', now(), 1000000
  FROM generate_series(1, 30000) n, LATERAL (SELECT CASE WHEN n % 20 = 3 THEN 'north' ELSE 'user-' || n % 500 END AS who) person`;

const manySeats = `
  INSERT INTO approval_seat (approval_id, step, slot, user_id, on_behalf_of, origin, since_at, reminded, overdue, amount, currency, group_key)
  SELECT 'many-' || n || ':1', 'manager', 'slot', CASE WHEN n % 10 = 1 THEN 'north' ELSE 'user-' || n % 300 END,
    CASE WHEN n % 30 = 1 THEN 'south' END, 'policy', '2026-01-01'::timestamptz + n * interval '4 minutes', false, n % 20 = 11, n, 'CNY',
    CASE WHEN n % 60 = 11 THEN 'legal' END
  FROM generate_series(1, 30000) n`;

const manyDeciders = `
  INSERT INTO approval_decider (approval_id, user_id, decided_at, amount, currency)
  SELECT 'many-' || n || ':1', CASE WHEN n % 10 = 2 THEN 'north' ELSE 'user-' || n % 300 END,
    '2026-01-01'::timestamptz + n * interval '4 minutes', n, 'CNY'
  FROM generate_series(1, 30000) n`;

describe('with somebody at work', () => {
  let stage: Stage;
  let worker: { readonly stop: () => Promise<void> };
  let rep: Asker, manager: Asker, lawyer: Asker, colleague: Asker, stranger: Asker;

  beforeAll(async () => {
    stage = await aStage();
    worker = await aWorker(stage);
    await stage.database.prisma.approverGroupMember.create({ data: { groupKey: 'legal', userId: 'bob' } });
    [rep, manager, lawyer] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north'), asPerson(stage, 'lawyer')]);
    [colleague, stranger] = await Promise.all([asPerson(stage, 'bob'), asPerson(stage, 'cao')]);
  });
  afterAll(async () => {
    await worker.stop();
    await stage.close();
  });

  async function aRequest(changes: object = {}) {
    return aSubmission({ rep }, await aSaleInNegotiation({ rep, manager }), changes);
  }

  test('the owner of a sale in negotiation learns that he may submit a contract, and then whose move it is', async () => {
    const sale = await aSaleInNegotiation({ rep, manager });
    const before = await rep('GET', `/opportunities/${sale}/next`);
    await aSubmission({ rep }, sale);
    const since = await rep('GET', `/opportunities/${sale}/next`);

    expect(before.body['actions']).toContainEqual({ command: 'submit-contract', allowed: true });
    expect([before.body['ballWith'], since.body['ballWith']]).toEqual(['owner', 'approvers']);
  });

  test("what waits for a group is in its members' box until one takes it, and again when he gives it back", async () => {
    const { id, path, hash } = await aRequest({ deviations: ['longer warranty'] });
    await done(manager('POST', `${path}/approve`, { body: { hash } }));
    const holders = async (queue: string) => {
      const [mine, other] = await Promise.all([idsIn(lawyer, { queue }), idsIn(colleague, { queue })]);
      return { lawyer: mine.includes(id), bob: other.includes(id) };
    };
    await expect.poll(() => holders('groups'), { timeout: 10_000 }).toEqual({ lawyer: true, bob: true });

    await done(lawyer('POST', `${path}/claim`));
    expect(await holders('groups')).toEqual({ lawyer: false, bob: false });
    expect(await holders('mine')).toEqual({ lawyer: true, bob: false });

    await done(lawyer('POST', `${path}/hand-back`));
    expect(await holders('groups')).toEqual({ lawyer: true, bob: true });
  });

  const withoutRequestId = ({ problem, ...item }: Record<string, unknown>) => ({
    ...item,
    problem: problem === null ? null : { ...(problem as object), requestId: '' },
  });
  const resultsIn = ({ body }: Answered) => body['items'] as readonly Record<string, unknown>[];

  test('many are decided in one call, each by itself, and the call repeated says the same', async () => {
    const requests = [await aRequest(), await aRequest(), await aRequest(), await aRequest()] as const;
    const [approved, returned, stale, rejected] = requests;
    const items = [
      { approvalId: approved.id, verdict: 'approve', hash: approved.hash },
      { approvalId: returned.id, verdict: 'return', hash: returned.hash, comment: 'the margin is too thin' },
      { approvalId: stale.id, verdict: 'approve', hash: '0'.repeat(64), comment: 'seen' },
      { approvalId: 'nowhere:1', verdict: 'approve', hash: approved.hash },
      { approvalId: rejected.id, verdict: 'reject', hash: rejected.hash, comment: 'not at this price' },
    ];
    const asking = { key: 'monday-morning', body: { items } };
    const first = await manager('POST', '/approvals/decisions', asking);

    expect(first.status).toBe(200);
    expect(resultsIn(first)).toMatchObject([
      { approvalId: approved.id, verdict: 'approve', status: 200, outcome: { approval: { id: approved.id } }, problem: null },
      { approvalId: returned.id, status: 200, problem: null },
      { approvalId: stale.id, status: 409, outcome: null, problem: { code: 'stale-terms', errors: [{ pointer: '/hash' }] } },
      { approvalId: 'nowhere:1', status: 404, outcome: null, problem: { code: 'not-found' } },
      { approvalId: rejected.id, verdict: 'reject', status: 200, problem: null },
    ]);
    const states = async () => Promise.all(requests.map(async ({ path }) => (await rep('GET', path)).body['status']));
    expect(await states()).toEqual(['open', 'returned', 'open', 'rejected']);

    const again = await manager('POST', '/approvals/decisions', asking);
    expect(resultsIn(again).map(withoutRequestId)).toEqual(resultsIn(first).map(withoutRequestId));
    expect(await states()).toEqual(['open', 'returned', 'open', 'rejected']);

    const another = items.map((item) => ({ ...item, comment: 'on second thoughts' }));
    const changed = await manager('POST', '/approvals/decisions', { ...asking, body: { items: another } });
    expect(resultsIn(changed)[0]).toMatchObject({ problem: { code: 'command-id-reused' } });

    expect(await idsIn(manager, { queue: 'decided' })).toEqual(expect.arrayContaining([approved.id, returned.id, rejected.id]));
    expect(await idsIn(manager, { queue: 'decided' })).not.toContain(stale.id);
  });

  test('a problem in the list is the one that the single call answers', async () => {
    const { id, path } = await aRequest();
    const body = { hash: '0'.repeat(64), comment: '' };
    const single = await manager('POST', `${path}/approve`, { body });
    const many = await manager('POST', '/approvals/decisions', {
      body: { items: [{ approvalId: id, verdict: 'approve', ...body }] },
    });

    expect(resultsIn(many)[0]?.['problem']).toEqual({ ...single.body, requestId: expect.any(String) });
  });

  test('what one may not see answers in the list as what is not there', async () => {
    const { id, hash } = await aRequest();
    const items = [id, 'nowhere:1'].map((approvalId) => ({ approvalId, verdict: 'approve', hash }));
    const plain = (item: Record<string, unknown> | undefined) =>
      JSON.stringify(item)
        .replaceAll(/"requestId":"[^"]*"/g, '')
        .replaceAll(/[\w-]+:1/g, 'X');
    const [hidden, absent] = resultsIn(await stranger('POST', '/approvals/decisions', { body: { items } }));

    expect(plain(hidden)).toBe(plain(absent));
  });

  test('a request stands in the list once, and the list has an end', async () => {
    const item = { approvalId: 'some:1', verdict: 'approve', hash: '0'.repeat(64) };
    const refused = (items: readonly object[]) => manager('POST', '/approvals/decisions', { body: { items } });

    expect(await refused([item, item])).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/items/1/approvalId', code: 'repeated' }] },
    });
    expect(await refused([])).toMatchObject({ status: 400, body: { errors: [{ pointer: '/items' }] } });
    expect(await refused(Array.from({ length: 51 }, () => item))).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/items' }] },
    });
    expect(await refused([{ ...item, verdict: 'ignore' }])).toMatchObject({
      body: { errors: [{ pointer: '/items/0/verdict' }] },
    });
  });
});
