import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { approvalWorkflowId, opportunityWorkflowId } from '../../domain/ids.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import { freePort } from '../../local/server-process.ts';
import type { Database } from '../../prisma/database.ts';
import { openDatabase } from '../../prisma/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { aFileOf, namingFileOf } from '../api/sale-file.ts';
import { aCompany } from '../api/stage.ts';
import { someTerms } from '../builders/approval-request.ts';
import { aPlaybook, evidenceFor, beforeNegotiation } from '../builders/playbook.ts';
import type { Asker } from './asker.ts';
import { asPerson } from './asker.ts';
import type { Host } from './host.ts';
import { startHost } from './host.ts';
import type { Lived, Side, Timed } from './side.ts';
import { patiently } from './side.ts';

export type Servers = { readonly databaseUrl: string; readonly temporalAddress: string };

type People = { readonly rep: Asker; readonly manager: Asker; readonly chief: Asker };

/** The product, asked over HTTP with sessions. */
export async function startPursuit(servers: Servers): Promise<Side> {
  const database = await furnished(servers.databaseUrl);
  const { host, url } = await startProduct(servers);
  const company = { ...(await asPeople(url)), database };
  const stop = async () => {
    await host.stop();
    await database.close();
  };
  return { name: 'pursuit', pid: host.pid, live: (timed) => live(company, timed), stop };
}

async function asPeople(url: string): Promise<People> {
  const [rep, manager, chief] = await Promise.all([asPerson(url, 'ann'), asPerson(url, 'north'), asPerson(url, 'chief')]);
  return { rep, manager, chief };
}

/** As it is run: API and worker in one process. */
export async function startProduct(servers: Servers): Promise<{ readonly host: Host; readonly url: string }> {
  const port = await freePort();
  const main = fileURLToPath(new URL('../../dist/local/main.js', import.meta.url));
  const env = {
    ...process.env,
    ...{ DATABASE_URL: servers.databaseUrl, TEMPORAL_ADDRESS: servers.temporalAddress, TEMPORAL_TASK_QUEUE: 'bench-pursuit' },
    ...{ PORT: String(port), ADMIN_PORT: String(await freePort()), LOG_LEVEL: 'error' },
  };
  const host = await startHost([main], { env, isUp: new RegExp(`:${port}`) });
  return { host, url: `http://127.0.0.1:${port}` };
}

async function furnished(databaseUrl: string): Promise<Database> {
  await migrate(databaseUrl);
  const database = openDatabase(databaseUrl);
  await aCompany(database);
  return database;
}

async function live({ database, ...people }: People & { readonly database: Database }, timed: Timed): Promise<Lived> {
  const { rep } = people;
  const opened = await timed(() => give(rep, '/opportunities', { name: `Hotel ${randomUUID()}`, customerId: 'customer-1' }));
  const { id } = opened['opportunity'] as { readonly id: string };
  await aFileOf(id, database);
  for (const checkpoint of beforeNegotiation) await reach(people, timed, { id, checkpoint });
  await approve(people, timed, id);
  await patiently(() => isApproved(rep, id));
  await timed(() => give(rep, `/opportunities/${id}/contracts/1/signature`, claim(id, 'contract-signed')));
  for (const checkpoint of ['acceptance-passed', 'project-closed']) await reach(people, timed, { id, checkpoint });
  return [opportunityWorkflowId(id), approvalWorkflowId(id, 1)];
}

async function reach(
  { rep, manager }: People,
  timed: Timed,
  { id, checkpoint }: { readonly id: string; readonly checkpoint: string },
): Promise<void> {
  const path = `/opportunities/${id}/checkpoints/${checkpoint}`;
  await timed(() => give(rep, `${path}/claim`, claim(id, checkpoint)));
  if (checkpointRule(aPlaybook(), checkpoint)?.acceptance !== 'second-person') return;
  await timed(() => give(manager, `${path}/verify`, { verdict: 'accept' }));
}

async function approve({ rep, manager, chief }: People, timed: Timed, id: string): Promise<void> {
  const { hash } = await give(rep, `/opportunities/${id}/contracts`, { terms: someTerms() });
  await timed(() => give(rep, `/opportunities/${id}/contracts/1/submit`));
  const path = `/approvals/${id}:1`;
  await patiently(async () => ((await manager('GET', path)).status === 200 ? true : undefined));
  for (const person of [manager, chief]) await timed(() => give(person, `${path}/approve`, { hash }));
}

async function isApproved(rep: Asker, id: string): Promise<true | undefined> {
  const { approval } = (await rep('GET', `/opportunities/${id}`)).body as { readonly approval?: { readonly approved: boolean } };
  return approval?.approved === true ? true : undefined;
}

function claim(sale: string, checkpoint: string) {
  const rule = checkpointRule(aPlaybook(), checkpoint) ?? { fields: [] };
  return { occurredAt: new Date().toISOString(), evidence: namingFileOf(sale, evidenceFor(rule)) };
}

/** Asks, and where the answer is late, waits for it as the other side does. */
async function give(asker: Asker, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const { status, body: said } = await asker('POST', path, body === undefined ? {} : { body });
  if (status === 202) return patiently(() => outcomeOf(asker, String(said['commandId'])));
  if (status >= 400) throw new Error(`${path}: ${status} ${JSON.stringify(said)}`);
  return said;
}

async function outcomeOf(asker: Asker, commandId: string): Promise<Record<string, unknown> | undefined> {
  const { state, outcome, problem } = (await asker('GET', `/commands/${commandId}`)).body;
  if (state === 'refused') throw new Error(JSON.stringify(problem));
  return state === 'done' ? (outcome as Record<string, unknown>) : undefined;
}
