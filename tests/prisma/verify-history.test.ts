import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { termsHash } from '../../domain/approval/terms.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { verifyHistory } from '../../prisma/verify-history.ts';
import { eventHash, writeAccount } from '../../prisma/write-account.ts';
import { anAccount, anEvent } from '../builders/account.ts';
import { anApprovalAccount } from '../builders/approval-account.ts';
import { someTerms } from '../builders/approval-request.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url);
});

afterAll(async () => {
  await db.close();
  await drop();
});

const tables = ['event', 'event_seal', 'contract_version'];

beforeEach(async () => {
  await tamper(
    'DELETE FROM event; DELETE FROM event_seal; DELETE FROM opportunity; DELETE FROM contract_version; DELETE FROM approval',
  );
  for (const id of ['bank', 'hotel', 'mall']) await writeAccount(db, anAccount(1, 5, { id }));
});

describe('verifying the history', () => {
  test('finds nothing wrong with what was written', async () => {
    expect(await verifyHistory(db)).toEqual({ workflows: 3, events: 15, unsealed: 0, contracts: 0, bad: null });
  });

  test('walks a long history page by page', async () => {
    await writeAccount(db, anAccount(1, 1203, { id: 'long' }));

    expect(await verifyHistory(db)).toEqual({ workflows: 4, events: 1218, unsealed: 0, contracts: 0, bad: null });
  });

  test('takes events behind a gap that is still to be filled for no fault', async () => {
    await writeAccount(db, anAccount(8, 9, { id: 'hotel' }));

    expect(await verifyHistory(db)).toEqual({ workflows: 3, events: 17, unsealed: 2, contracts: 0, bad: null });
  });

  const altered = anEvent(3, { contactedAt: '2026-01-01T00:00:00.000Z' });
  test.for([
    {
      planted: 'a content that was altered',
      by: `UPDATE event SET body = '${JSON.stringify(altered)}' WHERE ${row(3)}`,
      seq: 3,
      fault: 'event-altered',
    },
    {
      planted: 'a content altered together with its hash',
      by: `UPDATE event SET body = '${JSON.stringify(altered)}', hash = '${eventHash(altered)}' WHERE ${row(3)}`,
      seq: 3,
      fault: 'seal-altered',
    },
    {
      planted: 'an actor put in another’s place',
      by: `UPDATE event SET actor_id = 'innocent' WHERE ${row(2)}`,
      seq: 2,
      fault: 'column-altered',
    },
    { planted: 'a changed instant', by: `UPDATE event SET at = now() WHERE ${row(5)}`, seq: 5, fault: 'column-altered' },
    { planted: 'a missing event', by: `DELETE FROM event WHERE ${row(4)}`, seq: 4, fault: 'event-missing' },
    {
      planted: 'an event missing with its seal',
      by: `DELETE FROM event WHERE ${row(2)}; DELETE FROM event_seal WHERE ${row(2)}`,
      seq: 2,
      fault: 'event-missing',
    },
    {
      planted: 'an altered seal',
      by: `UPDATE event_seal SET chain = repeat('0', 64) WHERE ${row(3)}`,
      seq: 3,
      fault: 'seal-altered',
    },
    { planted: 'a missing seal', by: `DELETE FROM event_seal WHERE ${row(1)}`, seq: 1, fault: 'seal-missing' },
    {
      planted: 'a history cut off at its end',
      by: `DELETE FROM event WHERE ${row(5)}; DELETE FROM event_seal WHERE ${row(5)}`,
      seq: 5,
      fault: 'events-cut-off',
    },
    {
      planted: 'a history that is gone whole',
      by: "DELETE FROM event WHERE workflow_id = 'opportunity:hotel'; DELETE FROM event_seal WHERE workflow_id = 'opportunity:hotel'",
      seq: 1,
      fault: 'events-cut-off',
    },
    {
      planted: 'an event put in where the history had ended',
      by: `INSERT INTO event SELECT workflow_id, 6, kind, type, at, actor_id, command_id, fingerprint, body, hash FROM event WHERE ${row(5)};
        SELECT seal_history('opportunity:hotel')`,
      seq: 6,
      fault: 'event-added',
    },
  ] as const)('names $planted', async ({ by, seq, fault }) => {
    await tamper(by);

    expect((await verifyHistory(db)).bad).toEqual({ workflowId: 'opportunity:hotel', seq, fault });
  });
});

describe('verifying the contracts', () => {
  const cheaper = someTerms({ paymentDays: 180 });

  beforeEach(async () => {
    await writeAccount(db, anApprovalAccount(2, { hash: termsHash(someTerms()) }));
    for (const [number, terms] of [someTerms(), cheaper].entries()) {
      const data = { opportunityId: 'hotel', number: number + 1, hash: termsHash(terms), authorId: 'rep' };
      await db.prisma.contractVersion.create({ data: { ...data, terms: structuredClone(terms) as object } });
    }
  });

  test('finds nothing wrong with what was written', async () => {
    expect(await verifyHistory(db)).toMatchObject({ contracts: 2, bad: null });
  });

  const terms = `terms = '${JSON.stringify(cheaper)}'`;
  test.for([
    { planted: 'terms that were altered', by: `UPDATE contract_version SET ${terms}`, fault: 'terms-altered' },
    {
      planted: 'terms that were taken away after their approval was asked for',
      by: 'DELETE FROM contract_version',
      fault: 'terms-missing',
    },
    {
      planted: 'terms altered together with their hash, after their approval was asked for',
      by: `UPDATE contract_version SET ${terms}, hash = '${termsHash(cheaper)}'`,
      fault: 'terms-exchanged',
    },
  ])('names $planted', async ({ by, fault }) => {
    await tamper(`${by} WHERE number = 1`);

    expect((await verifyHistory(db)).bad).toEqual({ opportunityId: 'hotel', number: 1, fault });
  });
});

function row(seq: number): string {
  return `workflow_id = 'opportunity:hotel' AND seq = ${seq}`;
}

/** As only the owner of the tables can, who switches the triggers off. */
async function tamper(statements: string): Promise<void> {
  const all = (change: string) => tables.map((table) => `ALTER TABLE ${table} ${change} TRIGGER ALL;`).join('');
  await db.pool.query(`${all('DISABLE')} ${statements}; ${all('ENABLE')}`);
}
