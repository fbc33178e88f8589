import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { CommandDone } from './command/schema.ts';
import type { ProblemDocument } from './problem.ts';

/** Speaks to a running Pursuit in one person's name. */
export type ApiClient = {
  readonly get: <Reply>(path: string) => Promise<Reply>;
  readonly send: <Reply>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<Reply>;
  /** Gives a command and waits for its outcome. The same key is the same command, however often it is sent. */
  readonly command: (path: string, body: object, key?: string) => Promise<CommandOutcome>;
  readonly upload: <Reply>(path: string, file: NamedFile) => Promise<Reply>;
};

export type NamedFile = { readonly name: string; readonly content: Blob };

export type CommandOutcome = z.output<typeof CommandDone>;

export type ApiAddress = { readonly url: string; readonly token: string };

/** What the server refused, as it said it. */
export class ApiRefusal extends Error {
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(
      [problem.title, problem.detail, ...(problem.errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)]
        .filter(Boolean)
        .join(' '),
    );
    this.name = 'ApiRefusal';
    this.problem = problem;
  }
}

/** A token for programs. `url` is the server's, without /api/v1. */
export async function signInAs(url: string, person: { readonly email: string; readonly password: string }): Promise<ApiClient> {
  const answer = await request({ url, token: '' }, { method: 'POST', path: '/session', body: { ...person, token: 'bearer' } });
  return apiClient({ url, token: ((await answer.json()) as { readonly token: string }).token });
}

/** With a session token or an API key. */
export function apiClient(address: ApiAddress): ApiClient {
  return {
    get: async <Reply>(path: string) => (await (await request(address, { method: 'GET', path })).json()) as Reply,
    send: async <Reply>(method: string, path: string, body?: object) => {
      const answer = await request(address, { method, path, ...(body === undefined ? {} : { body }) });
      return (answer.status === 204 ? undefined : await answer.json()) as Reply;
    },
    command: (path, body, key = randomUUID()) => command(address, { method: 'POST', path, body, key }),
    upload: async <Reply>(path: string, { name, content }: NamedFile) => {
      const body = new FormData();
      body.set('file', content, name);
      return (await (await request(address, { method: 'POST', path, body })).json()) as Reply;
    },
  };
}

type Asked = { readonly method: string; readonly path: string; readonly body?: object; readonly key?: string };

/** Times an outcome is asked for, a second apart. */
const mostQuestions = 60;

/** With 202 the outcome comes later; asking again under the same key waits for it. */
async function command(address: ApiAddress, asked: Asked): Promise<CommandOutcome> {
  for (let question = 0; question < mostQuestions; question += 1) {
    const answer = await request(address, asked);
    if (answer.status !== 202) return (await answer.json()) as CommandOutcome;
    await sleep(1_000);
  }
  throw new Error(`${asked.path}: no outcome yet; it may still come`);
}

/** Waits and asks again where the server says that nothing happened and when to come back. */
async function request(address: ApiAddress, asked: Asked): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(address, asked);
    if (answer.ok) return answer;
    const seconds = attempt < mostAttempts ? secondsToWait(answer, asked) : null;
    if (seconds === null) throw await refusalOf(answer);
    await sleep(seconds * 1_000);
  }
}

/** Of a request that the server puts off, each as long as it says. */
const mostAttempts = 10;

/** Null where waiting is of no use. */
function secondsToWait({ status, headers }: Response, { path }: Asked): number | null {
  const seconds = headers.get('retry-after');
  const isPassing = status === 503 || (status === 429 && path !== '/session');
  return isPassing && seconds !== null ? Number(seconds) : null;
}

function ask({ url, token }: ApiAddress, { method, path, body, key }: Asked): Promise<Response> {
  const isForm = body instanceof FormData; // which names its own type
  const headers: Record<string, string> = {
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
  };
  const sent = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) };
  return fetch(`${url}/api/v1${path}`, { method, headers, ...sent });
}

async function refusalOf(answer: Response): Promise<Error> {
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') === true;
  return isProblem ? new ApiRefusal(JSON.parse(text) as ProblemDocument) : new Error(`${answer.status} ${text.slice(0, 200)}`);
}
