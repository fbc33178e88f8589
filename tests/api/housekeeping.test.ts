import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetExpired } from '../../api/housekeeping/expired.ts';
import { handOverSales } from '../../api/housekeeping/sales.ts';
import { followTiming } from '../../api/housekeeping/timing.ts';
import type { Deps } from '../../api/deps.ts';
import { machine } from '../../domain/actor.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Database } from '../../prisma/database.ts';
import { openDatabase } from '../../prisma/database.ts';
import { freshDatabase } from '../harness/database.ts';
import { anApprovalRow, aSaleRow } from './sale-row.ts';
import { aCompany } from './stage.ts';

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  ({ drop } = fresh);
  database = openDatabase(fresh.url);
  await aCompany(database);
  const { key } = defaultPlaybook;
  const published = { status: 'published', createdBy: 'admin', publishedBy: 'admin', publishedAt: new Date() };
  await database.prisma.playbook.create({
    data: { ...published, key, version: 99, document: structuredClone(defaultPlaybook) as object },
  });
  for (const id of ['sale-1', 'sale-2', 'sale-3']) await aSaleRow(database, { id, ownerId: 'ann', teamId: 'team-north' });
  await database.prisma.opportunity.updateMany({ data: { playbookKey: key } });
  await database.prisma.user.update({ where: { id: 'ann' }, data: { active: false } });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(() => database.prisma.command.deleteMany());

/** With Temporal away: each attempt ends in a withdrawn command and a warning. */
async function attemptsOf(chore: (deps: Deps) => Promise<void>): Promise<readonly string[]> {
  const attempts: string[] = [];
  const stream = { write: (line: string) => void attempts.push((JSON.parse(line) as { workflowId: string }).workflowId) };
  const temporal = { isReachable: () => Promise.resolve(false) } as Deps['temporal'];
  await chore({ database, temporal, log: pino({ level: 'warn' }, stream), settings: {} as Deps['settings'] });
  return attempts;
}

const chores = [
  { name: 'handing over sales of leavers', chore: handOverSales, keyOf: (id: string, seq: number) => `left:${id}:${seq}` },
  {
    name: 'bringing sales up to date with the rules',
    chore: followTiming,
    keyOf: (id: string) => `timing:${id}:mainland-china:1:${defaultPlaybook.key}:99`,
  },
] as const;

describe.for(chores)('$name', ({ chore, keyOf }) => {
  test('ends its round at the first sale when Temporal is away, and leaves no command behind', async () => {
    expect(await attemptsOf(chore)).toEqual(['opportunity:sale-1']);
    expect(await database.prisma.command.count()).toBe(0);
  });

  test('passes over a sale that refused, so that the others are not kept waiting', async () => {
    const { seq } = await database.prisma.opportunity.findUniqueOrThrow({ where: { id: 'sale-1' }, select: { seq: true } });
    const asked = { actorId: machine.userId, idempotencyKey: keyOf('sale-1', seq), workflowId: 'opportunity:sale-1' };
    const refused = { type: 'any', body: {}, fingerprint: 'any', state: 'refused', outcome: {}, finishedAt: new Date() };
    await database.prisma.command.create({ data: { id: 'refused', ...asked, ...refused } });

    expect(await attemptsOf(chore)).toEqual(['opportunity:sale-2']);
  });
});

test('sessions that have ended are forgotten, and decision links long after', async () => {
  const { prisma } = database;
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  await anApprovalRow(database, { id: 'sale-1', ownerId: 'ann' });
  for (const days of [-1, 1]) {
    await prisma.session.create({ data: { tokenHash: `session ${days}`, userId: 'bob', expiresAt: daysAgo(days) } });
  }
  for (const days of [1, 89, 91]) {
    const link = { approvalId: 'sale-1:1', userId: 'north', termsHash: 'any', expiresAt: daysAgo(days) };
    await prisma.decisionLink.create({ data: { tokenHash: `link ${days}`, ...link } });
  }

  await forgetExpired({ database });

  expect((await prisma.session.findMany()).map(({ tokenHash }) => tokenHash)).toEqual(['session -1']);
  expect((await prisma.decisionLink.findMany()).map(({ tokenHash }) => tokenHash)).toEqual(['link 1', 'link 89']);
});
