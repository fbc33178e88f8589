import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../api/client.ts';
import { cast } from '../../local/demo/cast.ts';
import { districtHeating } from '../../local/demo/stories/decided.ts';
import { hospital, officeTower } from '../../local/demo/stories/deputies.ts';
import type { Stage } from '../api/stage.ts';
import { countsOf, eventsOf, saleOf, salesOf, type Event } from './account-of.ts';
import { anEmptyCompany, as, lost, played } from './demo-stage.ts';

let stage: Stage;
let said: readonly string[];
let admin: ApiClient, shen: ApiClient;

beforeAll(async () => {
  stage = await anEmptyCompany();
  said = await played(stage);
  admin = await as(stage, 'admin');
  shen = await as(stage, 'shen');
});
afterAll(() => stage.close());

type Page<Item> = { readonly items: readonly Item[] };
type Whole = {
  readonly escalations: readonly { readonly clock: string; readonly level: number }[];
  readonly [field: string]: unknown;
};

describe('the hotel deal', () => {
  test('looks healthy from afar: three million, out to tender, its rep in touch for half a year', async () => {
    const hotel = await saleOf(shen, 'Imperial Court Hotel');
    const { items: visits } = await shen.get<Page<object>>(`/opportunities/${hotel.id}/visits`);

    expect(hotel).toMatchObject({ state: 'open', stage: 'tender', amount: { amount: '3000000.00', currency: 'CNY' } });
    expect(visits).toHaveLength(6);
    expect(Date.now() - Date.parse((hotel as unknown as { readonly openedAt: string }).openedAt)).toBeGreaterThan(
      180 * 86_400_000,
    );
  });

  test('shows what the good news had hidden: debts, a customer who is further on, silence, a stalled stage, and all of leadership told', async () => {
    const { id } = await saleOf(shen, 'Imperial Court Hotel');
    const levelsOf = async () => {
      const { escalations } = await shen.get<Whole>(`/opportunities/${id}`);
      return Object.fromEntries(escalations.map(({ clock, level }) => [clock, level]));
    };

    await expect.poll(levelsOf, { timeout: 30_000 }).toEqual({ stage: 4, silence: 4 });

    expect(await shen.get(`/opportunities/${id}`)).toMatchObject({ debts: 2, buyerStep: 'commit', overdue: true, odds: 19 });
    expect(await shen.get(`/opportunities/${id}/next`)).toMatchObject({
      ballWith: 'owner',
      missing: [{ anyOf: ['bid-submitted', 'negotiated-tender-held'] }],
    });
  });

  test('is told of by its rep alone, late, and of a customer whose decider nobody met', async () => {
    const events = await eventsOf(shen, await saleOf(shen, 'Imperial Court Hotel'));
    const of = (type: string) => events.filter((event) => event.type === type);
    const daysLate = ({ at, body }: Event) => (Date.parse(at) - Date.parse(String(body['occurredAt']))) / 86_400_000;

    expect(
      of('checkpoint-claimed')
        .map(daysLate)
        .toSorted((one, other) => one - other)[0],
    ).toBeGreaterThan(70);
    expect(of('checkpoint-rejected')).toHaveLength(2);
    expect(of('checkpoint-waived').map(({ body }) => body['checkpoint'])).toEqual([
      'covert-supporter-secured',
      'purchase-criteria-aligned',
    ]);
    expect(of('forecast-updated').filter(({ body }) => 'closeOn' in body)).toHaveLength(3);
    expect(of('forecast-updated').flatMap(({ body }) => body['amount'] ?? [])).toMatchObject([
      { amount: '3200000.00' },
      { amount: '3000000.00' },
    ]);
    const engaged = of('checkpoint-claimed').findLast(({ body }) => body['checkpoint'] === 'key-person-engaged');
    const evidence = engaged?.body['evidence'] as { readonly buyingCentre: readonly object[] } | undefined;
    expect(evidence?.buyingCentre.find((person) => !('lastContactOn' in person))).toMatchObject({
      role: 'decision-maker',
      decisionWeight: 60,
    });
  });
});

test('its other sales stand in every condition a sale can be in', async () => {
  const sales = await salesOf(admin);

  expect(Object.fromEntries(sales.map(({ name, stage: at, state }) => [name.split(',')[0], `${state} ${at}`]))).toEqual({
    'Imperial Court Hotel': 'open tender',
    'Riverside Mall': 'completed null',
    'Civic Centre': 'lost negotiation',
    'East District Heating': 'open tender',
    'Garden Office Tower': 'won delivery',
    'Lakeside Hospital': 'open negotiation',
    'Northern University': 'open negotiation',
    'Cedar International School': 'open negotiation',
    'Skyway Airport': 'open negotiation',
    'Golden Grain Brewery': 'open negotiation',
    'Silver Thread Mill': 'open negotiation',
    'Hot Springs Resort': 'paused entry',
    'River Foods': 'awaiting-ruling development',
    'City Library': 'open development',
  });
});

test('the lost one says where it was lost', async () => {
  const events = await eventsOf(shen, await saleOf(shen, 'Civic Centre'));

  expect(events.slice(-3)).toMatchObject([
    { type: 'closed', body: { outcome: 'lost', winner: 'Northstar Boilers 北辰锅炉', lostAtBuyerStep: 'compare-bids' } },
    { type: 'loss-reviewed' },
    { type: 'ended' },
  ]);
});

type Request = {
  readonly opportunityId: string;
  readonly version: number;
  readonly opportunityName: string;
  readonly status: string;
  readonly currentSteps: readonly string[];
  readonly steps: readonly { readonly key: string }[];
  readonly decisions: readonly { readonly onBehalfOf: string | null }[];
};

async function requests(): Promise<Readonly<Record<string, Request>>> {
  const sales = await salesOf(admin);
  const contracts = await Promise.all(
    sales.map(({ id }) =>
      shen.get<Page<{ readonly approval: { readonly id: string } | null }>>(`/opportunities/${id}/contracts`),
    ),
  );
  const ids = contracts.flatMap(({ items }) => items.flatMap(({ approval }) => approval?.id ?? []));
  const found = await Promise.all(ids.map((id) => shen.get<Request>(`/approvals/${id}`)));
  return Object.fromEntries(found.map((request) => [request.opportunityName.split(',')[0] ?? '', request]));
}

describe('its contract requests', () => {
  test('are asked by amount, discount, payment, margin and deviations', async () => {
    const steps = Object.entries(await requests()).map(([name, request]) => [name, request.steps.map(({ key }) => key)]);

    expect(Object.fromEntries(steps)).toEqual({
      'Garden Office Tower': ['manager', 'director'],
      'Lakeside Hospital': ['manager', 'legal', 'director'],
      'Riverside Mall': ['manager', 'legal', 'director'],
      'Skyway Airport': ['manager', 'leadership'],
      'Golden Grain Brewery': ['manager', 'director', 'leadership'],
      'Silver Thread Mill': ['manager', 'finance', 'leadership'],
      'Cedar International School': ['manager', 'finance', 'legal', 'leadership'],
      'Northern University': ['manager', 'finance', 'director', 'leadership'],
    });
  });

  test('stand in every state a request can be in', async () => {
    const states = Object.entries(await requests()).map(([name, { status, currentSteps }]) => [
      name,
      [status, ...currentSteps].join(' '),
    ]);

    expect(Object.fromEntries(states)).toEqual({
      'Garden Office Tower': 'approved',
      'Lakeside Hospital': 'approved',
      'Riverside Mall': 'approved',
      'Skyway Airport': 'open manager',
      'Golden Grain Brewery': 'open manager',
      'Silver Thread Mill': 'returned',
      'Cedar International School': 'open finance legal',
      'Northern University': 'open director',
    });
  });

  test('can all be brought to an end by those who are there', async () => {
    const open = Object.values(await requests()).filter(({ status }) => status === 'open');
    const stuck = open.map(async ({ opportunityId, version }) => {
      const path = `/opportunities/${opportunityId}/contracts/${version}/explanation`;
      const { steps } = await shen.get<{ readonly steps: readonly { readonly key: string; readonly isStuck: boolean }[] }>(path);
      return steps.filter(({ isStuck }) => isStuck).map(({ key }) => key);
    });

    expect(await Promise.all(stuck)).toEqual(open.map(() => []));
  });

  test('are, two of them, decided by deputies alone', async () => {
    const approved = Object.entries(await requests()).filter(([, { status }]) => status === 'approved');
    const byDeputies = approved.filter(([, { decisions }]) => decisions.every(({ onBehalfOf }) => onBehalfOf !== null));

    expect(byDeputies.map(([name]) => name).toSorted()).toEqual(['Garden Office Tower', 'Lakeside Hospital']);
  });
});

test.each(Object.keys(cast))('%s finds something that is his', async (person) => {
  const client = await as(stage, person);
  const paths = ['/approvals?queue=mine', '/approvals?queue=decided', '/opportunities', '/inbox'];
  const found = await Promise.all(paths.map(async (path) => (await client.get<Page<object>>(path)).items.length));

  expect(found.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
});

test('it tells how far it is, and who is there', () => {
  expect(said[0]).toBe('Demo company: 15 people are there; 14 sales follow.');
  expect(said.at(-1)).toBe('Demo company: 14 of 14 sales.');
});

test('played once more, it changes nothing', async () => {
  const before = await countsOf(shen);

  await played(stage);

  expect(await countsOf(shen)).toEqual(before);
});

test('broken off again and again, it goes on where it stopped and comes to the same end', async () => {
  const some = { before: [districtHeating], since: [officeTower, hospital] };
  const other = await anEmptyCompany();
  try {
    for (const calls of [9, 60, 70, 90]) await expect(played(other, some, calls)).rejects.toThrow(lost);

    await played(other, some);

    const end = await endOf(await as(other, 'shen'));
    expect(Object.keys(end.sales)).toHaveLength(3);
    expect(await endOf(shen)).toMatchObject(end);
  } finally {
    await other.close();
  }
});

/** How much there is of everything, and what happened to each sale. */
async function endOf(client: ApiClient) {
  const sales = await salesOf(client);
  const told = await Promise.all(sales.map(async (sale) => [sale.name, (await eventsOf(client, sale)).map(({ type }) => type)]));
  return { counts: await countsOf(client), sales: Object.fromEntries(told) as object };
}
