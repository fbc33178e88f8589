import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changesBy } from '../../prisma/compare-account.ts';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { rewriteAccount, writeAccount } from '../../prisma/write-account.ts';
import { aDecision, anApprovalAccount } from '../builders/approval-account.ts';
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

let id = '';
let request = 0;
beforeEach(async () => {
  request += 1;
  id = `hotel-${request}:1`;
  await writeAccount(db, told());
});

describe('comparing what was decided on a contract', () => {
  test('finds nothing where all is as the process says', async () => {
    expect(await changesBy(db, told())).toEqual([]);
  });

  const row = (of: string) => `approval_id = :id AND ${of}`;
  test.for([
    {
      planted: 'a verdict that was turned',
      by: `UPDATE approval_decision SET verdict = 'reject' WHERE ${row('seq = 4')}`,
      seq: 4,
    },
    { planted: 'a decision put out of force', by: 'INSERT INTO approval_decision_void VALUES (:id, 4)', seq: 4 },
    { planted: 'a decision put back in force', by: `DELETE FROM approval_decision_void WHERE ${row('seq = 2')}`, seq: 2 },
    {
      planted: 'a decision nobody made',
      by: `INSERT INTO approval_decision SELECT approval_id, 3, step, slot, 'thief', on_behalf_of, origin, verdict, comment, at, hash
        FROM approval_decision WHERE ${row('seq = 4')}`,
      seq: 3,
    },
    { planted: 'a decision nobody made, put out of force', by: 'INSERT INTO approval_decision_void VALUES (:id, 3)', seq: 3 },
    { planted: 'a decision that is gone', by: `DELETE FROM approval_decision WHERE ${row('seq = 4')}`, seq: 4 },
  ])('names $planted', async ({ by, seq }) => {
    await tamper(by);

    expect((await changesBy(db, told())).map(({ what }) => what)).toEqual([`decision ${seq}`]);
  });

  test('leaves it alone once the history has gone on: the account no longer tells all', async () => {
    await writeAccount(db, anApprovalAccount(6, { id, decisions: [...told().summary.decisions, aDecision(6, 'director')] }));

    expect(await changesBy(db, told())).toEqual([]);
  });

  test('names somebody who has decided nothing, and takes him out of the list', async () => {
    await tamper("INSERT INTO approval_decider VALUES (:id, 'thief', now(), 1, 'CNY')");
    expect((await changesBy(db, told())).map(({ what }) => what)).toEqual(['deciders']);

    await rewriteAccount(db, told());
    expect(await changesBy(db, told())).toEqual([]);
  });
});

/** The manager has decided twice: a return put his first decision out of force. */
function told() {
  const decisions = [aDecision(2, 'manager', { isVoid: true, comment: '价格\u0000' }), aDecision(4, 'manager')];
  return anApprovalAccount(5, { id, decisions });
}

/** As only the owner of the tables can, who switches the triggers off. */
async function tamper(statement: string): Promise<void> {
  const planted = statement.replaceAll(':id', `'${id}'`);
  const all = (change: string) =>
    ['approval_decision', 'approval_decision_void'].map((table) => `ALTER TABLE ${table} ${change} TRIGGER ALL;`).join('');
  await db.pool.query(`${all('DISABLE')} ${planted}; ${all('ENABLE')}`);
}
