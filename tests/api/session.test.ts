import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from './stage.ts';
import { aStage, password } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.close());

const json = { 'content-type': 'application/json' };

function signIn(body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${stage.url}/api/v1/session`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
}

async function bearerOf(person: string): Promise<string> {
  const { token } = (await (await signIn({ email: `${person}@boilers.example`, password, token: 'bearer' })).json()) as {
    token: string;
  };
  return token;
}

async function cookieOf(person: string): Promise<string> {
  const answer = await signIn({ email: `${person}@boilers.example`, password });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function me(headers: Record<string, string>, init: RequestInit = {}): Promise<Response> {
  return fetch(`${stage.url}/api/v1/me`, { headers, ...init });
}

describe('signing in', () => {
  test('with a token for programs opens what is mine', async () => {
    const answer = await me({ authorization: `Bearer ${await bearerOf('ann')}` });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ userId: 'ann', roles: ['rep'], superiorId: 'north' });
  });

  test('with a cookie gives no token to scripts', async () => {
    const answer = await signIn({ email: 'ann@boilers.example', password });

    expect(answer.headers.get('set-cookie')).toMatch(/^pursuit_session=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
    expect(await answer.json()).not.toHaveProperty('token');
  });

  test.for([
    { when: 'the password is wrong', email: 'ann@boilers.example', given: 'wrong' },
    { when: 'nobody has this address', email: 'nobody@boilers.example', given: password },
  ])('fails in the same words when $when', async ({ email, given }) => {
    const answer = await signIn({ email, password: given });
    const problem = (await answer.json()) as Record<string, unknown>;

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(problem).toMatchObject({
      type: '/problems/wrong-credentials',
      title: 'E-mail or password is wrong',
      instance: '/api/v1/session',
    });
  });

  test('is refused in Chinese to those who read Chinese', async () => {
    const answer = await signIn({ email: 'ann@boilers.example', password: 'x' }, { 'accept-language': 'zh-CN,zh;q=0.9' });

    expect(await answer.json()).toMatchObject({ title: '邮箱或密码不正确' });
    expect(answer.headers.get('content-language')).toBe('zh-CN');
  });

  test('is slowed down after ten failures for one account, and for that account alone', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await signIn({ email: 'guessed@boilers.example', password: 'x' });
    const eleventh = await signIn({ email: 'guessed@boilers.example', password: 'x' });

    expect(eleventh.status).toBe(429);
    expect(Number(eleventh.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn({ email: 'bob@boilers.example', password })).status).toBe(201);
  });

  test.for(['%', '_nn@boilers.example', 'ann@%', 'ann@boilers_example', String.raw`ann\@boilers.example`])(
    'as %s finds nobody: an address is no pattern',
    async (email) => {
      expect((await signIn({ email, password })).status).toBe(401);
    },
  );

  test('opens the account of exactly that address, however it is spelt', async () => {
    const { prisma } = stage.database;
    const { passwordHash } = await prisma.user.findUniqueOrThrow({ where: { id: 'ann' } });
    for (const [id, hash] of [
      ['a1b', null],
      ['a_b', passwordHash],
    ] as const)
      await prisma.user.create({ data: { id, name: id, email: `${id}@boilers.example`, roles: [], passwordHash: hash } });

    expect(await (await signIn({ email: ' A_B@Boilers.Example ', password })).json()).toMatchObject({ me: { userId: 'a_b' } });
    expect((await signIn({ email: 'a1b@boilers.example', password })).status).toBe(401);
  });

  test('counts attempts on one account together, however its address is spelt', async () => {
    const spellings = ['north@boilers.example', ' NORTH@boilers.example', 'North@Boilers.Example '];
    for (let attempt = 0; attempt < 10; attempt += 1) await signIn({ email: spellings[attempt % 3], password: 'x' });

    expect((await signIn({ email: 'nortH@boilers.example', password })).status).toBe(429);
    expect((await signIn({ email: 'nort_@boilers.example', password })).status).toBe(401);
  });
});

describe('a session', () => {
  test('ends by signing out', async () => {
    const headers = { authorization: `Bearer ${await bearerOf('bob')}` };

    expect((await fetch(`${stage.url}/api/v1/session`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await me(headers)).status).toBe(401);
  });

  test('ends at once for somebody who left', async () => {
    const headers = { authorization: `Bearer ${await bearerOf('cao')}` };
    await stage.database.prisma.user.update({ where: { id: 'cao' }, data: { active: false } });

    expect((await me(headers)).status).toBe(401);
    await stage.database.prisma.user.update({ where: { id: 'cao' }, data: { active: true } });
  });

  test('is kept as a hash only', async () => {
    const token = await bearerOf('ann');

    expect(JSON.stringify(await stage.database.prisma.session.findMany())).not.toContain(token);
  });

  test('in a cookie changes nothing for another site', async () => {
    const cookie = await cookieOf('ann');
    const change = { method: 'PATCH', body: JSON.stringify({ language: 'zh' }) };

    expect((await me({ ...json, cookie, 'sec-fetch-site': 'cross-site' }, change)).status).toBe(403);
    expect((await me({ ...json, cookie, origin: 'https://elsewhere.example' }, change)).status).toBe(403);
    expect((await me({ ...json, cookie, 'sec-fetch-site': 'same-origin' }, change)).status).toBe(200);
  });

  test('elsewhere ends when the password changes', async () => {
    const [here, there] = [await bearerOf('lawyer'), await bearerOf('lawyer')];
    const body = JSON.stringify({ current: password, next: 'another horse, another battery' });
    const answer = await fetch(`${stage.url}/api/v1/me/password`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${here}` },
      body,
    });

    expect(answer.status).toBe(204);
    expect((await me({ authorization: `Bearer ${here}` })).status).toBe(200);
    expect((await me({ authorization: `Bearer ${there}` })).status).toBe(401);
  });
});

describe('a request that is not well made', () => {
  test('with an unknown field is refused by its pointer', async () => {
    const answer = await signIn({ email: 'a', password: 'b', remember: true });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/remember', code: 'unknown-field' }],
    });
  });

  test('with a field too few says which', async () => {
    expect(await (await signIn({ email: 'a' })).json()).toMatchObject({ errors: [{ pointer: '/password', code: 'required' }] });
  });

  test.for([
    { what: 'broken JSON', body: '{"email":', type: 'application/json', status: 400, code: 'malformed-json' },
    { what: 'a form', body: 'email=a', type: 'application/x-www-form-urlencoded', status: 415, code: 'media-type-unsupported' },
    {
      what: 'too much',
      body: JSON.stringify({ email: 'x'.repeat(600_000) }),
      type: 'application/json',
      status: 413,
      code: 'body-too-large',
    },
    { what: 'a NUL', body: '{"email":"a\\u0000"}', type: 'application/json', status: 400, code: 'invalid-request' },
    {
      what: 'a thousand brackets',
      body: '['.repeat(1000) + ']'.repeat(1000),
      type: 'application/json',
      status: 400,
      code: 'invalid-request',
    },
  ])('with $what gets $status', async ({ body, type, status, code }) => {
    const answer = await fetch(`${stage.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': type }, body });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, status });
  });

  test('by another method is told which there are', async () => {
    const answer = await fetch(`${stage.url}/api/v1/session`, { method: 'PUT' });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, DELETE');
  });

  test.for(['/nothing', '/api/v1/nothing', '/api/v1/%zz', '/docs/nothing'])('for %s finds nothing', async (path) => {
    const answer = await fetch(stage.url + path);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found', requestId: answer.headers.get('x-request-id') });
  });
});

describe('running it', () => {
  test.for(['/livez', '/readyz', '/version'])('%s answers', async (path) => {
    expect((await fetch(stage.url + path)).status).toBe(200);
  });

  test('metrics stay on their own port', async () => {
    expect((await fetch(`${stage.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(`http://127.0.0.1:${stage.api.adminPort}/metrics`)).text()).toContain(
      'http_request_duration_seconds_bucket',
    );
  });

  test('metrics count the mails that did not leave but were meant to, by what became of them', async () => {
    const line = { recipientId: 'ann', kind: 'ruled', workflowId: 'opportunity:none', seq: 1, facts: {} };
    const never = { state: 'expired', lastError: 'the recipient has no address that mail reaches' };
    const tooOld = { state: 'expired', lastError: '450 try later', attempts: 3 };
    for (const mail of [...['failed', 'failed', 'pending', 'sent'].map((state) => ({ state })), never, tooOld]) {
      const deliveries = { create: { recipientId: 'ann', channel: 'mail', ...mail } };
      await stage.database.prisma.inbox.create({ data: { ...line, key: randomUUID(), deliveries } });
    }
    const metrics = await (await fetch(`http://127.0.0.1:${stage.api.adminPort}/metrics`)).text();
    await stage.database.prisma.inbox.deleteMany({ where: { workflowId: line.workflowId } });

    expect(metrics.match(/^pursuit_unsent_mails.*$/gm)).toEqual([
      'pursuit_unsent_mails{state="pending"} 1',
      'pursuit_unsent_mails{state="failed"} 2',
      'pursuit_unsent_mails{state="expired"} 1',
    ]);
  });

  test('the description names every route, and its page loads nothing from elsewhere', async () => {
    const document = (await (await fetch(`${stage.url}/openapi.json`)).json()) as { openapi: string; paths: object };
    const page = await fetch(`${stage.url}/docs/`);

    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/session');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).not.toMatch(/https?:/);
    expect((await fetch(`${stage.url}/docs/swagger-ui-bundle.js`)).status).toBe(200);
  });
});
