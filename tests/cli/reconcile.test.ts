import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { OpportunityCommand } from '../../domain/opportunity/command.ts';
import { reconcile } from '../../cli/reconcile/reconcile.ts';
import { insertCommand } from '../../prisma/command-table.ts';
import { verifyHistory } from '../../prisma/verify-history.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { anAccount } from '../builders/account.ts';
import { aClaim, aCommand, anOpening, machine, manager } from '../builders/opportunity.ts';
import type { Office } from '../harness/office.ts';
import { askSale, eventually, openOffice, openSale, tell, written } from '../harness/office.ts';
import { freshNamespace, temporalAddress } from '../harness/temporal.ts';
import type { Ran } from './pursuit.ts';
import { pursuit } from './pursuit.ts';

let office: Office;
let namespace: string;
let id: string;

beforeAll(async () => {
  namespace = await freshNamespace();
  office = await openOffice(namespace);
});
afterAll(() => office.close());

/** A sale whose process has forgotten its first events, and remembers its last. */
beforeEach(async () => {
  const sale = await openSale({ office, command: opening() });
  id = sale.id;
  await askSale(office, sale.handle, command({ ...aClaim('project-info-confirmed'), occurredAt: now() }));
  const forecast = aCommand<'update-forecast'>({ type: 'update-forecast', reason: 'later', closeOn: '2027-01-31' });
  await tell(sale.handle, command(forecast));
  await eventually(
    () => types(),
    (some) => some.includes('forecast-updated'),
  );
});

describe('reconciling', () => {
  test('finds nothing where all is written', async () => {
    expect(await look()).toEqual({ findings: [], faults: [], repaired: 0 });
  });

  const row = (change: string) => `UPDATE opportunity SET ${change} WHERE id = :id`;
  const without = (table: string, which = 'true') => `DELETE FROM ${table} WHERE workflow_id = :workflow AND ${which};`;
  const noRow = 'DELETE FROM opportunity WHERE id = :id;';
  test.for([
    { planted: 'a row that was altered', by: row("amount = 1, owner_id = 'thief'"), words: 'owner_id is "thief"' },
    { planted: 'a row left behind', by: row("seq = 1, stage = 'entry'"), words: 'seq is 1' },
    { planted: 'a row ahead of its process', by: row('seq = 99'), words: 'seq is 99' },
    { planted: 'a state altered within', by: row(`bare = bare || '{"won": true}'`), words: 'bare differs' },
    { planted: 'a missing row', by: noRow, words: 'row is missing' },
    { planted: 'an event that the process has forgotten', by: without('event', 'seq = 2'), words: 'event 2 is missing' },
    {
      planted: 'a history that is gone whole',
      by: without('event') + without('event_seal') + noRow,
      words: 'event 1 is missing',
    },
    { planted: 'a lost end', by: without('event', 'seq > 2') + without('event_seal', 'seq > 2'), words: 'event 3 is missing' },
  ])('names $planted, and repairs it', async ({ by, words }) => {
    const before = await picture();
    await tamper(by);

    const found = await look();
    expect(found).toMatchObject({ findings: [`opportunity:${id}`], repaired: 0 });
    expect(found.faults.join()).toContain(words);
    expect(await picture()).not.toEqual(before);

    expect(await look({ repair: true })).toMatchObject({ findings: [`opportunity:${id}`], repaired: 1 });
    expect(await picture()).toEqual(before);
    expect((await verifyHistory(office.database)).bad).toBeNull();
    expect(await look()).toEqual({ findings: [], faults: [], repaired: 0 });
  });

  const second = 'WHERE workflow_id = :workflow AND seq = 2';
  test.for([
    {
      planted: 'an event that its process does not know',
      by: `INSERT INTO event SELECT workflow_id, 40, kind, type, at, actor_id, command_id, fingerprint, body, hash FROM event ${second}`,
      words: 'event 40 is unknown to the process, which stands at',
      undone: without('event', 'seq = 40'),
    },
    {
      planted: 'an event that was altered',
      by: `UPDATE event SET body = body || '{"planted": true}' ${second}`,
      words: 'event 2 is not as it was written: event-altered',
      undone: `UPDATE event SET body = body - 'planted' ${second}`,
    },
    {
      planted: 'a seal that was altered',
      by: `UPDATE event_seal SET chain = reverse(chain) ${second}`,
      words: 'event 2 is not as it was written: seal-altered',
      undone: `UPDATE event_seal SET chain = reverse(chain) ${second}`,
    },
  ])('names $planted, and leaves it to people', async ({ by, words, undone }) => {
    await tamper(by);
    const before = await picture();

    const { findings, faults, repaired } = await look({ repair: true });
    expect({ findings, repaired }).toEqual({ findings: [`opportunity:${id}`], repaired: 0 });
    expect(faults.join()).toContain(words);
    expect(await picture()).toEqual(before);
    await tamper(undone);
  });

  test('an ended sale is compared like a living one', async () => {
    const sale = office.client.workflow.getHandle(`opportunity:${id}`);
    const close = aCommand<'close'>({ type: 'close', outcome: 'abandoned', reason: 'not worth it' }, { actor: manager });
    await askSale(office, sale, command(close));
    await sale.result();
    await tamper(row("state = 'open', ended_at = NULL"));

    expect((await look({ repair: true })).faults).toContain('state is "open", the process says "abandoned"');
    expect(await office.database.prisma.opportunity.findUnique({ where: { id } })).toMatchObject({ state: 'abandoned' });
  });
});

describe('pursuit reconcile', () => {
  test('says what differs and leaves with 1, repairs it and leaves with 0', async () => {
    await tamper('DELETE FROM opportunity WHERE id = :id');

    const found = await reconcileProgram();
    expect(found.output).toContain(`differs   opportunity:${id}\n    row is missing`);
    expect(found.code).toBe(1);

    const repaired = await reconcileProgram('--repair');
    expect(repaired.output).toContain('1 differences, 1 repaired');
    expect(repaired.code).toBe(0);
    expect(await office.database.prisma.opportunity.count({ where: { id } })).toBe(1);
  });

  test('finishes a command that was left without outcome, once', async () => {
    const forecast = command(aCommand<'update-forecast'>({ type: 'update-forecast', reason: 'moved', closeOn: '2027-06-30' }));
    await leaveOpen({ ...forecast, actor: machine });

    expect(await reconcileProgram()).toMatchObject({ code: 1, output: expect.stringContaining('update-forecast') });
    expect(await reconcileProgram('--repair')).toMatchObject({ code: 0 });

    expect(await office.database.prisma.command.findMany()).toMatchObject([{ state: 'done', status: 200 }]);
    expect((await types()).filter((type) => type === 'forecast-updated')).toHaveLength(2);
  });

  test('names a row that no process stands behind, and leaves it', async () => {
    await writeAccount(office.database, anAccount(1, 3, { id: 'ghost' }));

    const { code, output } = await reconcileProgram('--repair');
    await office.database.prisma.opportunity.delete({ where: { id: 'ghost' } });

    expect(output).toContain('opportunity:ghost\n    there is a row, but no process in Temporal');
    expect(code).toBe(1);
  });
});

async function look({ repair = false } = {}) {
  const { client, database } = office;
  const told: { readonly name: string; readonly faults: readonly string[] }[] = [];
  const onFinding = (name: string, faults: readonly string[]) => void told.push({ name, faults });
  const { repaired } = await reconcile({ client, database, repair, onFinding });
  return { findings: told.map(({ name }) => name), faults: told.flatMap(({ faults }) => faults), repaired };
}

const now = () => new Date().toISOString();

function reconcileProgram(...args: readonly string[]): Promise<Ran> {
  return pursuit(
    {
      ...{ DATABASE_URL: office.databaseUrl, TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_NAMESPACE: namespace },
      ...{ TEMPORAL_TASK_QUEUE: office.taskQueue, PURSUIT_SECRET: 's'.repeat(32) },
    },
    'reconcile',
    ...args,
  );
}

/** As only the owner of the tables can, who switches the triggers off. */
async function tamper(statements: string): Promise<void> {
  const all = (change: string) => ['event', 'event_seal'].map((table) => `ALTER TABLE ${table} ${change} TRIGGER ALL;`).join('');
  const planted = statements.replaceAll(':workflow', `'opportunity:${id}'`).replaceAll(':id', `'${id}'`);
  await office.database.pool.query(`${all('DISABLE')} ${planted}; ${all('ENABLE')}`);
}

async function picture() {
  const { rows } = await office.database.pool.query(
    `SELECT (SELECT jsonb_agg(to_jsonb(o)) FROM opportunity o WHERE id = $1) AS sales,
      (SELECT jsonb_agg(to_jsonb(e) ORDER BY seq) FROM event e WHERE workflow_id = 'opportunity:' || $1) AS events,
      (SELECT jsonb_agg(jsonb_build_array(seq, chain) ORDER BY seq) FROM event_seal WHERE workflow_id = 'opportunity:' || $1) AS seals`,
    [id],
  );
  return rows[0] as unknown;
}

function types() {
  return written(office, `opportunity:${id}`);
}

function opening(): OpportunityCommand {
  return command(anOpening({ openedAt: '2026-01-05T01:00:00.000Z' }));
}

function command<One extends OpportunityCommand>(one: One): One {
  return { ...one, commandId: randomUUID() };
}

/** As a sender leaves it who was killed before the answer came. */
async function leaveOpen(one: OpportunityCommand): Promise<void> {
  const { commandId, fingerprint, type, actor } = one;
  const asked = {
    id: commandId,
    actorId: actor.userId,
    idempotencyKey: commandId,
    workflowId: `opportunity:${id}`,
    type,
    fingerprint,
  };
  await insertCommand(office.database, { ...asked, body: { workflowId: asked.workflowId, command: one } });
  await office.database.pool.query("UPDATE command SET created_at = now() - interval '1 hour'");
}
