import { generateKeySync } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi } from '../../api/main.ts';
import type { ApiClient } from '../../api/client.ts';
import { apiClient, signInAs } from '../../api/client.ts';
import { seal, unseal } from '../../api/covert-supporter/seal.ts';
import type { Asker } from './http.ts';
import { ask, asPerson } from './http.ts';
import { aSaleRow } from './sale-row.ts';
import type { Stage } from './stage.ts';
import { aStage, password } from './stage.ts';

let stage: Stage;
let ann: Asker, bob: Asker, north: Asker, south: Asker, chief: Asker, admin: Asker;
const path = '/opportunities/sale-1/covert-supporter';
const identity = { name: 'Wei Zhongshan', contactId: 'contact-1', position: 'Head of purchasing', note: 'Calls on Sundays' };

beforeAll(async () => {
  stage = await aStage();
  await aSaleRow(stage.database, { id: 'sale-1', ownerId: 'ann', teamId: 'team-north' });
  [ann, bob, north, south, chief, admin] = (await Promise.all(
    (['ann', 'bob', 'north', 'south', 'chief', 'admin'] as const).map((person) => asPerson(stage, person)),
  )) as [Asker, Asker, Asker, Asker, Asker, Asker];
  await ann('PUT', path, { body: identity });
});
afterAll(() => stage.close());

describe('who helps us covertly', () => {
  test('is known to the owner and those straight above him', async () => {
    for (const asker of [ann, north, chief])
      expect(await asker('GET', path)).toMatchObject({ status: 200, body: { ...identity, enteredBy: 'ann' } });
  });

  test('does not exist for anybody else: colleague, other manager, administrator', async () => {
    for (const asker of [bob, south, admin]) expect(await asker('GET', path)).toMatchObject({ status: 404 });
    expect(await admin('GET', `${path}/accesses`)).toMatchObject({ status: 404 });
    expect(await admin('PUT', path, { body: identity })).toMatchObject({ status: 404 });
  });

  test('does not exist for leadership aside of the line, who sees the sale', async () => {
    const board = { name: 'board', email: 'board@boilers.example', password: 'a long enough secret', roles: ['leadership'] };
    await admin('POST', '/users', { body: board });
    const { get } = await signInAs(stage.url, { email: board.email, password: board.password });

    await expect(get('/opportunities/sale-1')).resolves.toMatchObject({ capacity: 'leadership' });
    await expect(get(path)).rejects.toMatchObject({ problem: { status: 404 } });
  });

  test("does not exist for the owner's own key, nor for his deputy", async () => {
    const made = await ann('POST', '/api-keys', { body: { name: 'crm', scopes: ['read', 'write'] } });
    await expect(withKey(String(made.body['key'])).get(path)).rejects.toMatchObject({ problem: { status: 404 } });

    const away = { deputyId: 'bob', fromAt: '2020-01-01T00:00:00.000Z', untilAt: '2099-01-01T00:00:00.000Z' };
    const { body } = await ann('POST', '/absences', { body: away });
    expect(await bob('GET', '/opportunities/sale-1')).toMatchObject({ status: 200, body: { capacity: 'owner' } });
    expect(await bob('GET', path)).toMatchObject({ status: 404 });
    await ann('DELETE', `/absences/${String(body['id'])}`);
  });

  test('does not exist for its owner either while nobody was named', async () => {
    await aSaleRow(stage.database, { id: 'sale-2', ownerId: 'ann', teamId: 'team-north' });
    expect(await ann('GET', '/opportunities/sale-2/covert-supporter')).toMatchObject({ status: 404 });
  });

  test('each reading is on record for those who may read it, and for good', async () => {
    const before = await ann('GET', `${path}/accesses`);
    await north('GET', path);
    await south('GET', path);
    const after = await ann('GET', `${path}/accesses?limit=1`);

    expect(after.body['items']).toMatchObject([{ userId: 'north', access: 'read' }]);
    expect((before.body['items'] as object[]).at(-1)).toMatchObject({ userId: 'ann', access: 'write' });
    await expect(stage.database.pool.query('DELETE FROM covert_supporter_access')).rejects.toThrow('append-only');
  });

  test('pages of that record neither overlap nor leave a gap', async () => {
    const whole = (await ann('GET', `${path}/accesses`)).body['items'] as object[];
    const paged: unknown[] = [];
    for (let cursor = ''; cursor !== 'null';) {
      const { body } = await ann('GET', `${path}/accesses?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...(body['items'] as object[]));
      cursor = String(body['nextCursor']);
    }
    expect(paged).toEqual(whole);
  });

  test('is in no table in plain words', async () => {
    const { rows } = await stage.database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { name } of rows) {
      const found = await stage.database.pool.query(`SELECT FROM "${name}" t WHERE t::text LIKE ANY ($1)`, [
        ['%Zhongshan%', '%Head of purchasing%', '%Sundays%', `%${Buffer.from('Zhongshan').toString('hex')}%`],
      ]);
      expect(found.rowCount, name).toBe(0);
    }
  });

  test('is found by no search', async () => {
    for (const list of ['/opportunities', '/customers'])
      expect((await ann('GET', `${list}?text=Zhongshan`)).body['items']).toEqual([]);
  });

  test('must be a contact of this customer, when it is a contact', async () => {
    expect(await ann('PUT', path, { body: { ...identity, contactId: 'nobody' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/contactId', code: 'unknown' }] },
    });
  });
});

test('another secret opens nothing, says so, and the log tells neither name nor note', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) }));
  const settings = { taskQueue: stage.taskQueue, version: 'x', supporterKey: generateKeySync('aes', { length: 256 }) };
  const other = await startApi({ host: '127.0.0.1', port: 0, database: stage.database, temporal: stage.client, log, settings });
  const url = `http://127.0.0.1:${other.port}`;
  const token = (
    await ask({ url }, {}, 'POST', '/session', { body: { email: 'ann@boilers.example', password, token: 'bearer' } })
  ).body['token'];
  const asAnn: Asker = (...asked) => ask({ url }, { authorization: `Bearer ${String(token)}` }, ...asked);

  expect(await asAnn('GET', path)).toMatchObject({ status: 503, body: { code: 'sealed-under-another-key' } });
  expect(await asAnn('PUT', path, { body: { ...identity, name: 'Wei Zhongshan' } })).toMatchObject({ status: 200 });
  expect(await asAnn('GET', path)).toMatchObject({ status: 200, body: { name: 'Wei Zhongshan' } });
  await other.stop();
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toMatch(/Zhongshan|Sundays|purchasing/);
});

const notIts = 'unable to authenticate data';

describe('a seal', () => {
  const key = generateKeySync('aes', { length: 256 });

  test('opens under its key, for its sale, and is another one each time', () => {
    const [one, other] = [seal(key, 'sale-1', 'Ms Lin'), seal(key, 'sale-1', 'Ms Lin')];
    expect(unseal(key, 'sale-1', one)).toBe('Ms Lin');
    expect(Buffer.from(one.ciphertext)).not.toEqual(Buffer.from(other.ciphertext));
  });

  test('does not open in the row of another sale, under another key, or when a bit was turned', () => {
    const sealed = seal(key, 'sale-1', 'Ms Lin');
    const touched = Uint8Array.from(sealed.ciphertext, (byte, at) => (at === sealed.ciphertext.length - 1 ? byte ^ 1 : byte));

    expect(() => unseal(key, 'sale-2', sealed)).toThrow(notIts);
    expect(() => unseal(generateKeySync('aes', { length: 256 }), 'sale-1', sealed)).toThrow(notIts);
    expect(() => unseal(key, 'sale-1', { ciphertext: touched })).toThrow(notIts);
  });
});

function withKey(token: string): ApiClient {
  return apiClient({ url: stage.url, token });
}
