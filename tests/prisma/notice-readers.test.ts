import { expect, test } from 'vitest';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Database } from '../../prisma/database.ts';
import { withReaders } from '../../prisma/notice-readers.ts';

test('the rules that lines speak of are read once, however many lines there are and however often they are read', async () => {
  const asked: string[] = [];
  const query = (text: string) => {
    asked.push(text);
    return Promise.resolve({ rows: [{ document: defaultPlaybook }] });
  };
  const database = { pool: { query } } as unknown as Database;
  const playbook = { key: defaultPlaybook.key, version: 1 };
  const line = { language: 'en', timeZone: 'UTC', facts: {}, playbook, policy: null } as const;

  const lines = await withReaders(database, [line, { ...line }], undefined);
  await withReaders(database, [line], undefined);

  expect(lines.map(({ reader }) => reader.playbook)).toEqual([defaultPlaybook, defaultPlaybook]);
  expect(asked).toHaveLength(1);
});
