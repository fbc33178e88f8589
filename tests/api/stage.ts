import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import type { ApiConfig, RunningApi } from '../../api/main.ts';
import { startApi } from '../../api/main.ts';
import { hashPassword } from '../../api/session/password.ts';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Database } from '../../prisma/database.ts';
import { openDatabase } from '../../prisma/database.ts';
import { freshDatabase } from '../harness/database.ts';
import { freshTaskQueue, temporalAddress } from '../harness/temporal.ts';

export type Stage = {
  readonly api: RunningApi;
  readonly database: Database;
  readonly client: Client;
  readonly taskQueue: string;
  readonly url: string;
  /** Temporal's. */
  readonly address: string;
  readonly databaseUrl: string;
  readonly close: () => Promise<void>;
};

/** The real API on a real port, with a database of its own in which the company below works. */
export async function aStage(changes: Partial<ApiConfig['settings']> = {}): Promise<Stage> {
  const fresh = await freshDatabase();
  const stage = await aStageOn({ databaseUrl: fresh.url, address: temporalAddress(), changes });
  const close = async () => {
    await stage.close();
    await fresh.drop();
  };
  return { ...stage, close };
}

type Servers = {
  readonly databaseUrl: string;
  readonly address: string;
  readonly changes?: Partial<ApiConfig['settings']>;
  readonly isFurnished?: boolean;
};

/** The same on servers of the test's own, which it may kill. */
export async function aStageOn({ databaseUrl, address, changes = {}, isFurnished = false }: Servers): Promise<Stage> {
  const database = openDatabase(databaseUrl);
  if (!isFurnished) await aCompany(database);
  const connection = Connection.lazy({ address });
  const client = new Client({ connection });
  const taskQueue = freshTaskQueue();
  const settings = { taskQueue, version: '0.0.0-test', checkReplies: true, ...changes };
  const log = pino({ level: 'silent' });
  const api = await startApi({ host: '127.0.0.1', port: 0, adminPort: 0, database, temporal: client, log, settings });
  const close = async () => {
    await api.stop();
    await connection.close();
    await database.close();
  };
  return { api, database, client, taskQueue, address, databaseUrl, url: `http://127.0.0.1:${api.port}`, close };
}

export const password = 'correct horse battery';

/** Chief above two managers, each above reps; an administrator and a lawyer aside. */
export const people = {
  chief: { roles: ['leadership'], superior: null, team: null },
  north: { roles: ['manager'], superior: 'chief', team: 'team-north' },
  south: { roles: ['manager'], superior: 'chief', team: 'team-south' },
  ann: { roles: ['rep'], superior: 'north', team: 'team-north' },
  bob: { roles: ['rep'], superior: 'north', team: 'team-north' },
  cao: { roles: ['rep'], superior: 'south', team: 'team-south' },
  admin: { roles: ['admin'], superior: null, team: null },
  lawyer: { roles: [], superior: 'chief', team: null },
} as const;

export type Person = keyof typeof people;

export async function aCompany({ prisma }: Database): Promise<void> {
  const passwordHash = await hashPassword(password);
  await prisma.team.createMany({
    data: [
      { id: 'team-north', name: 'North' },
      { id: 'team-south', name: 'South' },
    ],
  });
  for (const [id, { roles, superior, team }] of Object.entries(people)) {
    const person = { id, name: id, email: `${id}@boilers.example`, language: 'en', passwordHash };
    await prisma.user.create({ data: { ...person, roles: [...roles], superiorId: superior, teamId: team } });
  }
  await prisma.approverGroup.create({
    data: { key: 'legal', name: { en: 'Legal', zh: '法务' }, members: { create: [{ userId: 'lawyer' }] } },
  });
  await whatEvidenceNames({ prisma });
  const published = { status: 'published', createdBy: 'admin', publishedBy: 'admin', publishedAt: new Date() };
  const playbook = {
    ...published,
    key: defaultPlaybook.key,
    version: defaultPlaybook.version,
    document: structuredClone(defaultPlaybook) as object,
  };
  const calendar = {
    ...published,
    key: defaultCalendar.name,
    version: defaultCalendar.version,
    document: structuredClone(defaultCalendar) as object,
  };
  const policy = {
    ...published,
    key: defaultPolicy.key,
    version: defaultPolicy.version,
    document: structuredClone(defaultPolicy) as object,
  };
  await prisma.approvalPolicy.create({ data: policy });
  await prisma.playbook.create({ data: playbook });
  await prisma.calendar.create({ data: calendar });
}

/** The customer of most sales, and what the least evidence names: a contact there, a colleague, a file of ann's. */
async function whatEvidenceNames({ prisma }: Pick<Database, 'prisma'>): Promise<void> {
  const contact = { id: 'contact-1', name: 'Ms Lin', createdBy: 'ann' };
  await prisma.customer.create({
    data: { id: 'customer-1', name: 'Harbour Hotel', createdBy: 'ann', contacts: { create: [contact] } },
  });
  await prisma.user.create({ data: { id: 'user-1', name: 'fitter', email: 'fitter@boilers.example', roles: [] } });
  const file = { name: 'minutes.pdf', mimeType: 'application/pdf', size: 2, sha256: 'a'.repeat(64), uploaderId: 'ann' };
  await prisma.document.create({ data: { id: 'document-1', ...file } });
}
