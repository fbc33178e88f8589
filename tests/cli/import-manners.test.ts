import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';
import { pursuit } from './pursuit.ts';

let folder: string;
let asked: string[] = [];
/** Answers whatever a case says, and notes what was asked. */
let answer = { status: 200, body: '' };
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  request.resume().on('end', () => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body));
});
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pursuit-manners-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const files = {
    'sales.csv': 'Deal ID,Owner,Stage\n1,ann,Won',
    token: 'pk_a-token\n',
    two: 'first line\nsecond line',
    'bad.json': '{"dates":',
    'null.json': 'null',
    'defaults.json': '{"defaults":5}',
    'good.json': '{}',
    password: 'the administrator’s own',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);

function importing(...options: readonly string[]) {
  return importingUnder({}, ...options);
}

function importingUnder(more: Readonly<Record<string, string>>, ...options: readonly string[]) {
  asked = [];
  const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', TEMPORAL_ADDRESS: '127.0.0.1:1', PURSUIT_FOLDER: folder };
  return pursuit({ ...env, ...more }, 'import', 'pipeline', at('sales.csv'), ...options);
}

describe('pursuit import pipeline leaves with 2 and asks for nothing when', () => {
  test.for([
    { fault: 'the map is no JSON', options: () => ['--map', at('bad.json')], says: 'bad.json is not JSON.' },
    { fault: 'the map is no object', options: () => ['--map', at('null.json')], says: 'null.json is no mapping' },
    {
      fault: 'the defaults of the map are none',
      options: () => ['--map', at('defaults.json')],
      says: 'its defaults are a JSON object',
    },
    { fault: 'the map cannot be read', options: () => ['--map', at('none.json')], says: 'none.json cannot be read.' },
    { fault: 'the address is none', options: () => ['--url', 'somewhere'], says: '--url somewhere is no address' },
    { fault: 'the file of the token holds two lines', options: () => ['--token-file', at('two')], says: 'two holds no token' },
    {
      fault: 'the map cannot be written where it is to be',
      options: () => ['--apply', '--save-map', at('none/map.json')],
      says: 'map.json cannot be written.',
    },
  ])('$fault', async ({ options, says }) => {
    const { code, output } = await importing('--url', url, '--token-file', at('token'), ...options());

    expect(output).toContain(says);
    expect(code).toBe(2);
    expect(asked).toEqual([]);
  });

  test('it has no token for an address that is not here: the password in the folder goes nowhere else', async () => {
    const { code, output } = await importing('--url', 'http://pursuit.elsewhere.example');

    expect(output).toContain('Give --token-file');
    expect(code).toBe(2);
  });
});

test('the password in the folder goes to the port of the settings alone: behind another one anybody may listen', async () => {
  const { code, output } = await importing('--url', url);

  expect(output).toContain('Give --token-file');
  expect(code).toBe(2);
  expect(asked).toEqual([]);
});

test('pursuit import pipeline takes an address with a slash at its end', async () => {
  answer = { status: 401, body: '{}' };
  const own = { PORT: new URL(url).port };

  expect((await importingUnder(own, '--url', `${url}/`)).output).toContain('no longer the right one');
  expect(asked).toEqual(['POST /api/v1/session']);
});

test.for([
  { status: 503, code: 69 },
  { status: 429, code: 69 },
  { status: 403, code: 2 },
  { status: 500, code: 1 },
])('pursuit import pipeline leaves with $code when the API answers $status', async ({ status, code }) => {
  answer = { status, body: JSON.stringify({ title: 'As it is said' }) };

  const { code: left, output } = await importing('--url', url, '--token-file', at('token'));

  expect(output).toContain(`${status} As it is said`);
  expect(left).toBe(code);
});

test('pursuit import pipeline leaves no empty map behind when the API answers nothing', async () => {
  answer = { status: 403, body: '{}' };

  await importing('--url', url, '--token-file', at('token'), '--save-map', at('no-map.json'));

  expect(asked).toHaveLength(1);
  expect(existsSync(at('no-map.json'))).toBe(false);
});

function manyRows(): string {
  const plan = { type: 'plan', source: 'x', apply: false, files: [], mapping: { dates: 'day-first' }, rows: 9_999 };
  const row = { type: 'row', file: 'a.csv', line: 2, key: 'k', standing: null, outcome: 'would-open', reasons: [], notes: [] };
  const lines = [{ ...plan, missing: {}, faults: [] }, ...Array.from({ length: 9_999 }, () => row)];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

test('pursuit import pipeline writes down how the files are read', async () => {
  answer = { status: 200, body: manyRows() };

  const { code, output } = await importing('--url', url, '--token-file', at('token'), '--save-map', at('map.json'));

  expect(output.match(/would-open/g)).toHaveLength(9_999);
  expect(code).toBe(1); // no figures came
  expect(JSON.parse(await readFile(at('map.json'), 'utf8'))).toEqual({ dates: 'day-first' });
});

test('pursuit import pipeline ends without a word when nobody reads on', async () => {
  answer = { status: 200, body: manyRows() };
  const command = [
    '--import',
    'tsx',
    'cli/main.ts',
    'import',
    'pipeline',
    at('sales.csv'),
    '--url',
    url,
    '--token-file',
    at('token'),
  ];

  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', '"$0" "$@" | head -n 1', process.execPath, ...command], {
    cwd: projectFolder,
  });

  expect(stdout).toBe('source x\n');
  expect(stderr).toBe('');
});

test('pursuit import pipeline says so when the answer breaks off, and leaves with 69', async () => {
  const broken = createServer((request, response) => {
    response.writeHead(200, { 'content-length': '9999' }).write(manyRows().slice(0, 300));
    setTimeout(() => request.socket.destroy(), 200);
  });
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  const { port } = broken.address() as AddressInfo;

  const { code, output } = await importing('--url', `http://127.0.0.1:${port}`, '--token-file', at('token'));

  broken.close();
  expect(output).toContain('The answer broke off.');
  expect(code).toBe(69);
});
