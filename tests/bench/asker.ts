import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:http';
import type { Person } from '../api/stage.ts';
import { password } from '../api/stage.ts';

export type Answered = { readonly status: number; readonly body: Record<string, unknown> };

/** What one person asks; each time under a key of its own. */
export type Asker = (method: string, path: string, asking?: { readonly body?: unknown }) => Promise<Answered>;

const agent = new Agent({ keepAlive: true });

/** Signs in, and asks with as little work of its own as can be: the load shares the machine with what it measures. */
export async function asPerson(url: string, person: Person): Promise<Asker> {
  const session = { email: `${person}@boilers.example`, password, token: 'bearer' };
  const { body } = await ask(`${url}/api/v1/session`, { method: 'POST', headers: {}, body: session });
  const authorization = `Bearer ${String(body['token'])}`;
  return (method, path, { body: said } = {}) =>
    ask(`${url}/api/v1${path}`, { method, headers: { authorization, 'idempotency-key': randomUUID() }, body: said });
}

type Question = { readonly method: string; readonly headers: OutgoingHttpHeaders; readonly body: unknown };

function ask(url: string, { method, headers, body }: Question): Promise<Answered> {
  const bytes = body === undefined ? '' : JSON.stringify(body);
  const typed =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(bytes)) };
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, agent, headers: { ...headers, ...typed } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: read(Buffer.concat(parts)) }));
    });
    asking.on('error', reject);
    asking.end(bytes);
  });
}

function read(bytes: Buffer): Record<string, unknown> {
  return bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as Record<string, unknown>);
}
