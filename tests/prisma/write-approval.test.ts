import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { verifyHistory } from '../../prisma/verify-history.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { aDecision, anApprovalAccount, aSeat } from '../builders/approval-account.ts';
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
beforeEach(() => {
  request += 1;
  id = `hotel-${request}:1`;
});

describe('writing an approval', () => {
  test('puts the request, who can act and what was decided where they can be read', async () => {
    const seats = [aSeat('manager'), aSeat('deputy', { onBehalfOf: 'director', step: 'finance', overdue: true })];
    await writeAccount(db, anApprovalAccount(3, { id, seats, decisions: [aDecision(2, 'accountant')] }));

    const approval = await db.prisma.approval.findUniqueOrThrow({
      where: { id },
      include: { seats: { orderBy: { step: 'asc' } }, decisions: true },
    });
    expect(approval).toMatchObject({
      seq: 3,
      status: 'open',
      currentSteps: ['sales'],
      hash: 'terms',
      submitterId: 'rep',
      alarmed: false,
    });
    expect(approval.amount.toFixed(2)).toBe('3000000.00');
    expect(approval.seats).toMatchObject([
      { userId: 'deputy', onBehalfOf: 'director', step: 'finance', overdue: true },
      { userId: 'manager', onBehalfOf: null, step: 'sales', overdue: false },
    ]);
    expect(approval.decisions).toMatchObject([{ seq: 2, userId: 'accountant', verdict: 'approve', hash: 'terms' }]);
    expect((await verifyHistory(db)).bad).toMatchObject({ fault: 'terms-missing' }); // of its events none is bad: here is no contract
  });

  test('replaces who can act, forward only', async () => {
    await writeAccount(db, anApprovalAccount(2, { id, seats: [aSeat('manager')] }));
    await writeAccount(db, anApprovalAccount(3, { id, seats: [aSeat('director')], status: 'open' }));
    await writeAccount(db, anApprovalAccount(1, { id, seats: [aSeat('nobody')] }));

    expect((await seats()).map(({ userId }) => userId)).toEqual(['director']);
    await writeAccount(db, anApprovalAccount(4, { id, status: 'approved' }));
    expect(await seats()).toEqual([]);
  });

  test('lets somebody decide anew whose first decision a return put out of force', async () => {
    await writeAccount(db, anApprovalAccount(2, { id, decisions: [aDecision(2, 'manager')] }));
    const decisions = [aDecision(2, 'manager', { isVoid: true }), aDecision(4, 'manager')];
    await writeAccount(db, anApprovalAccount(4, { id, decisions }));
    await writeAccount(db, anApprovalAccount(4, { id, decisions }));

    expect((await db.prisma.approvalDecision.findMany({ where: { approvalId: id } })).map(({ seq }) => seq)).toEqual([2, 4]);
    expect(await db.prisma.approvalDecisionVoid.findMany({ where: { approvalId: id } })).toEqual([{ approvalId: id, seq: 2 }]);
  });

  test.for([
    { of: 'the submitter', decision: aDecision(2, 'rep') },
    { of: 'the last editor', decision: aDecision(2, 'editor') },
    { of: 'somebody they stood in for', decision: aDecision(2, 'principal') },
    { of: 'somebody for him', decision: aDecision(2, 'manager', { onBehalfOf: 'principal' }) },
    { of: 'somebody for the submitter', decision: aDecision(2, 'manager', { onBehalfOf: 'rep' }) },
    { of: 'somebody for the last editor', decision: aDecision(2, 'manager', { onBehalfOf: 'editor' }) },
  ])('refuses the decision of $of', async ({ decision }) => {
    const account = anApprovalAccount(2, { id, requestedFor: ['principal'], decisions: [decision] });
    await expect(writeAccount(db, account)).rejects.toThrow('submitted or edited');
    expect(await db.prisma.approval.count({ where: { id } })).toBe(0);
  });

  test('refuses a second decision in force by one person, even for somebody else', async () => {
    const decisions = [aDecision(2, 'manager'), aDecision(3, 'manager', { step: 'finance', onBehalfOf: 'accountant' })];

    await expect(writeAccount(db, anApprovalAccount(3, { id, decisions }))).rejects.toThrow('has decided');
  });

  test('refuses a decision for whoever has decided himself, and by whoever was decided for', async () => {
    const forHim = [aDecision(2, 'manager'), aDecision(3, 'deputy', { step: 'finance', onBehalfOf: 'manager' })];
    const himself = [aDecision(2, 'deputy', { onBehalfOf: 'manager' }), aDecision(3, 'manager', { step: 'finance' })];

    for (const decisions of [forHim, himself])
      await expect(writeAccount(db, anApprovalAccount(3, { id, decisions }))).rejects.toThrow('has decided');
  });

  test('refuses both also of somebody who goes around the statement', async () => {
    await writeAccount(db, anApprovalAccount(2, { id, decisions: [aDecision(2, 'manager')] }));
    const { isVoid: _, ...row } = aDecision(9, 'rep');

    await expect(db.prisma.approvalDecision.create({ data: { approvalId: id, ...row } })).rejects.toThrow('submitted or edited');
    await expect(db.prisma.approvalDecision.create({ data: { approvalId: id, ...row, userId: 'manager' } })).rejects.toThrow(
      'has decided',
    );
  });
});

function seats() {
  return db.prisma.approvalSeat.findMany({ where: { approvalId: id } });
}
