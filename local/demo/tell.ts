import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../api/client.ts';
import { resolve, type Place } from './resolve.ts';
import { found, type Demo, type Page, type Stage } from './stage.ts';
import { day, instant, yuan, type Sale, type Step } from './story.ts';

export type Telling = Stage & Pick<Demo, 'signal'> & Omit<Place, 'saleId'>;

/**
 * Plays a sale by the commands its people gave. Each has a key of its own that never changes: told again, it gets its first answer, so that
 * a telling that was broken off goes on where it stopped.
 */
export async function tellSale(telling: Telling, sale: Sale): Promise<void> {
  const place = { ...telling, saleId: await openSale(telling, sale) };
  for (const [at, step] of sale.steps.entries()) {
    const client = await telling.as(step.by);
    await perform(client, { ...place, key: keyOf(sale, at + 1) }, step);
  }
}

type Act = Telling & Place & { readonly key: string };

async function openSale(telling: Telling, sale: Sale): Promise<string> {
  const { name, customer: customerId, amount, opened, close, stage, playbook } = sale;
  const client = await telling.as(sale.owner);
  const data = { name, customerId, amount: yuan(amount), openedAt: instant(opened), closeOn: day(close) };
  const body = await resolve(
    client,
    { ...telling, saleId: '' },
    {
      ...data,
      ...(stage === undefined ? {} : { stage }),
      ...(playbook === undefined ? {} : { playbook }),
    },
  );
  return (await client.command('/opportunities', body as object, keyOf(sale, 0))).opportunity.id;
}

async function perform(client: ApiClient, act: Act, step: Step): Promise<void> {
  const path = `/opportunities/${act.saleId}`;
  switch (step.type) {
    case 'command':
      await client.command(`${path}${step.path}`, (await resolve(client, act, step.body)) as object, act.key);
      return;
    case 'contract':
      return submitContract(client, act, step);
    case 'decision':
      return decide(client, act, step);
    case 'supporter':
      return nameSupporter(client, path, step.identity);
  }
}

/** A version that is there is not added again: the same terms, added after later ones, would be another version. */
async function submitContract(client: ApiClient, act: Act, { version, terms }: StepOf<'contract'>): Promise<void> {
  const path = `/opportunities/${act.saleId}/contracts`;
  if ((await found(client, `${path}/${version}`)) === null) await client.send('POST', path, { terms });
  await client.command(`${path}/${version}/submit`, {}, act.key);
}

type Request = {
  readonly status: string;
  readonly hash: string;
  readonly seats: readonly { readonly userId: string }[];
  readonly decisions: readonly { readonly userId: string }[];
};

/** Waits until he is asked, decides, and, where that was the last word, waits until the sale has heard of it. */
async function decide(client: ApiClient, act: Act, { by, version, verdict, comment }: StepOf<'decision'>): Promise<void> {
  const path = `/approvals/${act.saleId}:${version}`;
  const { hash } = await eventually(act, async () => {
    const request = await found<Request>(client, path);
    return request !== null && isReadyFor(request, act.users[by]) ? request : null;
  });
  await client.command(`${path}/${verdict}`, { hash, comment }, act.key);
  const { status } = await client.get<Request>(path);
  if (status !== 'open') await eventually(act, () => hasHeard(client, act.saleId));
}

/** He is asked, or it is behind us and he only gets his first answer again. */
function isReadyFor({ status, seats, decisions }: Request, userId: string): boolean {
  return status !== 'open' || [...seats, ...decisions].some((one) => one.userId === userId);
}

async function hasHeard(client: ApiClient, saleId: string): Promise<true | null> {
  type Heard = { readonly approval: { readonly open: boolean } | null };
  const sale = await found<Heard>(client, `/opportunities/${saleId}`);
  return sale === null || sale.approval?.open === false ? true : null; // an approver need not see the sale
}

/** Naming him again would be one more entry in the list of who touched it. */
async function nameSupporter(client: ApiClient, path: string, identity: object): Promise<void> {
  const { items } = await client.get<Page<object>>(`${path}/covert-supporter/accesses`);
  if (items.length === 0) await client.send('PUT', `${path}/covert-supporter`, identity);
}

const patienceMs = 60_000;

async function eventually<Value>({ signal }: Telling, look: () => Promise<Value | null>): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    const value = await look();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error('An approval did not come to whom it should within a minute.');
    await sleep(100);
  }
}

type StepOf<Type extends Step['type']> = Extract<Step, { readonly type: Type }>;

function keyOf({ key }: Sale, step: number): string {
  return `demo:${key}:${step}`;
}
