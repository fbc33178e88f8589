import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from './http.ts';
import { asPerson } from './http.ts';
import { aSaleRow } from './sale-row.ts';
import type { Stage } from './stage.ts';
import { aStage } from './stage.ts';

let stage: Stage;
let ann: Asker;
const workflowId = 'opportunity:sale-1';

beforeAll(async () => {
  stage = await aStage();
  await aSaleRow(stage.database, { id: 'sale-1', ownerId: 'ann', teamId: 'team-north' });
  ann = await asPerson(stage, 'ann');
});
afterAll(() => stage.close());

async function told(kind: string, facts: object, more: object = {}): Promise<void> {
  const key = `${kind}:${JSON.stringify(facts)}`;
  await stage.database.prisma.inbox.create({ data: { key, kind, workflowId, seq: 1, recipientId: 'ann', facts, ...more } });
}

async function newest(language = 'en'): Promise<Record<string, unknown>> {
  const { body } = await ann('GET', '/inbox?limit=1', { headers: { 'accept-language': language } });
  return (body['items'] as Record<string, unknown>[])[0] ?? {};
}

describe('the inbox says in words', () => {
  test('what happened to which sale, in either language, and where to go', async () => {
    await told('checkpoint-accepted', { checkpoint: 'key-person-engaged', by: 'north' });
    const { name } = (await ann('GET', '/opportunities/sale-1')).body as { name: string };

    expect(await newest('en')).toMatchObject({
      subject: `Accepted: Key person engaged – ${name}`,
      path: '/opportunities/sale-1',
    });
    expect(await newest('zh')).toMatchObject({ subject: `已通过:关键人 – ${name}` });
    expect(await newest('en')).toMatchObject({ facts: { checkpoint: 'key-person-engaged', by: 'north' } });
  });

  test('why a message was not accepted, and for whom one stands in', async () => {
    await told('command-rejected', { command: 'claim-checkpoint', code: 'sale-paused' }, { onBehalfOf: 'bob' });

    expect((await newest('en'))['body']).toEqual(expect.arrayContaining([expect.stringContaining('The sale is paused')]));
    expect((await newest('zh'))['body']).toEqual(expect.arrayContaining([expect.stringContaining('该销售机会已暂停')]));
  });

  test('a moment as the clock on the reader’s wall shows it', async () => {
    await stage.database.prisma.user.update({ where: { id: 'ann' }, data: { timeZone: 'America/New_York' } });
    await told('escalated', { clock: 'stage', level: 1, dueAt: '2026-11-23T16:30:00.000Z' });

    expect(((await newest())['body'] as string[]).join(' ')).toContain('23 Nov 2026, 11:30 GMT-5');
  });

  test('something, even where facts are missing that an older release did not know', async () => {
    await told('ruled', {});
    expect(await newest()).toMatchObject({ kind: 'ruled', subject: expect.stringMatching(/\S/) as string });
  });
});

test('read to the end page by page, it shows each line once while new ones arrive', async () => {
  for (let at = 0; at < 5; at += 1) await told('ruled', { at });
  const ids: unknown[] = [];
  for (let cursor = ''; cursor !== 'null';) {
    const { body } = await ann('GET', `/inbox?limit=2${cursor && `&cursor=${cursor}`}`);
    ids.push(...(body['items'] as { id: string }[]).map(({ id }) => id));
    cursor = String(body['nextCursor']);
    if (ids.length < 5) await told('ruled', { later: ids.length });
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(9);
});
