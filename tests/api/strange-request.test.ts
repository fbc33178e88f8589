import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answered, Asker } from './http.ts';
import { asPerson } from './http.ts';
import { aSaleRow } from './sale-row.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';

let stage: Stage;
let ann: Asker;

beforeAll(async () => {
  stage = await aStage();
  ann = await asPerson(stage, 'ann');
  await aSaleRow(stage.database, { id: 'sale', ownerId: 'ann', teamId: 'team-north' });
  await stage.database.prisma.customer.createMany({
    data: [1, 2, 3].map((at) => ({ id: `long-${at}`, name: `${'长'.repeat(199)}${at}`, createdBy: 'ann' })),
  });
});
afterAll(() => stage.close());

describe('a query that nothing can answer is refused by its name:', () => {
  test.for([
    '/opportunities?text=%00',
    '/opportunities?stage=%00',
    '/customers?text=%00',
    '/users?text=%00',
    '/opportunities/sale/events?type=%00',
    '/opportunities/sale/events?commandId=%00',
  ])('%s', async (path) => {
    const pointer = `/${/\?(\w+)/.exec(path)?.[1] ?? ''}`;

    expect(await ann('GET', path)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ pointer, code: 'unprintable-character', in: 'query' }] },
    });
  });

  test('a path that nothing can have finds nothing', async () => {
    const body = { occurredAt: '2026-03-02T08:00:00.000Z', evidence: {} };
    expect((await ann('POST', '/opportunities/sale/checkpoints/%00/claim', { body })).status).toBe(404);
  });
});

const lists = ['/opportunities', '/customers', '/users', '/inbox', '/approvals', '/customers/customer-1/contacts'];
const listsOfASale = ['events', 'documents', 'visits', 'commands', 'covert-supporter/accesses'];
const cursorOf = (...place: readonly unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url');

describe.for([...lists, ...listsOfASale.map((list) => `/opportunities/sale/${list}`)])('a cursor of %s', (path) => {
  test.for([
    ['with a NUL in it', cursorOf('a\0', 'b')],
    ['with a NUL in its id', cursorOf('2026-03-02T08:00:00.000Z', 'b\0')],
    ['of numbers', cursorOf(1, 2)],
    ['that is no list', Buffer.from('{}').toString('base64url')],
  ] as const)('%s is refused', async ([, cursor]) => {
    expect(await ann('GET', `${path}?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ pointer: '/cursor', code: 'malformed', in: 'query' }] },
    });
  });

  test.for(['99999999999', '1e30', 'Infinity', '-1', '0000-01-01T00:00:00.000Z'])('at %s breaks nothing', async (place) => {
    expect((await ann('GET', `${path}?cursor=${cursorOf(place, 'b')}`)).status).toBeOneOf([200, 400]);
  });
});

test.for(['99999999999', '1e30', 'Infinity', '', '0'])('a cursor of events at %j is refused', async (place) => {
  expect(await ann('GET', `/opportunities/sale/events?cursor=${cursorOf(place, '')}`)).toMatchObject({ status: 400 });
});

test('a list of the longest names is read to its end', async () => {
  const first = await ann('GET', `/customers?limit=2&text=${encodeURIComponent('长')}`);
  const second = await ann('GET', `/customers?text=${encodeURIComponent('长')}&cursor=${String(first.body['nextCursor'])}`);

  expect(second).toMatchObject({ status: 200, body: { items: [{ id: 'long-3' }], nextCursor: null } });
});

test.for(['/customers?text=%25', '/customers?text=_', '/users?text=%25', '/users?text=_'])(
  '%s looks for that character and finds nobody',
  async (path) => {
    expect((await ann('GET', path)).body['items']).toEqual([]);
  },
);

describe('a name', () => {
  const person = { email: 'eve@boilers.example', roles: ['rep'] };
  const places = [
    { path: '/customers', body: {} },
    { path: '/customers/customer-1/contacts', body: {} },
    { path: '/opportunities', body: { customerId: 'customer-1' } },
    { path: '/users', body: person },
    { path: '/teams', body: {} },
  ];

  test.for(['Harbour\nHotel', 'Harbour\u0007Hotel', 'Harbour\u0085Hotel', 'gpj\u202Elatnem', '\u2066Hotel'])(
    '%j is refused, whosever it is',
    async (name) => {
      for (const { path, body } of places) {
        const asker = await asPerson(stage, ['/users', '/teams'].includes(path) ? 'admin' : 'ann');
        const answer = await asker('POST', path, { body: { ...body, name } });
        expect(answer, path).toMatchObject({ status: 400, body: { errors: [{ pointer: '/name', code: 'malformed' }] } });
        expect(JSON.stringify(answer.body['errors']), path).toContain('one line');
      }
    },
  );

  test('of any script stays as it is, joined letters and all', async () => {
    for (const name of ['海港酒店', 'کارخانه\u200cها', 'Familie 👨\u200d👩\u200d👧', 'O’Brien & Söhne'])
      expect(await ann('POST', '/customers', { body: { name } })).toMatchObject({ status: 201, body: { name } });
  });
});

describe('a field', () => {
  test.for([
    [{ name: 5 }, 'wrong-type', 'This must be text, but a number was sent.', '此项必须是文本,收到的是数字。'],
    [{ name: null }, 'wrong-type', 'This must be text, but null was sent.', '此项必须是文本,收到的是空值。'],
    [{ name: ['x'] }, 'wrong-type', 'This must be text, but a list was sent.', '此项必须是文本,收到的是列表。'],
    [{}, 'required', 'This field is required.', '此项必填。'],
  ] as const)('%j is told from others: %s', async ([body, code, en, zh]) => {
    const path = '/customers';
    const errorsIn = (detail: string) => ({ status: 400, body: { errors: [{ pointer: '/name', code, detail }] } });

    expect(await ann('POST', path, { body })).toMatchObject(errorsIn(en));
    expect(await ann('POST', path, { body, headers: { 'accept-language': 'zh-CN' } })).toMatchObject(errorsIn(zh));
  });

  test('that chooses among forms is required when it is absent, and its choices are named when it is none of them', async () => {
    const closing = (body: object) => ann('POST', '/opportunities/sale/close', { body });

    expect((await closing({ reason: 'x' })).body['errors']).toMatchObject([{ pointer: '/outcome', code: 'required' }]);
    expect((await closing({ reason: 'x', outcome: 'sold' })).body['errors']).toMatchObject([
      {
        ...{ pointer: '/outcome', code: 'not-an-option' },
        detail: 'This must be one of: lost, withdrawn, abandoned, cancelled.',
      },
    ]);
  });
});

describe('a body that is not what its headers say', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(`${stage.url}/api/v1/session`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const zipped = new Uint8Array(gzipSync('{"email":"a","password":"b"}'));

  test.for([
    ['gzip', 'no gzip at all'],
    ['br', 'no brotli at all'],
    ['deflate', 'not deflated'],
    ['gzip', zipped.slice(0, 20)],
  ] as const)('%s: is refused as such', async ([encoding, body]) => {
    const answer = await post(body, { 'content-encoding': encoding });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'malformed-json', errors: [{ pointer: '', code: 'not-unpacked' }] });
  });

  test('is read when it is, and refused by the encodings there are when it is of another', async () => {
    const foreign = await post('x', { 'content-encoding': 'snappy' });

    expect((await post(zipped, { 'content-encoding': 'gzip' })).status).toBe(401);
    expect(foreign.status).toBe(415);
    expect(await foreign.json()).toMatchObject({ code: 'media-type-unsupported', facts: { expected: 'gzip, deflate, br' } });
  });
});

/** What stays in Latin letters in Chinese: names of fields and of formats, values to choose from, examples. */
const properNames = /JSON|Content-Encoding|content-type|application\/json|UTC|CNY|Asia\/Shanghai|gzip, deflate, br|true|false/g;

describe('to those who read Chinese each sentence is whole:', () => {
  const amount = { amount: '-1.00', currency: 'CNY' };
  const instant = { contactedAt: 'yesterday' };
  const wrong: readonly (readonly [what: string, ask: (zh: Record<string, string>) => Promise<Answered>])[] = [
    [
      'a date',
      (headers) => ann('POST', '/opportunities/sale/forecast', { headers, body: { reason: 'x', closeOn: '2026-02-30' } }),
    ],
    ['an instant', (headers) => ann('POST', '/opportunities/sale/visits', { headers, body: instant })],
    ['an id', (headers) => ann('POST', '/opportunities', { headers, body: { name: 'x', customerId: 'a b' } })],
    ['money', (headers) => ann('POST', '/opportunities/sale/forecast', { headers, body: { reason: 'x', amount } })],
    [
      'a currency',
      (headers) =>
        ann('POST', '/opportunities/sale/forecast', {
          headers,
          body: { reason: 'x', amount: { amount: 'x', currency: '元元元' } },
        }),
    ],
    ['a time zone', (headers) => ann('PATCH', '/me', { headers, body: { timeZone: 'Mars' } })],
    ['a wrong type', (headers) => ann('POST', '/customers', { headers, body: { name: 5, industry: [], region: {} } })],
    ['no object', (headers) => ann('POST', '/customers', { headers, body: 'text' })],
    ['lengths', (headers) => ann('POST', '/customers', { headers, body: { name: '', region: 'x'.repeat(201) } })],
    ['a choice of one', (headers) => ann('GET', '/inbox?unread=perhaps', { headers })],
    ['a number', (headers) => ann('GET', '/customers?limit=many', { headers })],
    ['a fraction', (headers) => ann('GET', '/customers?limit=1.5', { headers })],
    ['a page too small', (headers) => ann('GET', '/customers?limit=0', { headers })],
    ['a page too large', (headers) => ann('GET', '/customers?limit=900', { headers })],
    ['a cursor', (headers) => ann('GET', '/customers?cursor=x', { headers })],
    ['a form', (headers) => ann('POST', '/opportunities/sale/close', { headers, body: { outcome: '卖了' } })],
    ['an unknown field', (headers) => ann('POST', '/customers', { headers, body: { name: '甲', colour: '红' } })],
    ['a NUL', (headers) => ann('GET', '/users?text=%00', { headers })],
    [
      'a key',
      (headers) => ann('POST', '/opportunities/sale/resume', { headers: { ...headers, 'idempotency-key': 'a b' }, body: {} }),
    ],
    ['broken JSON', (headers) => sent('{"name": nothing}', headers)],
    ['half a JSON', (headers) => sent('{"name":', headers)],
    ['a packed body', (headers) => sent('x', { ...headers, 'content-encoding': 'gzip' })],
    ['an encoding', (headers) => sent('x', { ...headers, 'content-encoding': 'snappy' })],
  ];

  async function sent(body: string, headers: Record<string, string>): Promise<Answered> {
    const all = { 'content-type': 'application/json', ...headers };
    const answer = await fetch(`${stage.url}/api/v1/session`, { method: 'POST', body, headers: all });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  }

  test.for(wrong)('%s', async ([, ask]) => {
    const { status, body } = await ask({ 'accept-language': 'zh-CN' });
    const {
      title,
      detail,
      errors = [],
    } = body as {
      readonly title: string;
      readonly detail?: string;
      readonly errors?: readonly { readonly detail: string }[];
    };
    const sentences = [title, ...(detail === undefined ? [] : [detail]), ...errors.map((error) => error.detail)];

    expect(status).toBeGreaterThanOrEqual(400);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/\p{Script=Han}/u);
      expect(sentence.replace(/下列之一:.*/, '').replaceAll(properNames, '')).not.toMatch(/[A-Za-z]{2,}/);
    }
  });
});
