import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Account } from '../../domain/account.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { insertCommand } from '../../prisma/command-table.ts';
import { eventHash, HistoryForked, rewriteAccount, writeAccount } from '../../prisma/write-account.ts';
import { anAccount, anEvent } from '../builders/account.ts';
import { company, employ, sendAway } from '../builders/people.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url, { max: 16 });
  await employ(db, company);
});

afterAll(async () => {
  await db.close();
  await drop();
});

let id = '';
let sale = 0;
beforeEach(() => {
  sale += 1;
  id = `sale-${sale}`;
});

describe('writing what a workflow accounted for', () => {
  test('puts events, the sale and the sealed chain where they can be read', async () => {
    expect(await writeAccount(db, anAccount(1, 3, { id }))).toBe(3);

    const { events, seals, row } = await written();
    expect(events.map(({ seq, type, actorId, hash }) => ({ seq, type, actorId, hash }))).toEqual(
      [1, 2, 3].map((seq) => ({ seq, type: 'contact-recorded', actorId: 'rep', hash: eventHash(anEvent(seq)) })),
    );
    expect(seals.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(row).toMatchObject({ seq: 3, name: 'Grand Hotel, two boilers 大酒店', ownerId: 'rep', state: 'open', odds: 10 });
    expect(row?.amount?.toFixed(2)).toBe('3000000.00');
    expect(row?.closeOn?.toISOString()).toBe('2027-03-31T00:00:00.000Z');
  });

  test('twice is like once', async () => {
    const account = anAccount(1, 3, { id, notices: () => [{ kind: 'ruled', to: { userId: 'rep' }, facts: {} }] });
    await writeAccount(db, account);
    const once = await written();
    await writeAccount(db, account);

    expect(await written()).toEqual(once);
  });

  test('files what its claimant alone could read, where a claim names it, and nobody else’s', async () => {
    const file = { name: 'photo.png', mimeType: 'image/png', size: 2, sha256: 'd'.repeat(64), uploaderId: 'rep' };
    const named = ['named', 'in-evidence', 'in-a-table', 'of-another', 'of-another-sale'].map((one) => `${one}-${id}`);
    const [direct, cell, row, strange, filed] = named as [string, string, string, string, string];
    await db.prisma.document.createMany({
      data: [
        ...[direct, cell, row].map((one) => ({ ...file, id: one })),
        { ...file, id: strange, uploaderId: 'north' },
        { ...file, id: filed, opportunityId: 'another-sale' },
      ],
    });
    const evidence = { report: cell, table: [{ proof: row }, { proof: strange }, { proof: filed, share: 50 }] };
    const claim = { type: 'checkpoint-claimed', documents: [{ id: direct, sha256: file.sha256 }], evidence };
    const account = anAccount(1, 1, { id });
    await writeAccount(db, { ...account, entries: [{ seq: 1, event: anEvent(1, claim), notices: [] }] });

    const found = await db.prisma.document.findMany({ where: { id: { in: named } }, select: { id: true, opportunityId: true } });
    expect(Object.fromEntries(found.map((one) => [one.id, one.opportunityId]))).toEqual({
      ...{ [direct]: id, [cell]: id, [row]: id },
      ...{ [strange]: null, [filed]: 'another-sale' },
    });
  });

  test('an older account leaves the newer sale as it is', async () => {
    await writeAccount(db, anAccount(1, 3, { id, summary: { stage: 'entry' } }));
    await writeAccount(db, anAccount(1, 2, { id, summary: { stage: 'development' } }));

    expect((await written()).row).toMatchObject({ seq: 3, stage: 'entry' });
  });

  test('seals nothing beyond a gap, and all of it once the gap is filled', async () => {
    expect(await writeAccount(db, anAccount(3, 4, { id }))).toBe(0);
    expect(await writeAccount(db, anAccount(1, 2, { id }))).toBe(4);
  });

  test('another event under a written number is refused whole', async () => {
    await writeAccount(db, anAccount(1, 2, { id }));
    const account = anAccount(2, 3, { id });
    const forked: Account = {
      ...account,
      entries: account.entries.map((entry) => ({ ...entry, event: anEvent(entry.seq, { at: '2026-12-01T00:00:00.000Z' }) })),
    };

    await expect(writeAccount(db, forked)).rejects.toThrow(HistoryForked);
    expect((await written()).events).toHaveLength(2);
  });

  test('keeps texts that PostgreSQL cannot hold from stopping a history', async () => {
    const odd = anEvent(1, { note: 'a\0b \uD800 \\u0000 end' });
    await writeAccount(db, { ...anAccount(1, 1, { id }), entries: [{ seq: 1, event: odd, notices: [] }] });

    const body = (await written()).events[0]?.body as { readonly note: string };
    expect(body.note).toBe('a\uFFFDb \uFFFD \\u0000 end');
  });

  test('finishes the command that asked, once', async () => {
    const workflowId = `opportunity:${id}`;
    const asked = {
      id: `c-${id}`,
      actorId: 'rep',
      idempotencyKey: `k-${id}`,
      workflowId,
      type: 'open',
      body: {},
      fingerprint: 'f',
    };
    await insertCommand(db, asked);
    await writeAccount(db, anAccount(1, 1, { id }), { id: asked.id, state: 'done', outcome: { seq: 1 }, status: 201 });
    await writeAccount(db, anAccount(1, 1, { id }), { id: asked.id, state: 'refused', outcome: {}, status: 409 });

    expect(await insertCommand(db, asked)).toMatchObject({
      answer: 'known',
      seen: 1,
      command: { state: 'done', status: 201, outcome: { seq: 1 } },
    });
  });
});

describe('rewriting a sale', () => {
  const told = (seq: number) => ({ ...anAccount(1, seq, { id, summary: { stage: 'entry' } }), entries: [] });

  test.for(['stage = NULL', 'seq = 99', "owner_id = 'thief', seq = 2"])(
    'puts right a row where somebody set %s',
    async (change) => {
      await writeAccount(db, anAccount(1, 3, { id, summary: { stage: 'entry' } }));
      await db.pool.query(`UPDATE opportunity SET ${change} WHERE id = $1`, [id]);
      await rewriteAccount(db, told(3));

      expect((await written()).row).toMatchObject({ seq: 3, stage: 'entry', ownerId: 'rep' });
    },
  );

  test('brings back a row that is gone', async () => {
    await writeAccount(db, anAccount(1, 3, { id }));
    await db.prisma.opportunity.delete({ where: { id } });
    await rewriteAccount(db, told(3));

    expect((await written()).row).toMatchObject({ seq: 3, stage: 'entry' });
  });

  test('changes nothing where the history has gone on meanwhile', async () => {
    await writeAccount(db, anAccount(1, 4, { id, summary: { stage: 'proposal' } }));
    await rewriteAccount(db, told(3));

    expect((await written()).row).toMatchObject({ seq: 4, stage: 'proposal' });
  });
});

describe('fifty writers at once', () => {
  test('with overlapping accounts in any order end in the same rows and a whole chain', async () => {
    const notices = () => [{ kind: 'ruled', to: { superiorOf: 'rep' }, facts: {} }] as const;
    const accounts = Array.from({ length: 50 }, (_, n) => {
      const from = ((n * 37) % 60) + 1;
      return anAccount(from, Math.min(60, from + (n % 7)), { id, notices });
    });
    await Promise.all([...accounts, anAccount(1, 60, { id, notices }), ...accounts].map((account) => writeAccount(db, account)));
    const raced = await written();

    const calm = `${id}-calm`;
    await writeAccount(db, anAccount(1, 60, { id: calm, notices }));
    const alone = await written(calm);
    expect(raced.events.map(({ hash }) => hash)).toEqual(alone.events.map(({ hash }) => hash));
    expect(raced.seals).toHaveLength(60);
    expect(raced.row?.seq).toBe(60);
    expect(raced.inbox).toHaveLength(60);
    expect(await db.prisma.delivery.count({ where: { inbox: { workflowId: `opportunity:${id}` } } })).toBe(60);
  });

  test('killed in the middle, and repeated, still leave a whole chain', async () => {
    const accounts = Array.from({ length: 12 }, (_, n) => anAccount(n + 1, n + 1, { id }));
    const holder = await db.pool.connect();
    await holder.query('BEGIN');
    await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('history:opportunity:' || $1, 0))", [id]);
    const attempts = Promise.allSettled(accounts.map((account) => writeAccount(db, account)));
    const killed = await killWaiting(6);
    await holder.query('COMMIT');
    holder.release();
    const failed = (await attempts).filter(({ status }) => status === 'rejected');
    expect(failed.length).toBe(killed);

    for (const account of accounts.toReversed()) await writeAccount(db, account);
    expect((await written()).seals.map(({ seq }) => seq)).toEqual(accounts.map((_, n) => n + 1));
  });
});

/** Waits until so many stand inside the statement, and ends their connections. */
async function killWaiting(count: number): Promise<number> {
  const waiting =
    "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory' AND query LIKE '%write_account%'";
  await vi.waitUntil(async () => (await db.pool.query(`SELECT ${waiting}`)).rowCount === 12, { timeout: 10_000 });
  return (await db.pool.query(`SELECT pg_terminate_backend(pid) ${waiting} LIMIT ${count}`)).rowCount ?? 0;
}

describe('a line in the inbox', () => {
  test('goes to the person himself, even while he is away', async () => {
    expect(await toldOf({ userId: 'rep' })).toEqual(['rep']);
  });

  test('for the superior goes to his deputy while he is away, and says for whom', async () => {
    await sendAway(db, {
      userId: 'manager',
      deputyId: 'director',
      from: '2020-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
    });
    await writeAccount(
      db,
      anAccount(1, 1, {
        id,
        notices: () => [{ kind: 'verification-requested', to: { superiorOf: 'rep' }, facts: { checkpoint: 'x' } }],
      }),
    );
    await db.prisma.absence.deleteMany();

    expect((await written()).inbox).toMatchObject([
      { recipientId: 'director', onBehalfOf: 'manager', facts: { checkpoint: 'x' } },
    ]);
  });

  test('for a role goes to all who hold it', async () => {
    expect(await toldOf({ role: 'admin' })).toEqual(['admin']);
  });

  test('for the superior of the highest goes to somebody all the same', async () => {
    expect(await toldOf({ superiorOf: 'chief' })).toEqual(['admin']);
  });

  test('for the machine goes to nobody', async () => {
    expect(await toldOf({ userId: 'system' })).toEqual([]);
  });
});

async function toldOf(to: Account['entries'][number]['notices'][number]['to']): Promise<readonly string[]> {
  await writeAccount(db, anAccount(1, 1, { id, notices: () => [{ kind: 'ruled', to, facts: {} }] }));
  return (await written()).inbox.map(({ recipientId }) => recipientId);
}

async function written(of = id) {
  const where = { workflowId: `opportunity:${of}` };
  const orderBy = { seq: 'asc' } as const;
  const [events, seals, inbox, row] = await Promise.all([
    db.prisma.event.findMany({ where, orderBy }),
    db.prisma.eventSeal.findMany({ where, orderBy }),
    db.prisma.inbox.findMany({ where, orderBy: [{ seq: 'asc' }, { recipientId: 'asc' }] }),
    db.prisma.opportunity.findUnique({ where: { id: of } }),
  ]);
  return { events, seals, inbox, row };
}
