import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishCommand, insertCommand, mostInFlight, takeStaleCommands, withdrawCommand } from '../../prisma/command-table.ts';
import type { AskedCommand } from '../../prisma/command-table.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { anAccount } from '../builders/account.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url, { max: 16 });
});

afterAll(async () => {
  await db.close();
  await drop();
});

beforeEach(async () => {
  await db.prisma.command.deleteMany();
});

describe('taking a command in', () => {
  test('says up to where the history is complete', async () => {
    await writeAccount(db, anAccount(1, 4, { id: 'seen' }));
    await writeAccount(db, anAccount(6, 7, { id: 'seen' }));

    expect(await insertCommand(db, aCommand({ workflowId: 'opportunity:seen' }))).toEqual({ answer: 'new', seen: 4 });
    expect(await insertCommand(db, aCommand({ workflowId: 'opportunity:new' }))).toEqual({ answer: 'new', seen: 0 });
  });

  test('with a known key gives the first one', async () => {
    const first = aCommand({ body: { note: '第一' } });
    await insertCommand(db, first);

    const again = await insertCommand(db, { ...first, id: randomUUID() });
    expect(again).toMatchObject({
      answer: 'known',
      command: { ...first, state: 'open', outcome: null, status: null, finishedAt: null },
    });
  });

  test('with a known key finds the first one though it went to an id made for the occasion', async () => {
    const first = aCommand({ workflowId: 'opportunity:made-first' });
    await insertCommand(db, first);

    expect(await insertCommand(db, { ...first, id: randomUUID(), workflowId: 'opportunity:made-second' })).toMatchObject({
      answer: 'known',
      command: { workflowId: 'opportunity:made-first' },
    });
  });

  test('with a known key and another content is refused', async () => {
    const first = aCommand();
    await insertCommand(db, first);

    expect(await insertCommand(db, { ...first, fingerprint: 'other' })).toEqual({ answer: 'command-id-reused' });
  });

  test('takes the same key from two people', async () => {
    const first = aCommand({ actorId: 'one' });
    await insertCommand(db, first);

    expect(await insertCommand(db, { ...first, id: randomUUID(), actorId: 'other' })).toMatchObject({ answer: 'new' });
  });

  test('stops at eight without an outcome, for one sale, and goes on when one is answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const command = aCommand();
        return { command, ...(await insertCommand(db, command)) };
      }),
    );
    const taken = answers.filter(({ answer }) => answer === 'new');
    expect(taken).toHaveLength(mostInFlight);
    expect(answers.filter(({ answer }) => answer === 'too-many-in-flight')).toHaveLength(40 - mostInFlight);
    expect(await insertCommand(db, aCommand({ workflowId: 'opportunity:other' }))).toMatchObject({ answer: 'new' });
    expect(await insertCommand(db, taken[0]!.command)).toMatchObject({ answer: 'known' });

    await finishCommand(db, { id: taken[0]!.command.id, state: 'refused', outcome: { code: 'sale-ended' }, status: 409 });
    expect(await insertCommand(db, aCommand())).toMatchObject({ answer: 'new' });
  });

  test('twenty times at once with one key is one command', async () => {
    const command = aCommand();
    const answers = await Promise.all(Array.from({ length: 20 }, () => insertCommand(db, { ...command, id: randomUUID() })));

    expect(answers.filter(({ answer }) => answer === 'new')).toHaveLength(1);
    expect(answers.filter(({ answer }) => answer === 'known')).toHaveLength(19);
  });
});

describe('a command’s outcome', () => {
  test('is the first one', async () => {
    const command = aCommand();
    await insertCommand(db, command);
    await finishCommand(db, { id: command.id, state: 'refused', outcome: { code: 'sale-ended' }, status: 409 });
    await finishCommand(db, { id: command.id, state: 'done', outcome: {}, status: 200 });

    expect(await insertCommand(db, command)).toMatchObject({
      command: { state: 'refused', outcome: { code: 'sale-ended' }, status: 409, finishedAt: expect.stringMatching(/Z$/) },
    });
  });

  test('keeps the command from being withdrawn; without one it is gone', async () => {
    const [finished, open] = [aCommand(), aCommand()];
    await insertCommand(db, finished);
    await insertCommand(db, open);
    await finishCommand(db, { id: finished.id, state: 'done', outcome: {}, status: 200 });

    expect(await withdrawCommand(db, finished.id)).toBe(false);
    expect(await withdrawCommand(db, open.id)).toBe(true);
    expect((await db.prisma.command.findMany()).map(({ id }) => id)).toEqual([finished.id]);
  });

  test('is left to whoever repeated the command meanwhile: it is not withdrawn under his hands', async () => {
    const command = aCommand();
    await insertCommand(db, command);

    expect(await insertCommand(db, command)).toMatchObject({ answer: 'known', command: { state: 'open', attempts: 1 } });
    expect(await withdrawCommand(db, command.id)).toBe(false);
    expect((await insertCommand(db, command)).answer).toBe('known');
  });
});

describe('sweeping', () => {
  const sweep = { olderThanSeconds: 10, leaseSeconds: 30, limit: 100 };

  test('takes old open commands, oldest first, and leaves the young and the answered', async () => {
    const [older, old, young, answered] = [aCommand(), aCommand(), aCommand(), aCommand()];
    for (const command of [older, old, young, answered]) await insertCommand(db, command);
    await age(older, 60);
    await age(old, 20);
    await age(answered, 90);
    await finishCommand(db, { id: answered.id, state: 'done', outcome: {}, status: 200 });
    await writeAccount(db, anAccount(1, 2, { id: 'swept' }));

    const taken = await takeStaleCommands(db, sweep);
    expect(taken.map(({ id }) => id)).toEqual([older.id, old.id]);
    expect(taken[0]).toMatchObject({ ...older, seen: 2, attempts: 1, state: 'open' });
  });

  test('gives each to one taker, until its lease is over', async () => {
    const commands = Array.from({ length: 6 }, () => aCommand());
    for (const command of commands) await insertCommand(db, command);
    for (const command of commands) await age(command, 20);

    const takers = await Promise.all(Array.from({ length: 5 }, () => takeStaleCommands(db, { ...sweep, limit: 3 })));
    const ids = takers.flatMap((taken) => taken.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (let left = 6 - ids.length; left > 0; left -= (await takeStaleCommands(db, sweep)).length);
    expect(await takeStaleCommands(db, sweep)).toEqual([]);

    await db.pool.query("UPDATE command SET claimed_at = claimed_at - interval '31 seconds'");
    expect(await takeStaleCommands(db, sweep)).toHaveLength(6);
  });
});

function aCommand(change: Partial<AskedCommand> = {}): AskedCommand {
  const [id, idempotencyKey] = [randomUUID(), randomUUID()];
  const about = { actorId: 'rep', workflowId: 'opportunity:swept', type: 'claim-checkpoint', body: {}, fingerprint: 'f' };
  return { id, idempotencyKey, ...about, ...change };
}

async function age({ id }: AskedCommand, seconds: number): Promise<void> {
  await db.pool.query("UPDATE command SET created_at = created_at - $2 * interval '1 second' WHERE id = $1", [id, seconds]);
}
