// What `npm start` and `npm test` do first. It runs before anything is installed, so it needs Node alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['domain', 'workflows', 'activities', 'api', 'worker', 'prisma', 'local', 'cli'];
const compilerSettings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** In order. A step with `inputs` is skipped while their content is what `output` was made from. */
const steps = [
  { name: 'install packages', isDone: packagesAreInstalled, run: () => npm('ci', '--include=dev', '--no-fund', '--no-audit') },
  {
    name: 'generate the database client',
    inputs: ['prisma/schema.prisma', 'package-lock.json'],
    output: 'prisma/generated',
    run: generateClient,
  },
  { name: 'compile', inputs: [...sources, ...compilerSettings], output: 'dist', run: compile },
  {
    name: 'bundle the workflows',
    inputs: ['domain', 'workflows', 'worker', 'package-lock.json'],
    output: 'dist/bundle',
    run: bundle,
  },
];

const checks = [
  { name: 'types', run: () => tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json') },
  { name: 'types of the pure core', run: () => tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.pure.json') },
  { name: 'lint', run: () => tool('oxlint/bin/oxlint', '--type-aware') },
  { name: 'format', run: () => tool('oxfmt/bin/oxfmt', '--check') },
];

/** Tests bring their own Temporal, whatever TEMPORAL_ADDRESS says; a start finds it while PostgreSQL starts. */
const temporal = { name: 'find Temporal', run: () => node('dist/local/prepare-temporal.js') };

const commands = {
  prepare: () => prepare([...steps, temporal]),
  build: () => prepare(steps),
  start: async (args) => {
    prepare(steps);
    process.argv = [process.argv[0], join(root, 'dist/local/main.js'), ...args];
    await import('../dist/local/main.js');
  },
  test: (args) => {
    prepare([...steps, temporal]);
    const failed = args.length === 0 ? checks.filter(isBroken).map(({ name }) => name) : [];
    const status = runTests(args);
    if (failed.length > 0) say(`Failed before the tests: ${failed.join(', ')}.`);
    process.exitCode = status === 0 && failed.length === 0 ? 0 : 1;
  },
};

await main(process.argv[2], process.argv.slice(3));

async function main(name, args) {
  process.chdir(root);
  requireNode();
  if (existsSync('.env')) loadEnvFile();
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (command === undefined) fail(`Usage: node local/setup.mjs ${Object.keys(commands).join('|')}`, 2);
  await command(args);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!fits) fail(`Pursuit needs Node 20.19 or later of line 20, or 22.12 or later; this is ${process.versions.node}.`);
}

/** As local/env-file.ts does, which is not compiled yet: Node's own loader takes an editor's byte order mark for part of a name. */
function loadEnvFile() {
  if (statSync('.env').isDirectory()) fail('These settings are wrong:\n  .env is a folder, not a file', 78);
  const values = parseEnv(readFileSync('.env', 'utf8').replace(/^\uFEFF/, ''));
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
}

function prepare(wanted) {
  for (const step of wanted) if (!isCurrent(step)) perform(step);
}

function isCurrent({ isDone, inputs, output }) {
  if (output === undefined) return isDone?.() ?? false;
  const stamp = stampOf(output);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === contentHash(inputs);
}

/** The stamp goes first and comes back last, so that an interrupted step is done again. */
function perform({ name, inputs, output, run }) {
  const startedAt = Date.now();
  say(`… ${name}`);
  if (output !== undefined) rmSync(stampOf(output), { force: true });
  const hash = inputs === undefined ? '' : contentHash(inputs);
  if (!run()) fail(`Could not ${name}. What went wrong stands above; the next start tries again.`);
  if (output !== undefined) writeFileSync(stampOf(output), hash);
  say(`✓ ${name} (${seconds(startedAt)})`);
}

function isBroken({ name, run }) {
  const startedAt = Date.now();
  const passed = run();
  say(`${passed ? '✓' : '✗'} ${name} (${seconds(startedAt)})`);
  return !passed;
}

/** npm writes its own list last: an interrupted install has none, and one made by hand counts. */
function packagesAreInstalled() {
  const listed = 'node_modules/.package-lock.json';
  if (!existsSync(listed)) return false;
  const { packages: wanted } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { packages: installed } = JSON.parse(readFileSync(listed, 'utf8'));
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) => path === '' || installed[path]?.version === version || optional || peer,
  );
}

/** Prisma asks for an engine that only its own migrations need: naming any program spares the download. */
function generateClient() {
  mkdirSync('prisma/generated', { recursive: true });
  return tool('prisma/build/index.js', 'generate', '--schema', 'prisma/schema.prisma', {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
}

function compile() {
  mkdirSync('dist', { recursive: true });
  for (const name of readdirSync('dist')) if (name !== 'bundle') rmSync(join('dist', name), { recursive: true });
  return tool('typescript/bin/tsc', '-p', 'tsconfig.build.json');
}

function bundle() {
  mkdirSync('dist/bundle', { recursive: true });
  return node('dist/local/bundle.js');
}

/** The closing line alone on its line is what continuous integration reads. */
function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'pursuit-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(process.execPath, [tooling('vitest/vitest.mjs'), 'run', ...reporters, ...args], {
    stdio: 'inherit',
  });
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    say(`${numPassedTests} passed, ${numFailedTests} failed`);
  }
  rmSync(folder, { recursive: true });
  return status;
}

function contentHash(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.flatMap(filesUnder)) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const inside = readdirSync(path).filter((name) => name !== 'generated'); // follows from the schema
  return inside.toSorted().flatMap((name) => filesUnder(join(path, name)));
}

function npm(...args) {
  const given = process.env.npm_execpath;
  const [program, ...first] = given?.endsWith('.js') ? [process.execPath, given] : ['npm'];
  return succeeds(program, [...first, ...args]);
}

function tool(program, ...args) {
  const env = typeof args.at(-1) === 'object' ? args.pop() : {};
  return succeeds(process.execPath, [tooling(program), ...args], env);
}

function node(program) {
  return succeeds(process.execPath, [program]);
}

function succeeds(program, args, env = {}) {
  return spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

function tooling(program) {
  return join('node_modules', program);
}

function stampOf(output) {
  return join(output, '.made-from');
}

function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}

function say(line) {
  console.log(line);
}

function fail(line, status = 1) {
  console.error(line);
  process.exit(status);
}
