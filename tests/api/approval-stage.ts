import { setTimeout as sleep } from 'node:timers/promises';
import { someTerms } from '../builders/approval-request.ts';
import type { Answered, Asker } from './http.ts';

export type Sellers = { readonly rep: Asker; readonly manager: Asker };

/** A sale that we came into late, at negotiation, and that its manager lets go on. */
export async function aSaleInNegotiation({ rep, manager }: Sellers): Promise<string> {
  const body = { name: 'Harbour Hotel', customerId: 'customer-1', stage: 'negotiation' };
  const { id } = (await done(rep('POST', '/opportunities', { body }))).body['opportunity'] as { readonly id: string };
  await done(manager('POST', `/opportunities/${id}/ruling`, { body: { verdict: 'go', reason: 'worth it' } }));
  return id;
}

export type Submitted = {
  readonly path: string;
  readonly id: string;
  readonly sale: string;
  readonly hash: string;
  readonly number: number;
};

/** The next version of a sale's contract, submitted, and asked of somebody. */
export async function aSubmission({ rep }: Pick<Sellers, 'rep'>, sale: string, changes: object = {}): Promise<Submitted> {
  const terms = { ...someTerms(), ...changes };
  const added = await done(rep('POST', `/opportunities/${sale}/contracts`, { body: { terms } }));
  const { number, hash } = added.body as { readonly number: number; readonly hash: string };
  await done(rep('POST', `/opportunities/${sale}/contracts/${number}/submit`));
  const id = `${sale}:${number}`;
  await patiently(async () => isAsked(await rep('GET', `/approvals/${id}`)));
  return { path: `/approvals/${id}`, id, sale, hash, number };
}

/** The answer, when it is good news. */
export async function done(answer: Promise<Answered>): Promise<Answered> {
  const answered = await answer;
  if (answered.status >= 300) throw new Error(`${answered.status} ${JSON.stringify(answered.body)}`);
  return answered;
}

/** Looks again until it is so; gives up after half a minute. */
export async function patiently(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(25)) if (await isSo()) return;
  throw new Error('gave up after 30 seconds');
}

function isAsked({ body }: Answered): boolean {
  return Array.isArray(body['seats']) && body['seats'].length > 0;
}
