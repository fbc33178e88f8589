import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import { aPlaybook, evidenceFor } from '../builders/playbook.ts';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';
import { aWorker } from './worker.ts';

let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let ann: Asker, bob: Asker, north: Asker, south: Asker, chief: Asker, admin: Asker;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  [ann, bob, north, south, chief, admin] = (await Promise.all(
    (['ann', 'bob', 'north', 'south', 'chief', 'admin'] as const).map((person) => asPerson(stage, person)),
  )) as [Asker, Asker, Asker, Asker, Asker, Asker];
});

afterAll(async () => {
  await worker.stop();
  await stage.close();
});

const opening = {
  name: 'Harbour Hotel, three boilers',
  customerId: 'customer-1',
  amount: { amount: '3000000.00', currency: 'CNY' },
};

async function opened(asker = ann, changes: object = {}): Promise<string> {
  const answer = await asker('POST', '/opportunities', { body: { ...opening, ...changes } });
  expect(answer).toMatchObject({ status: 201 });
  return (answer.body['opportunity'] as { id: string }).id;
}

function evidence(checkpoint: string) {
  return evidenceFor(checkpointRule(aPlaybook(), checkpoint) ?? { fields: [] });
}

function claim(asker: Asker, id: string, checkpoint: string) {
  const body = { occurredAt: new Date().toISOString(), evidence: evidence(checkpoint) };
  return asker('POST', `/opportunities/${id}/checkpoints/${checkpoint}/claim`, { body });
}

describe('a sale', () => {
  test('is found in Temporal’s own pages from its start, without an event for it', async () => {
    const id = await opened();
    const handle = stage.client.workflow.getHandle(opportunityWorkflowId(id));
    const { searchAttributes } = await handle.describe();
    const { events } = await handle.fetchHistory();

    expect(searchAttributes).toMatchObject({
      ...{ OppStage: ['development'], OppOwner: ['ann'], OppTeam: [expect.any(String)], OppState: ['open'] },
      ...{ EscalationLevel: [0], NextDueAt: [expect.any(Date)] },
    });
    expect(events?.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes)).toEqual([]);
  });

  test('is opened by its rep and read back at once', async () => {
    const id = await opened();
    const { status, body } = await ann('GET', `/opportunities/${id}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      stage: 'development',
      state: 'open',
      capacity: 'owner',
      ownerId: 'ann',
      teamId: 'team-north',
      customerName: 'Harbour Hotel',
    });
    expect(body['amount']).toEqual({ amount: '3000000.00', currency: 'CNY' });
  });

  test('opened twice under one key is one sale', async () => {
    const [one, other] = [
      await ann('POST', '/opportunities', { body: opening, key: 'open-1' }),
      await ann('POST', '/opportunities', { body: opening, key: 'open-1' }),
    ];

    expect(other.status).toBe(201);
    expect(other.body).toEqual(one.body);
  });

  test('moves on when its checkpoints are claimed and a second person verifies', async () => {
    const id = await opened();
    const first = await claim(ann, id, 'project-info-confirmed');
    const second = await claim(ann, id, 'qualification-passed');
    const own = await ann('POST', `/opportunities/${id}/checkpoints/qualification-passed/verify`, {
      body: { verdict: 'accept' },
    });
    const verified = await north('POST', `/opportunities/${id}/checkpoints/qualification-passed/verify`, {
      body: { verdict: 'accept' },
    });

    expect(first).toMatchObject({ status: 200, body: { opportunity: { stage: 'development', pendingVerifications: 0 } } });
    expect(second).toMatchObject({ status: 200, body: { opportunity: { stage: 'development', pendingVerifications: 1 } } });
    expect(own).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(verified).toMatchObject({ status: 200, body: { opportunity: { stage: 'entry' } } });
    expect((await ann('GET', `/opportunities/${id}`)).body).toMatchObject({ stage: 'entry', seq: verified.body['seq'] });
  });

  test('does not skip a gate, and says what is missing', async () => {
    const id = await opened();
    const skipping = await claim(ann, id, 'purchase-criteria-aligned');

    expect(skipping.status).toBe(409);
    expect(skipping.body).toMatchObject({
      code: 'not-in-this-stage',
      title: 'This checkpoint does not belong to the present stage',
    });
    expect(skipping.body['detail']).toBe(
      'The sale is in stage development. Still missing there: project-info-confirmed, qualification-passed.',
    );
  });

  test('names each field of evidence that is missing', async () => {
    const id = await opened();
    const body = { occurredAt: new Date().toISOString(), evidence: { nonsense: 1 } };
    const answer = await ann('POST', `/opportunities/${id}/checkpoints/project-info-confirmed/claim`, { body });

    expect(answer.status).toBe(422);
    expect(answer.body['errors']).toContainEqual({
      pointer: '/evidence/nonsense',
      code: 'unknown-field',
      detail: 'There is no such field here.',
    });
  });

  test('shows its events, newest first, page by page', async () => {
    const id = await opened();
    await claim(ann, id, 'project-info-confirmed');
    const page = await ann('GET', `/opportunities/${id}/events?limit=2`);
    const rest = await ann('GET', `/opportunities/${id}/events?limit=50&cursor=${String(page.body['nextCursor'])}`);
    const seqs = [page, rest].map(({ body }) => (body['items'] as { seq: number }[]).map(({ seq }) => seq));
    const { seq } = (await ann('GET', `/opportunities/${id}`)).body as { seq: number };

    expect(seqs[0]).toHaveLength(2);
    expect(seqs.flat()).toEqual(Array.from({ length: seq }, (_, at) => seq - at));
    expect(rest.body['nextCursor']).toBeNull();
  });

  test('tells each caller what he may do, and why not', async () => {
    const id = await opened();
    const [forRep, forManager] = [
      (await ann('GET', `/opportunities/${id}/next`)).body,
      (await north('GET', `/opportunities/${id}/next`)).body,
    ];

    expect(forRep).toMatchObject({
      stage: { key: 'development' },
      ballWith: 'owner',
      missing: [{ anyOf: ['project-info-confirmed'] }, { anyOf: ['qualification-passed'] }],
    });
    expect(actionsOf(forRep)).toMatchObject({
      pause: { allowed: false, refusal: { code: 'not-permitted' } },
      'update-forecast': { allowed: true },
    });
    expect(actionsOf(forManager)).toMatchObject({
      pause: { allowed: true },
      resume: { allowed: false, refusal: { code: 'not-paused' } },
    });
  });
});

function actionsOf(next: Record<string, unknown>) {
  return Object.fromEntries((next['actions'] as { command: string }[]).map((action) => [action.command, action]));
}

describe('a command', () => {
  test('without a key is refused by the name of the header', async () => {
    const id = await opened();
    const answer = await ann('POST', `/opportunities/${id}/buyer-step`, {
      body: { buyerStep: 'x' },
      headers: { 'idempotency-key': '' },
    });

    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('idempotency-key');
  });

  test('repeated under its key gets its first answer, a refusal too', async () => {
    const id = await opened();
    const asked = [
      { path: 'forecast', status: 200, body: { reason: 'they said so', closeOn: '2027-03-01' } },
      { path: 'buyer-step', status: 422, body: { buyerStep: 'no-such-step' } },
    ];
    for (const { path, status, body } of asked) {
      const ask = () => ann('POST', `/opportunities/${id}/${path}`, { body, key: `again-${path}` });
      const [first, second] = [await ask(), await ask()];

      expect([first.status, second.status]).toEqual([status, status]);
      expect({ ...second.body, requestId: '' }).toEqual({ ...first.body, requestId: '' });
    }
    const events = await ann('GET', `/opportunities/${id}/events?type=forecast-updated`);
    expect(events.body['items']).toHaveLength(1);
  });

  test('that was done is refused under another key', async () => {
    const id = await opened();
    const claims = [await claim(ann, id, 'project-info-confirmed'), await claim(ann, id, 'project-info-confirmed')];

    expect(claims.map(({ status }) => status)).toEqual([200, 409]);
  });

  test('of another content under the same key is refused', async () => {
    const id = await opened();
    await ann('POST', `/opportunities/${id}/forecast`, { body: { reason: 'one', closeOn: '2027-01-01' }, key: 'k-9' });
    const answer = await ann('POST', `/opportunities/${id}/forecast`, {
      body: { reason: 'two', closeOn: '2027-01-02' },
      key: 'k-9',
    });

    expect(answer).toMatchObject({ status: 422, body: { code: 'command-id-reused' } });
  });

  test('under one key by two people is two commands', async () => {
    const id = await opened();
    const answers = [
      await ann('POST', `/opportunities/${id}/forecast`, { body: { reason: 'one', closeOn: '2027-01-01' }, key: 'same' }),
      await north('POST', `/opportunities/${id}/forecast`, { body: { reason: 'two', closeOn: '2027-02-01' }, key: 'same' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('what a caller may not see', () => {
  test('looks exactly like what does not exist', async () => {
    const id = await opened();
    const foreign = await bob('GET', `/opportunities/${id}`);
    const absent = await bob('GET', `/opportunities/${'0'.repeat(id.length)}`);
    const plain = ({ body }: typeof foreign, own: string) => JSON.stringify({ ...body, requestId: '' }).replaceAll(own, 'ID');

    expect(foreign.status).toBe(404);
    expect(plain(foreign, id)).toBe(plain(absent, '0'.repeat(id.length)));
  });

  test('is in no list', async () => {
    const id = await opened(ann, { name: 'Pier Mall' });
    const listed = async (asker: Asker) =>
      ((await asker('GET', '/opportunities?text=pier')).body['items'] as { id: string }[]).map((one) => one.id);

    expect(await listed(ann)).toEqual([id]);
    expect(await listed(north)).toEqual([id]);
    expect(await listed(chief)).toEqual([id]);
    expect(await listed(bob)).toEqual([]);
    expect(await listed(south)).toEqual([]);
  });

  test('an administrator sees the sale and moves nothing in it', async () => {
    const id = await opened();
    await claim(ann, id, 'project-info-confirmed');
    const events = (await admin('GET', `/opportunities/${id}/events?type=checkpoint-claimed`)).body['items'] as {
      body: object;
    }[];

    expect(events[0]?.body).not.toHaveProperty('evidence');
    expect(await claim(admin, id, 'qualification-passed')).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
  });
});

test('a signalled milestone is taken in with 202 and appears by itself', async () => {
  const id = await opened();
  const body = {
    checkpoint: 'project-info-confirmed',
    occurredAt: new Date().toISOString(),
    evidence: evidence('project-info-confirmed'),
  };
  const answer = await ann('POST', `/opportunities/${id}/signals/checkpoint-reached`, { body });

  expect(answer.status).toBe(202);
  await expect
    .poll(async () => (await ann('GET', `/opportunities/${id}`)).body['checkpoints'], { timeout: 10_000 })
    .toMatchObject([{ key: 'project-info-confirmed', standing: 'accepted' }]);
});

test('a deputy acts for the manager who is away, and only while he is', async () => {
  const id = await opened();
  await claim(ann, id, 'project-info-confirmed');
  await claim(ann, id, 'qualification-passed');
  const away = {
    userId: 'north',
    deputyId: 'bob',
    fromAt: new Date(Date.now() - 60_000),
    untilAt: new Date(Date.now() + 60_000),
    setBy: 'north',
  };
  const { id: absence } = await stage.database.prisma.absence.create({ data: away });
  const verified = await bob('POST', `/opportunities/${id}/checkpoints/qualification-passed/verify`, {
    body: { verdict: 'accept' },
  });
  const events = (await ann('GET', `/opportunities/${id}/events?type=checkpoint-accepted`)).body['items'] as { actor: object }[];
  await stage.database.prisma.absence.delete({ where: { id: absence } });

  expect(verified.status).toBe(200);
  expect(events[0]?.actor).toEqual({ userId: 'bob', capacity: 'superior', onBehalfOf: 'north' });
  expect((await bob('GET', `/opportunities/${id}`)).status).toBe(404);
});
