import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { anAccount } from '../builders/account.ts';
import { aDecision, anApprovalAccount } from '../builders/approval-account.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let url: string;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ url, drop } = await freshDatabase());
  db = openDatabase(url);
  await writeAccount(db, anAccount(1, 2));
  const decisions = [aDecision(2, 'manager', { isVoid: true })];
  await writeAccount(db, anApprovalAccount(2, { decisions }));
  await db.prisma.contractVersion.create({
    data: { opportunityId: 'hotel', number: 1, terms: {}, hash: 'terms', authorId: 'rep' },
  });
  const supporter = { opportunityId: 'hotel', ciphertext: Buffer.from('x'), keyId: 'k', createdBy: 'rep' };
  await db.prisma.covertSupporter.create({ data: { ...supporter, accesses: { create: { userId: 'rep', access: 'write' } } } });
  const rules = { key: 'default', version: 1, status: 'published', document: {}, createdBy: 'admin' };
  await db.prisma.playbook.create({ data: rules });
  await db.prisma.calendar.create({ data: rules });
  await db.prisma.approvalPolicy.create({ data: rules });
});

afterAll(async () => {
  await db.close();
  await drop();
});

describe.for([
  { table: 'event', column: 'type' },
  { table: 'event_seal', column: 'chain' },
  { table: 'approval_decision', column: 'verdict' },
  { table: 'approval_decision_void', column: 'approval_id' },
  { table: 'contract_version', column: 'hash' },
  { table: 'covert_supporter_access', column: 'user_id' },
])('the table $table', ({ table, column }) => {
  test('takes rows', async () => {
    expect((await db.pool.query(`SELECT FROM ${table}`)).rowCount).toBeGreaterThan(0);
  });

  test.for([`UPDATE ${table} SET ${column} = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])(
    'refuses %s',
    async (statement) => {
      await expect(db.pool.query(statement)).rejects.toThrow(`${table} is append-only`);
    },
  );
});

describe.for(['playbook', 'calendar', 'approval_policy'])('a published row of %s', (table) => {
  test.for([`UPDATE ${table} SET document = '{"other":1}'`, `DELETE FROM ${table}`])('refuses %s', async (statement) => {
    await expect(db.pool.query(statement)).rejects.toThrow('is published');
  });

  test('leaves drafts free until they are published', async () => {
    await db.pool.query(`INSERT INTO ${table} (key, version, document, created_by) VALUES ('default', 2, '{}', 'admin')`);
    await db.pool.query(`UPDATE ${table} SET document = '{"other":1}' WHERE version = 2`);
    await db.pool.query(`UPDATE ${table} SET status = 'published' WHERE version = 2`);

    await expect(db.pool.query(`DELETE FROM ${table} WHERE version = 2`)).rejects.toThrow('is published');
  });
});

test('a role of the application can write accounts, and has no grant to change what happened', async () => {
  const role = `application_${Date.now()}`;
  await db.pool.query(`CREATE ROLE ${role}`);
  await db.pool.query('SELECT grant_to_application($1)', [role]);
  const application = openDatabase(`${url}?options=-c%20role%3D${role}`, { max: 1 });

  expect(await writeAccount(application, anAccount(1, 3, { id: 'by-application' }))).toBe(3);
  await writeAccount(application, anApprovalAccount(2, { id: 'by-application:1', decisions: [aDecision(2, 'manager')] }));
  await expect(application.pool.query("UPDATE event SET type = 'x'")).rejects.toThrow('permission denied');
  await expect(application.pool.query('ALTER TABLE event DISABLE TRIGGER ALL')).rejects.toThrow('must be owner');
  await application.close();
  await db.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
});
