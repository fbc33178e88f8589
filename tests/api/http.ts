import { randomUUID } from 'node:crypto';
import type { Person, Stage } from './stage.ts';
import { password } from './stage.ts';

export type Answered = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> };

export type Asking = { readonly key?: string; readonly body?: unknown; readonly headers?: Record<string, string> };

/** What one person asks; each command under a key of its own unless it says which. */
export type Asker = (method: string, path: string, asking?: Asking) => Promise<Answered>;

export async function asPerson(stage: Pick<Stage, 'url'>, person: Person): Promise<Asker> {
  const session = await ask(stage, {}, 'POST', '/session', {
    body: { email: `${person}@boilers.example`, password, token: 'bearer' },
  });
  return (method, path, asking) => ask(stage, { authorization: `Bearer ${String(session.body['token'])}` }, method, path, asking);
}

export async function ask(
  { url }: Pick<Stage, 'url'>,
  headers: Record<string, string>,
  ...[method, path, { key = randomUUID(), body, headers: more = {} } = {}]: Parameters<Asker>
): Promise<Answered> {
  const typed: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const init = { method, headers: { ...typed, 'idempotency-key': key, ...headers, ...more } };
  const answer = await fetch(`${url}/api/v1${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}
