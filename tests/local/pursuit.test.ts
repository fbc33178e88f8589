import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, readPid } from '../../local/server-process.ts';
import { freshFolder } from '../harness/folder.ts';
import { startProgram, waitFor } from '../harness/program.ts';
import { freePorts, running, serversOf, startPursuit, urlOf } from '../harness/pursuit.ts';

describe('Pursuit', () => {
  test('tells how to sign in, and that is true; its passwords are for the eyes of its owner alone', async () => {
    const { pursuit, folder, ports } = await running();
    const [, email, password] = /Sign in +(\S+) with the password (\S+)/.exec(pursuit.output()) ?? [];

    const answer = await fetch(`${urlOf(ports)}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });

    expect(answer.status).toBe(201);
    for (const file of ['password', 'postgres/password']) expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
  });

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
    expect(pursuit.output()).not.toContain('Ctrl-C stops it');
    expect(serversOf(folder).filter(isAlive)).toEqual([]);
  });

  test('stopped with Ctrl-C while a server does not get ready does not wait for it', async () => {
    const folder = freshFolder();
    const temporal = aTemporalThatNeverAnswers();
    const env = { ...(await freePorts()), PATH: `${temporal}${delimiter}${process.env['PATH']}` };
    const pursuit = startPursuit(folder, env);
    await waitFor(() => existsSync(join(temporal, 'runs')) && serversOf(folder).length === 2, pursuit.output);

    const askedAt = Date.now();
    pursuit.kill('SIGINT');

    expect(await pursuit.ends()).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(15_000);
    expect(pursuit.output()).not.toContain('Ctrl-C stops it');
    expect(serversOf(folder).filter(isAlive)).toEqual([]);
  });

  test('starts its own PostgreSQL whatever the shell says of another, and so do its commands', async () => {
    const [folder, ports] = [freshFolder(), await freePorts()];
    const shell = { PGSSLMODE: 'require', PGHOST: 'nowhere.example', PGPORT: '1', PGUSER: 'x', PGOPTIONS: '-c search_path=x' };

    const pursuit = startPursuit(folder, { ...ports, ...shell });
    await pursuit.says('Ctrl-C stops it');
    const migrating = startProgram('cli/main.ts', ['migrate'], { PURSUIT_FOLDER: folder, ...shell });

    expect(await migrating.ends(), migrating.output()).toBe(0);
    pursuit.kill('SIGINT');
    expect(await pursuit.ends()).toBe(0);
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

  test.runIf(existsSync('/dev/full'))(
    'answers and stops in order when its log cannot be written to, and says so once',
    async () => {
      const [folder, ports] = [freshFolder(), await freePorts()];
      symlinkSync('/dev/full', join(folder, 'pursuit.log'));

      const pursuit = startPursuit(folder, ports);
      await pursuit.says('Ctrl-C stops it');
      for (let asked = 0; asked < 20; asked += 1) expect((await fetch(`${urlOf(ports)}/livez`)).status).toBe(200);
      pursuit.kill('SIGTERM');

      expect(await pursuit.ends()).toBe(0);
      expect(pursuit.output().match(/Nothing is logged while/g)).toHaveLength(1);
      expect(serversOf(folder).filter(isAlive)).toEqual([]);
    },
  );

  test('that fails as nobody foresaw stops its servers in order, and leaves with 1', async () => {
    const [folder, ports] = [freshFolder(), await freePorts()];
    const fault = "data:text/javascript,process.on('SIGUSR2',()=>{throw%20Error('unforeseen')})";
    const pursuit = startPursuit(folder, { ...ports, NODE_OPTIONS: `--import=${fault}` });
    await pursuit.says('Ctrl-C stops it');
    const servers = serversOf(folder);

    pursuit.kill('SIGUSR2');

    expect(await pursuit.ends()).toBe(1);
    expect(pursuit.output()).toMatch(/Error: unforeseen\n +at /);
    expect(servers).toHaveLength(2);
    expect(servers.filter(isAlive)).toEqual([]);
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

  test('starts PostgreSQL and Temporal again when they are killed, and serves again', async () => {
    const { pursuit, folder, ports } = await running();

    for (const pid of serversOf(folder)) process.kill(pid, 'SIGKILL');

    for (const name of ['PostgreSQL', 'Temporal']) await pursuit.says(`${name} is back as process`);
    await waitFor(async () => (await fetch(`${urlOf(ports)}/readyz`)).ok, pursuit.output);
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

  test('that cannot listen where it should says why, and does not speak of another program', async () => {
    const pursuit = startPursuit(freshFolder(), { ...(await freePorts()), HOST: '192.0.2.1' });

    expect(await pursuit.ends()).toBe(1);
    expect(pursuit.output()).toContain('EADDRNOTAVAIL');
    expect(pursuit.output()).not.toContain('is taken');
  });

  test('with a secret that was cut short is stopped in order, and leaves with 78', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'secret'), '');

    const pursuit = startPursuit(folder, await freePorts());

    expect(await pursuit.ends(), pursuit.output()).toBe(78);
    expect(pursuit.output()).toContain('  PURSUIT_SECRET is shorter than 32 characters in the file');
    expect(serversOf(folder).filter(isAlive)).toEqual([]);
  });

  test('given wrong settings names them all, tells no value and leaves with 78', async () => {
    const pursuit = startPursuit(freshFolder(), { PORT: 'sesame', DATABASE_URL: 'mysql://sesame', NODE_ENV: 'production' });

    expect(await pursuit.ends()).toBe(78);
    for (const name of ['PORT', 'DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET'])
      expect(pursuit.output()).toContain(`  ${name} `);
    expect(pursuit.output()).not.toContain('sesame');
  });
});

/** A folder for PATH, which holds `runs` once it was started. */
function aTemporalThatNeverAnswers(): string {
  const folder = join(freshFolder(), 'bin');
  mkdirSync(folder);
  const says = 'temporal version 1.8.2 (Server 1.31.2, UI 2.40.0)';
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo '${says}' && exit\ntouch '${folder}/runs'\nexec sleep 300\n`;
  writeFileSync(join(folder, 'temporal'), script, { mode: 0o755 });
  return folder;
}
