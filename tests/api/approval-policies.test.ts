import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { someTerms } from '../builders/approval-request.ts';
import { aSaleInNegotiation, aSubmission, done } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let rep: Asker, manager: Asker, chief: Asker;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  [rep, manager, chief] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north'), asPerson(stage, 'chief')]);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

const versions = `/approval-policies/${defaultPolicy.key}/versions`;
const { documents: _documents, ...plain } = someTerms();
const money = (amount: string) => ({ amount, currency: 'CNY' });

/** A policy of today's company: the group of finance is not set up here. */
const staffed: ApprovalPolicy = {
  ...defaultPolicy,
  steps: defaultPolicy.steps.map((step) => (step.key === 'finance' ? { ...step, approvers: [{ person: 'south' }] } : step)),
};

async function drafted(document: object): Promise<number> {
  return (await done(chief('POST', versions, { body: { document } }))).body['version'] as number;
}

type Explained = {
  readonly rows: readonly { readonly key: string; readonly matches: boolean; readonly conditions: readonly object[] }[];
  readonly steps: readonly {
    readonly key: string;
    readonly because: readonly string[];
    readonly seats: readonly { userId: string }[];
  }[];
  readonly skipped: readonly { readonly key: string; readonly because: readonly object[] }[];
};

async function explained(changes: object, asker = rep): Promise<Explained> {
  return (await done(asker('POST', '/approval-policies/explain', { body: { terms: { ...plain, ...changes } } })))
    .body as unknown as Explained;
}

const matching = ({ rows }: Explained) => rows.filter(({ matches }) => matches).map(({ key }) => key);
const stepsOf = ({ steps }: Explained) => steps.map(({ key }) => key);

describe('the policy of the default company', () => {
  test.for([
    [
      'below a million: manager and director',
      { amount: money('800000'), listAmount: money('800000') },
      'small',
      'manager,director',
    ],
    ['from one to five million: manager and leadership', {}, 'medium', 'manager,leadership'],
    [
      'five million and more: finance and director too',
      { amount: money('5000000'), listAmount: money('5000000') },
      'large',
      'manager,finance,director,leadership',
    ],
  ] as const)('asks %s', async ([, changes, row, steps]) => {
    const explanation = await explained(changes);
    expect(matching(explanation)).toEqual([row]);
    expect(stepsOf(explanation).join()).toBe(steps);
  });

  test.for([
    ['a discount of 10 %', { amount: money('2700000') }, 'discount-10', 'director'],
    ['a discount of 20 %', { amount: money('2400000') }, 'discount-20', 'finance'],
    ['a discount of 30 %', { amount: money('2100000') }, 'discount-30', 'finance'],
    ['payment beyond 60 days', { paymentDays: 61 }, 'long-payment', 'finance'],
    ['a margin under the floor', { grossMarginPercent: 14.9 }, 'thin-margin', 'finance'],
    ['a deviation from the bid', { deviations: ['No third party'] }, 'deviations', 'legal'],
  ] as const)('adds somebody for %s', async ([, changes, row, step]) => {
    const explanation = await explained(changes);
    expect(matching(explanation)).toContain(row);
    expect(explanation.steps.find(({ key }) => key === step)?.because).toContain(row);
  });
});

describe('an explanation', () => {
  test('names who stands in each step, and why the others are skipped', async () => {
    const { steps, skipped } = await explained({});
    expect(steps.map(({ key, seats }) => `${key}: ${seats.map(({ userId }) => userId).join()}`)).toEqual([
      'manager: north',
      'leadership: chief',
    ]);
    expect(skipped.find(({ key }) => key === 'legal')?.because).toContainEqual({
      row: 'deviations',
      failing: [{ fact: 'deviations', from: 1 }],
    });
  });

  test('says who is passed over because he asks, or is away', async () => {
    const { body } = await done(
      rep('POST', '/approval-policies/explain', { body: { terms: plain, ownerId: 'ann', submitterId: 'north' } }),
    );
    expect(body['steps']).toMatchObject([
      { key: 'manager', passedOver: [{ userId: 'north', reason: 'own-request' }], seats: [{ userId: 'chief' }] },
      { key: 'leadership' },
    ]);
  });

  test('of a contract that is not submitted yet is there for those who see the sale, and for nobody else', async () => {
    const sale = await aSaleInNegotiation({ rep, manager });
    const { body } = await done(rep('POST', `/opportunities/${sale}/contracts`, { body: { terms: plain } }));
    const path = `/opportunities/${sale}/contracts/${String(body['number'])}/explanation`;
    expect(await rep('GET', path)).toMatchObject({ status: 200, body: { steps: [{ key: 'manager' }, { key: 'leadership' }] } });
    expect((await (await asPerson(stage, 'cao'))('GET', path)).status).toBe(404);
  });

  test('for somebody who is not there is refused by name', async () => {
    const body = { terms: plain, ownerId: 'nobody' };
    expect(await rep('POST', '/approval-policies/explain', { body })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/ownerId' }, { pointer: '/submitterId' }] },
    });
  });
});

describe('a draft', () => {
  const problemsOf = async (document: object) =>
    (await done(rep('POST', '/approval-policies/validate', { body: { document } }))).body['problems'] as {
      readonly pointer: string;
      readonly code: string;
      readonly detail: string;
    }[];
  const without = (key: string): ApprovalPolicy => ({ ...staffed, rows: staffed.rows.filter((row) => row.key !== key) });
  const changed = (key: string, changes: object): ApprovalPolicy => ({
    ...staffed,
    rows: staffed.rows.map((row) => (row.key === key ? { ...row, ...changes } : row)),
  });

  test.for([
    ['a gap between amount bands', without('medium'), 'gap'],
    ['bands that overlap', changed('small', { when: [{ fact: 'amount', currency: 'CNY', below: '2000000' }] }), 'overlap'],
    [
      'a row that no contract can meet',
      changed('deviations', { when: [{ fact: 'deviations', from: 5, below: 5 }] }),
      'never-holds',
    ],
    ['a step that is not there', changed('deviations', { steps: ['nobody-knows'] }), 'unknown-step'],
    ['a step that finds nobody in this company', defaultPolicy, 'resolves-to-nobody'],
  ] as const)('with %s is told so in words and cannot be published', async ([, document, code]) => {
    const problems = await problemsOf(document);
    expect(problems.map((one) => one.code)).toContain(code);
    expect(problems.every(({ pointer, detail }) => pointer.startsWith('/') && detail.length > 12)).toBe(true);
    const version = await drafted(document);
    expect(await chief('POST', `${versions}/${version}/publish`)).toMatchObject({
      status: 422,
      body: { code: 'approval-policy-invalid' },
    });
  });

  test('with a gap where two facts meet is told which contracts fall into it, in the language asked for', async () => {
    const upTo90Days = [
      { fact: 'amount', currency: 'CNY' },
      { fact: 'paymentDays', below: 90 },
    ];
    const document = { ...staffed, rows: [{ ...staffed.rows[0], when: upTo90Days, steps: staffed.steps.map(({ key }) => key) }] };
    const asked = (language: string) =>
      rep('POST', '/approval-policies/validate', { body: { document }, headers: { 'accept-language': language } });

    expect((await done(asked('en'))).body['problems']).toEqual([
      { pointer: '/rows', code: 'unforeseen', detail: 'No row holds for these contracts: currency = CNY, payment days ≥ 90.' },
    ]);
    expect((await done(asked('zh'))).body['problems']).toMatchObject([
      { detail: '没有任何一行适用于以下合同:币种 = CNY,账期(天) ≥ 90。' },
    ]);
  });

  test('with a step that finds nobody is told so also before the first rep is there', async () => {
    const early = await aStage();
    await early.database.pool.query(`UPDATE "user" SET roles = '{}' WHERE 'rep' = ANY (roles)`);
    const asking = { body: { document: defaultPolicy } };
    const { body } = await done((await asPerson(early, 'ann'))('POST', '/approval-policies/validate', asking));
    await early.close();
    expect(body['problems']).toMatchObject([{ pointer: '/steps/1/approvers', code: 'resolves-to-nobody' }]);
  });

  test('without faults is published, never changes again, and decides the next submission', async () => {
    expect(await problemsOf(staffed)).toEqual([]);
    const version = await drafted(staffed);
    await done(chief('POST', `${versions}/${version}/publish`));
    expect(await chief('PUT', `${versions}/${version}`, { body: { document: staffed } })).toMatchObject({ status: 409 });
    expect((await done(rep('POST', '/approval-policies/explain', { body: { terms: plain } }))).body['policy']).toEqual({
      key: defaultPolicy.key,
      version,
    });
  });

  test('is for leadership to make, and for all to read', async () => {
    expect((await rep('POST', versions, { body: { document: staffed } })).status).toBe(403);
    expect((await rep('GET', `${versions}/1`)).status).toBe(200);
  });

  test('tried on the past says who would have been asked more and who less', async () => {
    const sale = await aSaleInNegotiation({ rep, manager });
    const first = await aSubmission({ rep }, sale);
    await done(manager('POST', `${first.path}/approve`, { body: { hash: first.hash } }));
    await done(chief('POST', `${first.path}/approve`, { body: { hash: first.hash } }));
    const stricter = changed('medium', { steps: ['manager', 'finance'] });
    const version = await drafted(stricter);
    const { body } = await done(chief('POST', `${versions}/${version}/try`));

    expect(body).toMatchObject({ draft: { version }, tried: 1, changed: 1, steps: { old: 2, draft: 2 } });
    expect(body['more']).toMatchObject([{ userId: 'south', old: 0, draft: 1 }]);
    expect(body['less']).toMatchObject([{ userId: 'chief', old: 1, draft: 0 }]);
    expect(body['versions']).toMatchObject([
      { id: first.id, old: { steps: ['manager', 'leadership'] }, draft: { steps: ['manager', 'finance'] } },
    ]);
    expect(body['history']).toMatchObject([
      { step: 'leadership', passed: 1 },
      { step: 'manager', passed: 1 },
    ]);
    expect(body['meanWaitMs']).toEqual({ old: expect.any(Number), draft: expect.any(Number) });
    expect((await rep('POST', `${versions}/${version}/try`)).status).toBe(403);
  });
});
