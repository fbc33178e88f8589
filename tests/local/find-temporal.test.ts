import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DependencyAway } from '../../local/dependency-away.ts';
import { cachedTemporal, findTemporal, pinnedTemporal, serverVersion } from '../../local/find-temporal.ts';
import { projectFolder } from '../../local/project-folder.ts';
import { isAlive, readPid } from '../../local/server-process.ts';
import { freshFolder } from '../harness/folder.ts';
import { waitFor } from '../harness/program.ts';

const system = ['/usr/bin', '/bin'].join(':');
const nowhere = 'http://127.0.0.1:4'; // a port of no service

describe('Temporal comes', () => {
  test('from the address of a running server before anything else', async () => {
    const machine = aMachine();
    machine.install('temporal', versionScript('1.31.2'));

    expect(await machine.find({ TEMPORAL_ADDRESS: 'temporal.example:7233' })).toEqual({
      from: 'address',
      address: 'temporal.example:7233',
    });
  });

  test('from no address that is blank', async () => {
    const machine = aMachine();
    const cached = machine.cache();

    expect(await machine.find({ TEMPORAL_ADDRESS: ' ' })).toEqual({ from: 'cache', executable: cached });
  });

  test('from PATH when its server is supported, whatever it calls itself', async () => {
    const machine = aMachine();
    const installed = machine.install('temporal', versionScript('1.32.0'));
    machine.cache();

    expect(await machine.find()).toEqual({ from: 'path', executable: installed });
  });

  test.for(['1.29.1', '1.9.9', '2.0.0'])('from the cache when the one on PATH has server %s', async (version) => {
    const machine = aMachine();
    const installed = machine.install('temporal', versionScript(version));
    const cached = machine.cache();

    expect(await machine.find()).toEqual({ from: 'cache', executable: cached });
    expect(machine.said()).toContain(`${installed} is passed over: its server is ${version}`);
  });

  test('from the official release when its checksum is right, and stays in the cache', async () => {
    const machine = aMachine();
    const releases = await aReleaseSite(versionScript(pinnedTemporal.server));

    const cached = cachedTemporal(machine.env);
    expect(await machine.find({}, releases)).toEqual({ from: 'release', executable: cached });
    expect(serverVersion(cached)).toBe(pinnedTemporal.server);
    expect(await machine.find()).toEqual({ from: 'cache', executable: cached });
  });

  test('from a build when the download is out of reach, and stays in the cache alone', async () => {
    const machine = aMachine();
    machine.install('go', goScript());

    const cached = cachedTemporal(machine.env);
    expect(await machine.find()).toEqual({ from: 'build', executable: cached });
    expect(machine.said()).toContain('failed: connect ECONNREFUSED');
    expect(machine.said()).toContain('Building Temporal from Go modules');
    expect(readdirSync(dirname(dirname(cached)))).toEqual([`temporal-${pinnedTemporal.server}`]);
  });

  test('from nowhere when no way is open, and the error names them all', async () => {
    const machine = aMachine();

    const error = await machine.find().catch((reason: Error) => reason.message);

    for (const way of ['TEMPORAL_ADDRESS', 'on PATH', cachedTemporal(machine.env), 'official release', 'Go 1.21'])
      expect(error).toContain(way);
  });
});

test('a cache that cannot be made is a dependency that is away, and the error names it and all ways', async () => {
  const machine = aMachine();
  const file = machine.install('file', '');

  const error = await machine.find({ XDG_CACHE_HOME: file }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(DependencyAway);
  expect((error as Error).message).toMatch(/set TEMPORAL_ADDRESS[^]*tried: E\w+: .*file/);
});

test('a build that is under way ends when told to leave, with what it started, and leaves nothing in the cache', async () => {
  const machine = aMachine();
  const said = join(freshFolder(), 'pid');
  machine.install('go', goScript(`echo $$ > ${said}; exec sleep 300`));
  const leave = new AbortController();

  const found = machine.find({}, nowhere, leave.signal);
  await waitFor(() => readPid(said) !== undefined, machine.said);
  leave.abort();

  await expect(found).rejects.toThrow('aborted');
  await waitFor(() => !isAlive(readPid(said) ?? 0), machine.said);
  expect(readdirSync(dirname(dirname(cachedTemporal(machine.env))))).toEqual([]);
});

test('what a killed build left in the cache is swept, and what another is making is not', async () => {
  const machine = aMachine();
  const cached = machine.cache();
  const { pid: dead } = spawnSync('true');
  for (const pid of [dead, process.pid]) mkdirSync(`${dirname(cached)}-${pid}-abcdef`);

  await machine.find();

  const own = `temporal-${pinnedTemporal.server}`;
  expect(readdirSync(dirname(dirname(cached))).toSorted()).toEqual([own, `${own}-${process.pid}-abcdef`]);
});

test('a download with another checksum is refused, and nothing is kept', async () => {
  const machine = aMachine();
  const releases = await aReleaseSite(versionScript(pinnedTemporal.server), 'something else');

  await expect(machine.find({}, releases)).rejects.toThrow('Not used');
  expect(readdirSync(dirname(dirname(cachedTemporal(machine.env))))).toEqual([]);
});

test('a release that holds another server than the pinned one is refused', async () => {
  const machine = aMachine();
  const releases = await aReleaseSite(versionScript('1.30.0'));

  await expect(machine.find({}, releases)).rejects.toThrow(`has server 1.30.0, not ${pinnedTemporal.server}`);
});

test('a Go too old to fetch its toolchain is named', async () => {
  const machine = aMachine();
  machine.install('go', '#!/bin/sh\necho go version go1.19.8 linux/amd64\n');

  await expect(machine.find()).rejects.toThrow(/needs Go 1\.21 or later; .* is go version go1\.19\.8/);
});

test('the Go module builds the pinned command line tool', () => {
  const module = readFileSync(join(projectFolder, 'local', 'temporal', 'go.mod'), 'utf8');

  expect(module).toContain(`github.com/temporalio/cli v${pinnedTemporal.cli} `);
  expect(module).toMatch(new RegExp(`go\\.temporal\\.io/server v${pinnedTemporal.server.replaceAll('.', '\\.')}\\b`));
});

function aMachine() {
  const home = freshFolder();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const env = { HOME: home, PATH: `${bin}:${system}`, XDG_CACHE_HOME: join(home, 'cache') };
  const lines: string[] = [];

  return {
    env,
    said: () => lines.join('\n'),
    install: (name: string, script: string) => executable(join(bin, name), script),
    cache: () => executable(cachedTemporal(env), versionScript(pinnedTemporal.server)),
    find: (more: Readonly<Record<string, string>> = {}, releases = nowhere, signal?: AbortSignal) =>
      findTemporal({ env: { ...env, ...more }, say: (line) => lines.push(line), releases, signal }),
  };
}

function executable(file: string, script: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

function versionScript(server: string): string {
  return `#!/bin/sh\necho "temporal version 0.0.0-DEV (Server ${server}, UI 2.50.1)"\n`;
}

/** Does with its arguments what `go build -o FILE` does: leaves an executable there. */
function goScript(build = leavesExecutable()): string {
  return `#!/bin/sh\ncase "$1" in\n  version) echo "go version go1.26.8 linux/amd64" ;;\n  list) echo one; echo two ;;\n  build) ${build} ;;\nesac`;
}

function leavesExecutable(): string {
  const made = versionScript(pinnedTemporal.server).replaceAll("'", '');
  return `while [ "$1" != -o ]; do shift; done; printf '%s' '${made}' > "$2"; chmod +x "$2"`;
}

async function aReleaseSite(script: string, checksumOf?: string): Promise<string> {
  const folder = freshFolder();
  executable(join(folder, 'temporal'), script);
  const archive = `temporal_cli_${pinnedTemporal.cli}_${platform()}_${arch() === 'x64' ? 'amd64' : 'arm64'}.tar.gz`;
  execFileSync('tar', ['-czf', archive, 'temporal'], { cwd: folder });
  const bytes = readFileSync(join(folder, archive));
  const checksum = createHash('sha256')
    .update(checksumOf ?? bytes)
    .digest('hex');
  return serve(
    new Map<string, string | Buffer>([
      ['checksums.txt', `${checksum}  ${archive}\n`],
      [archive, bytes],
    ]),
  );
}

async function serve(files: ReadonlyMap<string, string | Buffer>): Promise<string> {
  const server = createServer((request, response) => {
    const file = files.get(request.url?.replace(`/v${pinnedTemporal.cli}/`, '') ?? '');
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
