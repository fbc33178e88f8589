import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort, isAlive, readPid } from '../../local/server-process.ts';
import { freshFolder } from '../harness/folder.ts';
import { startProgram, waitFor, type Program } from '../harness/program.ts';

describe('Pursuit', () => {
  test('stopped with Ctrl-C leaves with 0, and nothing of it stays', async () => {
    const { pursuit, folder } = await running();
    const servers = serversOf(folder);

    pursuit.kill('SIGINT');

    expect(await pursuit.ends()).toBe(0);
    expect(servers.filter(isAlive)).toEqual([]);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  test('stopped with Ctrl-C while it is still starting leaves with 0, and nothing of it stays', async () => {
    const folder = freshFolder();
    const pursuit = startPursuit(folder, await freePorts());
    await waitFor(
      () => existsSync(join(folder, 'postgres', 'data')),
      () => pursuit.output(),
    );

    pursuit.kill('SIGINT');

    expect(await pursuit.ends()).toBe(0);
    expect(serversOf(folder).filter(isAlive)).toEqual([]);
  });

  test('that takes long to stop is left at once by a second Ctrl-C, with 130', async () => {
    const { pursuit, folder } = await running();
    process.kill(readPid(join(folder, 'temporal', 'pid')) ?? 0, 'SIGSTOP');
    pursuit.kill('SIGINT');
    await pursuit.says('Stopping.');
    await delay(1000);

    pursuit.kill('SIGINT');

    expect(await pursuit.ends()).toBe(130);
  });

  test('a second one on the same folder is told who holds it', async () => {
    const { pursuit, folder } = await running();

    const second = startPursuit(folder, await freePorts());

    expect(await second.ends()).toBe(1);
    expect(second.output()).toContain(`Process ${pursuit.pid} already runs Pursuit on ${folder}`);
    expect(isAlive(pursuit.pid)).toBe(true);
  });

  test('starts after kill -9 and stops what that left running', async () => {
    const { pursuit, folder, ports } = await running();
    const orphans = serversOf(folder);
    pursuit.kill('SIGKILL');
    await pursuit.ends();
    expect(orphans.filter(isAlive)).toEqual(orphans);

    const next = startPursuit(folder, ports);
    await next.says('is ready');

    expect(orphans.filter(isAlive)).toEqual([]);
    next.kill('SIGTERM');
    expect(await next.ends()).toBe(0);
  });

  test.for(['PostgreSQL', 'Temporal'])('starts %s again when it is killed', async (name) => {
    const { pursuit, folder } = await running();
    const killed = readPid(join(folder, name === 'Temporal' ? 'temporal' : 'postgres', 'pid')) ?? 0;

    process.kill(killed, 'SIGKILL');

    await pursuit.says(`${name} is back as process`);
    expect(pursuit.output()).toContain(`${name} (process ${killed}) died`);
    pursuit.kill('SIGINT');
    expect(await pursuit.ends()).toBe(0);
  });

  test('names the port that another program holds, and the setting', async () => {
    const ports = await freePorts();
    const other = createServer().listen(Number(ports.PORT), '127.0.0.1');
    onTestFinished(() => void other.close());
    const folder = freshFolder();

    const pursuit = startPursuit(folder, ports);

    expect(await pursuit.ends()).toBe(1);
    expect(pursuit.output()).toContain(`Port ${ports.PORT} of 127.0.0.1 is taken by another program. Set PORT`);
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });

  test('given wrong settings names them all, tells no value and leaves with 78', async () => {
    const pursuit = startPursuit(freshFolder(), { PORT: 'sesame', DATABASE_URL: 'mysql://sesame', NODE_ENV: 'production' });

    expect(await pursuit.ends()).toBe(78);
    for (const name of ['PORT', 'DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET'])
      expect(pursuit.output()).toContain(`  ${name} `);
    expect(pursuit.output()).not.toContain('sesame');
  });
});

test('the embedded password is readable by its owner alone', async () => {
  const { folder } = await running();

  expect(statSync(join(folder, 'postgres', 'password')).mode & 0o077).toBe(0);
  expect(readFileSync(join(folder, 'postgres', 'password'), 'utf8')).not.toBe('');
});

type Ports = { readonly PORT: string; readonly ADMIN_PORT: string };

async function running(): Promise<{ readonly pursuit: Program; readonly folder: string; readonly ports: Ports }> {
  const [folder, ports] = [freshFolder(), await freePorts()];
  const pursuit = startPursuit(folder, ports);
  await pursuit.says('is ready');
  onTestFinished(() => stopServers(folder, pursuit));
  return { pursuit, folder, ports };
}

function startPursuit(folder: string, env: Readonly<Record<string, string>>): Program {
  return startProgram('local/main.ts', [], { PURSUIT_FOLDER: folder, PURSUIT_DEMO: 'false', ...env });
}

async function freePorts(): Promise<Ports> {
  return { PORT: String(await freePort()), ADMIN_PORT: String(await freePort()) };
}

function serversOf(folder: string): readonly number[] {
  return ['postgres', 'temporal'].flatMap((name) => readPid(join(folder, name, 'pid')) ?? []);
}

/** A test that failed must not leave servers behind. */
async function stopServers(folder: string, pursuit: Program): Promise<void> {
  pursuit.kill('SIGTERM');
  await pursuit.ends();
  for (const pid of serversOf(folder).filter(isAlive)) process.kill(pid, 'SIGKILL');
}
