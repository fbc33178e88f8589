import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import type { ApprovalPolicy, PolicyStep } from '../../domain/approval/policy.ts';
import type { Database } from '../../prisma/database.ts';
import { aSaleInNegotiation, done } from '../api/approval-stage.ts';
import type { Answered, Asker } from '../api/http.ts';
import { ask, asPerson } from '../api/http.ts';
import type { Person, Stage } from '../api/stage.ts';
import { password } from '../api/stage.ts';

/** One sale, and those who race over its contracts; lanes run side by side. */
export type Lane = {
  readonly name: string;
  readonly sale: string;
  readonly stage: Pick<Stage, 'url' | 'database'>;
  readonly people: { readonly [Name in Person]: Asker };
  /** A person of this lane alone, who is let go and taken back. */
  readonly leaver: string;
};

/** Answers of 500 and above, and how often Temporal or the worker were away. */
export type Weather = { readonly failures: string[]; absences: number };

const [first] = defaultPolicy.steps as [PolicyStep];
const board = ['chief', 'south', 'lawyer', 'cao'];

/** Below a million the manager alone decides; above it, two of a board of four. */
const policy: ApprovalPolicy = {
  ...defaultPolicy,
  version: defaultPolicy.version + 1,
  rows: [
    {
      ...{ key: 'small', title: { en: 'Small', zh: '小额' }, steps: [first.key] },
      when: [{ fact: 'amount', currency: 'CNY', below: '1000000' }],
    },
    {
      ...{ key: 'large', title: { en: 'Large', zh: '大额' }, steps: ['board'] },
      when: [{ fact: 'amount', currency: 'CNY', from: '1000000' }],
    },
  ],
  steps: [
    first,
    {
      ...first,
      ...{ key: 'board', title: { en: 'Board', zh: '决策组' }, rank: 2 },
      approvers: board.map((person) => ({ person })),
      mode: { kind: 'quorum', count: 2 },
    },
  ],
};

export async function publishRacePolicy({ prisma }: Database): Promise<void> {
  const published = { status: 'published', createdBy: 'admin', publishedBy: 'admin', publishedAt: new Date() };
  const { key, version } = policy;
  await prisma.approvalPolicy.create({ data: { ...published, key, version, document: structuredClone(policy) as object } });
}

export async function aLane(stage: Lane['stage'], name: string, weather: Weather): Promise<Lane> {
  const names: readonly Person[] = ['chief', 'north', 'south', 'ann', 'bob', 'cao', 'admin', 'lawyer'];
  const askers = await Promise.all(names.map(async (one) => [one, persistent(await asPerson(stage, one), weather)] as const));
  const people = Object.fromEntries(askers) as Lane['people'];
  const leaver = `leaver-${name}`;
  const person = { id: leaver, name: leaver, email: `${leaver}@boilers.example`, superiorId: 'chief', roles: ['manager'] };
  await done(people.admin('POST', '/users', { body: { ...person, password } }));
  const sale = await aSaleInNegotiation({ rep: people.ann, manager: people.north });
  return { name, sale, stage, people, leaver };
}

/** Signs the leaver in, anew each time: whoever is let go is signed out. */
export async function theLeaver({ stage, leaver }: Lane, weather: Weather): Promise<Asker> {
  const body = { email: `${leaver}@boilers.example`, password, token: 'bearer' };
  const session = await ask(stage, {}, 'POST', '/session', { body });
  const headers = { authorization: `Bearer ${String(session.body['token'])}` };
  return persistent((method, path, asking) => ask(stage, headers, method, path, asking), weather);
}

/** Asks again under the same key until the outcome is known, as a good client does. */
function persistent(asker: Asker, weather: Weather): Asker {
  return async (method, path, asking = {}) => {
    const again = { ...asking, key: asking.key ?? randomUUID() };
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await sleep(200)) {
      const answer = await asker(method, path, again);
      note(answer, `${method} ${path}`, weather);
      if (![202, 429, 503].includes(answer.status)) return answer;
    }
    throw new Error(`${method} ${path}: no outcome in 90 seconds`);
  };
}

function note({ status, body }: Answered, what: string, weather: Weather): void {
  if (status === 503 || status === 202) weather.absences += 1;
  else if (status >= 500) weather.failures.push(`${what}: ${status} ${String(body['code'])}`);
}
