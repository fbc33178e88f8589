import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importedIdOf } from '../../api/imports/imported.ts';
import { asPerson } from './http.ts';
import { anUpload } from './import-upload.ts';
import type { Person, Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<unknown> };

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

const sale = { name: 'Boiler for the harbour', customerId: 'customer-1' };

async function open(by: Person, body: object, key?: string) {
  const ask = await asPerson(stage, by);
  return ask('POST', '/opportunities', { body: { ...sale, ...body }, ...(key === undefined ? {} : { key }) });
}

describe('a sale that is said to be imported', () => {
  test.for(['ann', 'north'] as const)('is refused from %s, who may not import', async (by) => {
    const answer = await open(by, { ownerId: 'ann', stage: 'delivery', imported: { source: 'x', key: by } });

    expect(answer).toMatchObject({ status: 403, body: { code: 'not-permitted', errors: [{ pointer: '/imported' }] } });
    expect(await stage.database.prisma.opportunity.count({ where: { importKey: `x:${by}` } })).toBe(0);
  });

  test.for(['chief', 'admin'] as const)('is opened at its stage by %s, who may', async (by) => {
    const answer = await open(by, { ownerId: 'ann', stage: 'tender', imported: { source: 'by', key: by } });

    expect(answer).toMatchObject({ status: 201, body: { opportunity: { stage: 'tender', state: 'open', won: false } } });
  });

  test('is opened once for each source and key, whoever says it again and however', async () => {
    const body = { ownerId: 'ann', stage: 'tender', imported: { source: 'crm', key: '7' } };
    const first = await open('chief', body, 'once');

    const repeated = await open('chief', body, 'once');
    const again = await open('chief', body, 'twice');
    const byAnother = await open('admin', { ...body, ownerId: 'bob' });

    expect(repeated).toMatchObject({ status: first.status, body: first.body });
    for (const refused of [again, byAnother])
      expect(refused).toMatchObject({ status: 409, body: { code: 'already-opened', errors: [{ pointer: '/imported' }] } });
    expect(await stage.database.prisma.opportunity.findMany({ where: { importKey: 'crm:7' } })).toMatchObject([
      { id: importedIdOf({ source: 'crm', key: '7' }), ownerId: 'ann' },
    ]);
  });

  test('is already there when a file brings it, which neither opens nor closes it', async () => {
    const opened = await open('chief', { ownerId: 'ann', stage: 'tender', imported: { source: 'by-hand', key: 'L1' } });
    const { id } = opened.body['opportunity'] as { readonly id: string };
    const content =
      'Deal ID,Owner,Account,Stage,Opened,Closed,Amount,Currency\nL1,ann,Harbour Hotel,lost,2024-01-05,2024-03-01,100,CNY';
    const { imported } = anUpload(stage);

    for (const apply of [false, true]) {
      const { rows } = await imported({ 'a.csv': content }, { source: 'by-hand', apply });
      expect(rows).toMatchObject([{ outcome: 'already-there', opportunityId: id, notes: [] }]);
    }
    expect(await stage.database.prisma.opportunity.findUnique({ where: { id } })).toMatchObject({
      state: 'open',
      stage: 'tender',
    });
  });

  test('is one sale also when it is said many times at once', async () => {
    const body = { ownerId: 'ann', imported: { source: 'crm', key: 'rush' } };

    const answers = await Promise.all([1, 2, 3, 4].map(() => open('chief', body)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(await stage.database.prisma.opportunity.count({ where: { importKey: 'crm:rush' } })).toBe(1);
  });
});

describe('an import that says how such a sale ended', () => {
  const head = 'Deal ID,Owner,Account,Stage,Opened,Closed,Amount,Currency';
  const upload = async (row: string) => {
    const asked = { source: 'crm', apply: true, mapping: { defaults: { team: 'North' } } };
    return (await anUpload(stage).imported({ 'a.csv': `${head}\n${row}` }, asked)).rows;
  };
  const lost = (key: string) => upload(`${key},ann,Harbour Hotel,lost,2024-06-01,2024-07-01,,`);
  /** As an import leaves it that was cut short before it could say how the sale ended. */
  const opened = async (key: string) => {
    const [row] = await upload(`${key},ann,Harbour Hotel,tender,2024-06-01,,,`);
    await stage.database.prisma.importRow.deleteMany({ where: { source: 'crm', key } });
    return row?.opportunityId ?? '';
  };
  const stateOf = async (id: string) => (await stage.database.prisma.opportunity.findUniqueOrThrow({ where: { id } })).state;

  test('closes it as long as nothing was asked of it', async () => {
    const id = await opened('cut-short');

    expect(await lost('cut-short')).toMatchObject([{ outcome: 'opened', opportunityId: id }]);
    expect(await stateOf(id)).toBe('lost');
  });

  test('is refused once it has gone on here: then it is lost by whom, over what, as any other is', async () => {
    const id = await opened('taken-up');
    const ann = await asPerson(stage, 'ann');
    await ann('POST', `/opportunities/${id}/buyer-step`, { body: { buyerStep: 'compare-bids' } });

    expect(await lost('taken-up')).toMatchObject([{ outcome: 'refused', reasons: [{ problem: 'sale-under-way' }] }]);
    expect(await ann('POST', `/opportunities/${id}/close`, { body: { outcome: 'lost', reason: 'meh' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/winner', code: 'required' }] },
    });
    expect(await stateOf(id)).toBe('open');
  });
});

test.for([
  { by: 'admin', body: { teamId: 'team-north' } },
  { by: 'chief', body: { ownerId: 'admin', teamId: 'team-north' } },
  { by: 'chief', body: { ownerId: 'admin', teamId: 'team-north', imported: { source: 'x', key: 'admin' } } },
] as const)('nobody opens a sale for who is nothing but an administrator: $by with $body', async ({ by, body }) => {
  const answer = await open(by, body);

  expect(answer).toMatchObject({ status: 403, body: { errors: [{ pointer: '/ownerId', code: 'only-administers' }] } });
});
