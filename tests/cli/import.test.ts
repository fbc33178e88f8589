import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stage } from '../api/stage.ts';
import { aStage, password } from '../api/stage.ts';
import { pursuit } from './pursuit.ts';

let stage: Stage;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pursuit-import-'));
  stage = await aStage();
  const body = JSON.stringify({ email: 'chief@boilers.example', password, token: 'bearer' });
  const headers = { 'content-type': 'application/json' };
  const session = await fetch(`${stage.url}/api/v1/session`, { method: 'POST', headers, body });
  await writeFile(join(folder, 'token'), ((await session.json()) as { readonly token: string }).token);
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

async function importing(files: { readonly [name: string]: string }) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const paths = Object.keys(files).map((name) => join(folder, name));
  const where = ['--url', stage.url, '--token-file', join(folder, 'token')];
  return pursuit({ DATABASE_URL: stage.databaseUrl, TEMPORAL_ADDRESS: stage.address }, 'import', 'pipeline', ...paths, ...where);
}

const sales = [
  'Deal ID,Owner,Account,Stage,Opened,Closed,Amount,Currency',
  'C1,ann,Harbour Hotel,招投标,2024-01-05,,,',
  'C2,ann,Harbour Hotel,Won,2024-01-05,2024-03-01,100,CNY',
].join('\n');

test('pursuit import pipeline shows for each row how its sale stands, and at which stage it is opened', async () => {
  const { code, output } = await importing({ 'sales.csv': sales });

  expect(output).toContain('sales.csv:2  C1  would-open  open at tender\n');
  expect(output).toContain('sales.csv:3  C2  would-open  won\n');
  expect(code).toBe(0);
});

test('pursuit import pipeline says which file it does not read, and leaves with 1', async () => {
  const { code, output } = await importing({ 'sales.csv': sales, 'other.csv': 'just,some\nother,table' });

  expect(output).toContain('other.csv: NOT READ, no-column-recognised');
  expect(code).toBe(1);
});
