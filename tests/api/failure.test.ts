import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { machine } from '../../domain/actor.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startTemporal } from '../../local/temporal.ts';
import { migrate } from '../../prisma/migrate.ts';
import { opportunityDoors } from '../../workflows/contract.ts';
import { freshFolder } from '../harness/folder.ts';
import { startProgram } from '../harness/program.ts';
import { temporalAddress, temporalExecutable } from '../harness/temporal.ts';
import { aSaleInNegotiation, aSubmission, patiently } from './approval-stage.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage, aStageOn } from './stage.ts';
import { aWorker } from './worker.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function later<Thing>(thing: Thing, close: (thing: Thing) => Promise<unknown>): Thing {
  closing.push(() => close(thing));
  return thing;
}

async function opened(asker: Asker): Promise<string> {
  const answer = await asker('POST', '/opportunities', { body: { name: 'Harbour Hotel', customerId: 'customer-1' } });
  expect(answer).toMatchObject({ status: 201 });
  return (answer.body['opportunity'] as { id: string }).id;
}

const forecast = { body: { reason: 'they said so', closeOn: '2027-03-01' } };

async function closeOnOf({ database }: Stage, id: string): Promise<string | undefined> {
  return (await database.prisma.opportunity.findUnique({ where: { id } }))?.closeOn?.toISOString().slice(0, 10);
}

test('with the worker away a command is taken in with 202, and its outcome is found at its address later', async () => {
  const stage = later(await aStage({ commandDeadlineMs: 1_500 }), ({ close }) => close());
  const ann = await asPerson(stage, 'ann');
  const first = await aWorker(stage);
  const id = await opened(ann);
  await first.stop();

  const answer = await ann('POST', `/opportunities/${id}/forecast`, { ...forecast, key: 'k' });
  const location = answer.headers.get('location') ?? '';
  const open = (await ann('GET', location.replace('/api/v1', ''))).body;
  later(await aWorker(stage), ({ stop }) => stop());

  expect(answer.status).toBe(202);
  expect(open).toMatchObject({ state: 'open', outcome: null });
  await expect
    .poll(async () => (await ann('GET', location.replace('/api/v1', ''))).body['state'], { timeout: 20_000 })
    .toBe('done');
  expect(await closeOnOf(stage, id)).toBe('2027-03-01');
  expect(await ann('POST', `/opportunities/${id}/forecast`, { ...forecast, key: 'k' })).toMatchObject({ status: 200 });
  expect(await stage.database.prisma.event.count({ where: { workflowId: `opportunity:${id}`, type: 'forecast-updated' } })).toBe(
    1,
  );
});

test('with Temporal away a command gets 503 and is forgotten, while reads go on', async () => {
  const folder = freshFolder();
  const temporal = later(await startTemporal({ executable: temporalExecutable(), folder, inMemory: true }), ({ stop }) => stop());
  const own = later(await aStage(), ({ close }) => close());
  const stage = later(await secondApi(own, temporal.address), ({ close }) => close());
  const ann = await asPerson(stage, 'ann');
  const worker = await aWorker(stage);
  const id = await opened(ann);
  await worker.stop();
  process.kill(temporal.pid, 'SIGKILL');
  await patiently(async () => (await fetch(`${stage.url}/readyz`)).status === 503);

  const began = Date.now();
  const answer = await ann('POST', `/opportunities/${id}/forecast`, forecast);

  expect(answer).toMatchObject({ status: 503, body: { code: 'temporal-away' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Date.now() - began).toBeLessThan(10_000);
  expect((await ann('GET', `/opportunities/${id}`)).status).toBe(200);
  expect(await stage.database.prisma.command.count({ where: { state: 'open' } })).toBe(0);
});

/** Another API on the same database, for another Temporal. */
async function secondApi({ databaseUrl }: Stage, address: string): Promise<Stage> {
  return aStageOn({ databaseUrl, address, isFurnished: true });
}

test('with Postgres away commands get 503, and what is signalled to Temporal meanwhile appears when it is back', async () => {
  const folder = freshFolder();
  const postgres = await startPostgres({ folder, settings: { fsync: 'off' } });
  await migrate(postgres.url);
  const stage = later(await aStageOn({ databaseUrl: postgres.url, address: temporalAddress() }), ({ close }) => close());
  later(await aWorker(stage), ({ stop }) => stop());
  const ann = await asPerson(stage, 'ann');
  const id = await opened(ann);
  process.kill(postgres.pid, 'SIGKILL');
  await postgres.exited;

  const answer = await ann('POST', `/opportunities/${id}/forecast`, forecast);
  const command = { type: 'update-forecast', reason: 'by fax', closeOn: '2027-05-01', actor: machine };
  const stamp = { commandId: 'signalled', fingerprint: 'signalled', at: new Date().toISOString() };
  await stage.client.workflow
    .getHandle(`opportunity:${id}`)
    .signal(opportunityDoors['update-forecast'].signal, { ...command, ...stamp });
  later(await startPostgres({ folder, settings: { fsync: 'off' } }), ({ stop }) => stop());

  expect(answer).toMatchObject({ status: 503, body: { code: 'database-away' } });
  await expect.poll(() => closeOnOf(stage, id).catch(() => 'away'), { timeout: 30_000 }).toBe('2027-05-01');
  expect((await ann('POST', `/opportunities/${id}/forecast`, forecast)).status).toBe(200);
});

/** An API process of its own, killed when a command was answered but could not be written. */
async function killedBeforeTheWrite(stage: Stage, workflowId: string, act: (url: string) => Promise<unknown>): Promise<void> {
  const { databaseUrl, address, taskQueue } = stage;
  const env = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: address, TEMPORAL_TASK_QUEUE: taskQueue };
  const doomed = startProgram('tests/api/api-process.ts', [], env);
  await doomed.says('listening on');
  const port = /listening on (\d+)/.exec(doomed.output())?.[1] ?? '';
  const blocker = later(new pg.Client({ connectionString: databaseUrl }), (client) => client.end());
  await blocker.connect();
  await blocker.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`history:${workflowId}`]);
  const lost = act(`http://127.0.0.1:${port}`).catch(() => 'connection lost');
  await expect.poll(() => waitingWriter(blocker), { timeout: 10_000 }).toBe(true);
  doomed.kill('SIGKILL');
  expect(await lost).toBe('connection lost');
  await blocker.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${isWriter}`);
  await blocker.query('SELECT pg_advisory_unlock_all()');
}

const isWriter = `query LIKE '%write_account%' AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()`;

async function waitingWriter(client: pg.Client): Promise<boolean> {
  return (await client.query(`SELECT FROM pg_stat_activity WHERE ${isWriter}`)).rowCount === 1;
}

describe('an API killed between the answer and the write leaves nothing undone: another finishes it within 15 seconds, once:', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = later(await aStage(), ({ close }) => close());
    later(await aWorker(stage), ({ stop }) => stop());
  });
  const commandsDone = () =>
    stage.database.prisma.command.count({ where: { idempotencyKey: 'lost', state: 'done', status: 200 } });
  const eventsOf = (workflowId: string, type: string) => stage.database.prisma.event.count({ where: { workflowId, type } });

  test('a command amid a sale', async () => {
    const id = await opened(await asPerson(stage, 'ann'));

    await killedBeforeTheWrite(stage, `opportunity:${id}`, async (url) =>
      (await asPerson({ ...stage, url }, 'ann'))('POST', `/opportunities/${id}/forecast`, { ...forecast, key: 'lost' }),
    );
    const killedAt = Date.now();

    expect(await closeOnOf(stage, id)).toBeUndefined();
    await expect.poll(() => closeOnOf(stage, id), { timeout: 20_000, interval: 100 }).toBe('2027-03-01');
    expect(Date.now() - killedAt).toBeLessThan(15_000);
    expect(await eventsOf(`opportunity:${id}`, 'forecast-updated')).toBe(1);
    expect(await commandsDone()).toBe(1);
  });

  test('the command that ends a sale, whose process is gone by then', async () => {
    const north = await asPerson(stage, 'north');
    const id = await opened(await asPerson(stage, 'ann'));
    const body = { outcome: 'abandoned', reason: 'no money there' };

    await killedBeforeTheWrite(stage, `opportunity:${id}`, async (url) =>
      (await asPerson({ ...stage, url }, 'north'))('POST', `/opportunities/${id}/close`, { body, key: 'lost' }),
    );

    await expect.poll(commandsDone, { timeout: 20_000, interval: 100 }).toBe(1);
    expect((await north('GET', `/opportunities/${id}`)).body).toMatchObject({ state: 'abandoned' });
    expect(await eventsOf(`opportunity:${id}`, 'closed')).toBe(1);
    expect(await north('POST', `/opportunities/${id}/close`, { body, key: 'lost' })).toMatchObject({ status: 200 });
    expect(await north('POST', `/opportunities/${id}/close`, { body })).toMatchObject({
      status: 409,
      body: { code: 'sale-ended' },
    });
  });

  test('the last decision on a contract, whose process is gone by then', async () => {
    const [rep, manager] = await Promise.all([asPerson(stage, 'ann'), asPerson(stage, 'north')]);
    const sale = await aSaleInNegotiation({ rep, manager });
    const { path, id, hash } = await aSubmission({ rep }, sale);
    const body = { hash, comment: 'not like this' };

    await killedBeforeTheWrite(stage, `contract-approval:${id}`, async (url) =>
      (await asPerson({ ...stage, url }, 'north'))('POST', `${path}/reject`, { body, key: 'lost' }),
    );

    await expect.poll(commandsDone, { timeout: 20_000, interval: 100 }).toBe(1);
    expect((await rep('GET', path)).body).toMatchObject({ status: 'rejected', decisions: [{ userId: 'north' }] });
    expect(await manager('POST', `${path}/reject`, { body, key: 'lost' })).toMatchObject({ status: 200 });
    expect(await manager('POST', `${path}/approve`, { body })).toMatchObject({
      status: 409,
      body: { code: 'request-concluded' },
    });
  });
});

test('while eight commands of one sale wait for a worker, a ninth is turned away with 429, and the eight all happen', async () => {
  const stage = later(await aStage({ commandDeadlineMs: 1_500 }), ({ close }) => close());
  const ann = await asPerson(stage, 'ann');
  const first = await aWorker(stage);
  const id = await opened(ann);
  await first.stop();
  const command = (at: number) =>
    ann('POST', `/opportunities/${id}/forecast`, {
      body: { reason: `call ${at}`, closeOn: `2027-03-0${at + 1}` },
      key: `k${at}`,
    });

  const taken = await Promise.all(Array.from({ length: 8 }, (_, at) => command(at)));
  const ninth = await command(8);
  later(await aWorker(stage), ({ stop }) => stop());

  expect(taken.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 202));
  expect(ninth).toMatchObject({ status: 429, body: { code: 'too-many-in-flight' } });
  expect(Number(ninth.headers.get('retry-after'))).toBeGreaterThan(0);
  await expect
    .poll(() => stage.database.prisma.command.count({ where: { state: 'done', type: 'update-forecast' } }), { timeout: 30_000 })
    .toBe(8);
  expect((await command(8)).status).toBe(200);
});
