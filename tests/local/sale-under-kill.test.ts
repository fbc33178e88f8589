import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ApiClient } from '../../api/client.ts';
import { ApiRefusal, apiClient, signInAs } from '../../api/client.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import { readPid } from '../../local/server-process.ts';
import { someTerms } from '../builders/approval-request.ts';
import { evidenceFor, beforeNegotiation } from '../builders/playbook.ts';
import { running, startPursuit, urlOf } from '../harness/pursuit.ts';

type Company = { readonly [Name in 'rep' | 'manager' | 'chief']: ApiClient } & {
  readonly upload: (sale: string) => Promise<Paper>;
};
type Paper = { readonly id: string; readonly sha256: string };
/** Between two milestones. */
type Mishap = () => Promise<void> | void;

const password = 'a long enough secret';

test(
  'kill -9 of the worker, of Temporal and of PostgreSQL amid a sale loses and doubles nothing',
  { timeout: 400_000 },
  async () => {
    const { pursuit, folder, ports } = await running();
    const url = urlOf(ports);
    const admin = await administrator(url, pursuit.output());
    const company = await aCompany(url, admin);
    const kill = (name: string) => void process.kill(readPid(join(folder, name, 'pid')) ?? 0, 'SIGKILL');
    let program = pursuit;
    const mishaps: readonly Mishap[] = [
      () => kill('temporal'),
      () => kill('postgres'),
      async () => {
        program.kill('SIGKILL');
        await program.ends();
        program = startPursuit(folder, ports);
      },
    ];

    const quiet = await live(company, () => undefined);
    let milestones = 0;
    const troubled = await live(company, () => mishaps[((milestones += 1) % 6) - 1]?.());

    expect(milestones).toBeGreaterThan(12);
    expect(await whatHappened(company, troubled)).toEqual(await whatHappened(company, quiet));
    expect(await company.rep.get(`/opportunities/${troubled}`)).toMatchObject({ state: 'completed', won: true });
    program.kill('SIGTERM');
    expect(await program.ends()).toBe(0);
  },
);

async function administrator(url: string, output: string): Promise<ApiClient> {
  const [, email = '', secret = ''] = /Sign in +(\S+) with the password (\S+)/.exec(output) ?? [];
  return signInAs(url, { email, password: secret });
}

async function aCompany(url: string, admin: ApiClient): Promise<Company> {
  const team = await admin.send<{ readonly id: string }>('POST', '/teams', { name: 'North' });
  const people: { [name: string]: ApiClient } = {};
  let token = '';
  let superiorId: string | null = null;
  for (const [name, role] of [
    ['chief', 'leadership'],
    ['manager', 'manager'],
    ['rep', 'rep'],
  ] as const) {
    const email = `${name}@boilers.example`;
    const person: object = { name, email, password, roles: [role], superiorId, teamId: team.id };
    superiorId = (await admin.send<{ readonly id: string }>('POST', '/users', person)).id;
    token = await tokenFor(url, email);
    people[name] = patient(apiClient({ url, token }));
  }
  return {
    ...people,
    upload: (sale) => untilAnswered(() => uploaded(`${url}/api/v1/opportunities/${sale}/documents`, token)),
  } as Company;
}

async function tokenFor(url: string, email: string): Promise<string> {
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`${url}/api/v1/session`, { ...asked, body: JSON.stringify({ email, password, token: 'bearer' }) });
  return ((await answer.json()) as { readonly token: string }).token;
}

async function uploaded(address: string, token: string): Promise<Paper> {
  const body = new FormData();
  body.set('file', new Blob(['The customer signed here.'], { type: 'text/plain' }), 'signed.txt');
  const answer = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Paper;
}

/** As a person does: asks again until there is an answer, under the same key. */
function patient(client: ApiClient): ApiClient {
  return {
    ...client,
    get: (path) => untilAnswered(() => client.get(path)),
    send: (method, path, body) => untilAnswered(() => client.send(method, path, body)),
    command: (path, body, key = randomUUID()) => untilAnswered(() => client.command(path, body, key)),
  };
}

async function untilAnswered<Reply>(attempt: () => Promise<Reply>): Promise<Reply> {
  for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
    try {
      return await attempt();
    } catch (error) {
      const isFinal = error instanceof ApiRefusal && error.problem.status < 500;
      if (isFinal || Date.now() > deadline) throw error;
    }
  }
}

/** One sale from its opening to its end; gives its id. */
async function live(company: Company, between: Mishap): Promise<string> {
  const { rep, manager, chief } = company;
  const customer = await rep.send<{ readonly id: string }>('POST', '/customers', { name: `Hotel ${randomUUID()}` });
  const opened = await rep.command('/opportunities', { name: 'Harbour Hotel', customerId: customer.id });
  const id = 'opportunity' in opened ? opened.opportunity.id : '';
  const names = await namedThings(company, { id, customerId: customer.id });
  const path = `/opportunities/${id}`;
  const reach = async (checkpoint: string) => {
    await between();
    await rep.command(`${path}/checkpoints/${checkpoint}/claim`, claimOf(checkpoint, names));
    if (checkpointRule(defaultPlaybook, checkpoint)?.acceptance !== 'second-person') return;
    await between();
    await manager.command(`${path}/checkpoints/${checkpoint}/verify`, { verdict: 'accept' });
  };
  for (const checkpoint of beforeNegotiation) await reach(checkpoint);
  const { hash } = await rep.send<{ readonly hash: string }>('POST', `${path}/contracts`, { terms: someTerms() });
  await between();
  await rep.command(`${path}/contracts/1/submit`, {});
  for (const person of [manager, chief]) {
    await until(() =>
      person.get<{ readonly canDecide: boolean }>(`/approvals/${id}:1`).then(
        ({ canDecide }) => canDecide,
        () => false,
      ),
    );
    await between();
    await person.command(`/approvals/${id}:1/approve`, { hash });
  }
  await until(async () => (await rep.get<{ readonly approval: { readonly approved: boolean } }>(path)).approval.approved);
  await between();
  await rep.command(`${path}/contracts/1/signature`, claimOf('contract-signed', names));
  for (const checkpoint of ['acceptance-passed', 'project-closed']) await reach(checkpoint);
  return id;
}

type Names = { readonly [placeholder: string]: string };

/** What the builders' evidence names must be there: a contact, a user, a document and its hash. */
async function namedThings(
  { rep, upload }: Company,
  { id, customerId }: { readonly id: string; readonly customerId: string },
): Promise<Names> {
  const contact = await rep.send<{ readonly id: string }>('POST', `/customers/${customerId}/contacts`, { name: 'Ms Lin' });
  const me = await rep.get<{ readonly userId: string }>('/me');
  const document = await upload(id);
  return { 'contact-1': contact.id, 'user-1': me.userId, 'document-1': document.id, signedCopySha256: document.sha256 };
}

function claimOf(checkpoint: string, names: Names): object {
  const evidence = evidenceFor(checkpointRule(defaultPlaybook, checkpoint) ?? { fields: [] });
  const said = JSON.stringify(evidence, (key, value: unknown) => names[key] ?? names[String(value)] ?? value);
  return { occurredAt: new Date().toISOString(), evidence: JSON.parse(said) as object };
}

/** The types of all events of the sale and of its approval, in order, and whether each was told once. */
async function whatHappened({ rep }: Company, id: string): Promise<object> {
  type Page = { readonly items: readonly { readonly seq: number; readonly type: string }[] };
  const { items } = await rep.get<Page>(`/opportunities/${id}/events?limit=100`);
  const { decisions, status } = await rep.get<{
    readonly decisions: readonly { readonly step: string; readonly verdict: string }[];
    readonly status: string;
  }>(`/approvals/${id}:1`);
  return {
    events: items.map(({ seq, type }) => `${seq} ${type}`),
    decisions: decisions.map(({ step, verdict }) => `${step} ${verdict}`),
    status,
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await isSo()); await sleep(100))
    if (Date.now() > deadline) throw new Error('it never came about');
}
