import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localUrlOf, readSettings } from '../../local/config.ts';
import { projectFolder } from '../../local/project-folder.ts';
import { freshFolder } from '../harness/folder.ts';

/** A user who owns nothing. */
const nobody = 65_534;

describe('settings', () => {
  test('may all be left out: then everything is embedded', () => {
    expect(readSettings({})).toMatchObject({ PURSUIT_ROLE: 'all', HOST: '127.0.0.1', PORT: 8080, TEMPORAL_NAMESPACE: 'default' });
  });

  test('that are empty count as left out', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ PORT: 8080 });
    expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).not.toHaveProperty('DATABASE_URL');
  });

  test('that are wrong are all named at once, and no value is told', () => {
    const problems = readSettings({
      PORT: '70000',
      DATABASE_URL: 'mysql://root:sesame@db',
      TEMPORAL_ADDRESS: 'somewhere',
      PURSUIT_SECRET: 'short-sesame',
      PURSUIT_FODLER: '/sesame',
      LOG_LEVEL: 'loud',
    });

    expect(problems).toHaveLength(6);
    expect(problems).toEqual(
      expect.arrayContaining(
        ['PORT', 'DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET', 'PURSUIT_FODLER', 'LOG_LEVEL'].map((name) =>
          expect.objectContaining({ name }),
        ),
      ),
    );
    expect(JSON.stringify(problems)).not.toMatch(/sesame|70000|somewhere|loud/);
  });

  test.for([
    { when: 'in production', given: { NODE_ENV: 'production' } },
    { when: 'when the API runs alone', given: { PURSUIT_ROLE: 'api' } },
    { when: 'when the worker runs alone', given: { PURSUIT_ROLE: 'worker' } },
  ])('must name real servers $when', ({ given }) => {
    expect(readSettings(given)).toEqual(
      ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET'].map((name) => expect.objectContaining({ name })),
    );
  });
});

describe('a setting that could never work', () => {
  test.for([
    { HOST: 'not a host' },
    { HOST: '999.1.1.1' },
    { HOST: 'http://127.0.0.1' },
    { HOST: '-sesame.example' },
    { PUBLIC_URL: 'http:zzz' },
    { PUBLIC_URL: 'https:///sesame' },
    { PUBLIC_URL: 'sesame' },
    { DATABASE_URL: 'postgresql:sesame' },
    { TEMPORAL_ADDRESS: 'temporal:70000' },
    { TEMPORAL_ADDRESS: 'temporal:0' },
    { TEMPORAL_NAMESPACE: '销售' },
    { TEMPORAL_NAMESPACE: 'two\nlines' },
    { TEMPORAL_NAMESPACE: 'n'.repeat(1001) },
    { TEMPORAL_TASK_QUEUE: '/_sys/sesame' },
    { TEMPORAL_TASK_QUEUE: 'two\nlines' },
    { TEMPORAL_TASK_QUEUE: '队'.repeat(400) },
    { PURSUIT_ROLE_FILE: '/run/secrets/sesame' },
    { PORT_FILE: '/run/secrets/sesame' },
    { PURSUIT_SECRETS_FILE: '/run/secrets/sesame' },
  ])('is named: %o', (given) => {
    const [[name, value]] = Object.entries(given) as [[string, string]];

    const problems = readSettings(given);

    expect(problems).toEqual([expect.objectContaining({ name })]);
    expect(JSON.stringify(problems)).not.toContain(value);
  });

  test.for([
    { HOST: '::1' },
    { HOST: '0.0.0.0' },
    { HOST: 'sales.boilers.example' },
    { HOST: 'localhost' },
    { PUBLIC_URL: 'https://sales.boilers.example/pursuit' },
    { PUBLIC_URL: 'HTTP://[::1]:8080' },
    { TEMPORAL_NAMESPACE: 'pursuit.a1b2c' },
    { TEMPORAL_TASK_QUEUE: '销售' },
    { TEMPORAL_ADDRESS: 'temporal:65535' },
    { POSTGRES_PASSWORD_FILE: '/run/secrets/of-somebody-else' },
  ])('is not confused with one that works: %o', (given) => {
    expect(readSettings(given)).toHaveProperty('PURSUIT_ROLE');
  });

  test('is one port for two servers, unless a worker alone listens at the one', () => {
    const servers = { DATABASE_URL: 'postgresql://db/x', TEMPORAL_ADDRESS: 'temporal:7233', PURSUIT_SECRET: 's'.repeat(32) };

    expect(readSettings({ PORT: '9090' })).toEqual([{ name: 'ADMIN_PORT', rule: 'is the same as PORT' }]);
    expect(readSettings({ ...servers, PORT: '9090', PURSUIT_ROLE: 'worker' })).toHaveProperty('ADMIN_PORT', 9090);
  });
});

describe('mail', () => {
  const SMTP_URL = 'smtp://mail.boilers.example';

  test.for([
    { when: 'its links would lead to this machine', given: {}, named: 'PUBLIC_URL' },
    { when: 'an IP address would be its sender', given: { PUBLIC_URL: 'https://192.0.2.7:8080' }, named: 'MAIL_FROM' },
    { when: 'one of version 6 would be', given: { PUBLIC_URL: 'https://[2001:db8::7]' }, named: 'MAIL_FROM' },
  ])('is not sent where $when: $named is named', ({ given, named }) => {
    expect(readSettings({ SMTP_URL, ...given })).toEqual([expect.objectContaining({ name: named })]);
  });

  test.for([
    { PUBLIC_URL: 'https://sales.boilers.example' },
    { PUBLIC_URL: 'https://192.0.2.7', MAIL_FROM: 'sales@boilers.example' },
  ])('is sent where people can follow it: %o', (given) => {
    expect(readSettings({ SMTP_URL, ...given })).toMatchObject({ SMTP_URL });
  });
});

describe('a folder', () => {
  test.for(['PURSUIT_FOLDER', 'DOCUMENTS_FOLDER'])('of %s that is a file, or lies below one, is refused', (name) => {
    const file = join(freshFolder(), 'sesame');
    writeFileSync(file, '');

    expect(readSettings({ [name]: file })).toEqual([{ name, rule: 'is a file, not a folder' }]);
    expect(readSettings({ [name]: join(file, 'below', 'it') })).toEqual([{ name, rule: 'lies below a file' }]);
    expect(readSettings({ [name]: join(freshFolder(), 'not', 'yet', 'there') })).toHaveProperty(name);
  });

  test.runIf(process.getuid?.() !== 0)('that cannot be written to is refused where it would be written to', () => {
    const folder = join(freshFolder(), 'closed');
    mkdirSync(folder);
    chmodSync(folder, 0o555);

    const rule = { name: 'PURSUIT_FOLDER', rule: 'cannot be written to' };
    expect(readSettings({ PURSUIT_FOLDER: join(folder, 'new') }, { writes: true })).toEqual([rule]);
    expect(readSettings({ PURSUIT_FOLDER: folder })).toHaveProperty('PURSUIT_FOLDER', folder);
  });

  test.runIf(process.getuid?.() === 0 && isOpenToNobody())(
    'in which root left what is closed to us is named, and so are its files',
    () => {
      const folder = freshFolder();
      for (const path of ['postgres/data', 'temporal', 'documents']) mkdirSync(join(folder, path), { recursive: true });
      for (const path of ['.', 'postgres', 'temporal']) chownSync(join(folder, path), nobody, nobody);
      for (const path of ['password', 'temporal/port']) writeFileSync(join(folder, path), '', { mode: 0o600 });
      chmodSync(join(folder, 'postgres/data'), 0o700);
      chmodSync(join(folder, 'documents'), 0o777);
      mkdirSync(join(folder, 'lost+found'), { mode: 0o700 }); // as on a disk of its own
      const env = { PURSUIT_FOLDER: folder, PORT: '18473', ADMIN_PORT: '18474' };

      const start = runAsNobody(['local/main.ts'], env);
      const command = runAsNobody(['cli/main.ts', 'reconcile'], { ...env, DATABASE_URL: 'postgresql://db/x' });

      expect(start.status, start.stderr).toBe(78);
      const named = start.stderr.matchAll(/^ {2}PURSUIT_FOLDER holds (\S+), which another user made/gm);
      expect(new Set([...named].map(([, path]) => path))).toEqual(new Set(['password', 'postgres/data', 'temporal/port']));
      expect(command.status, command.stderr).toBe(78);
      expect(command.stderr).toContain(`PURSUIT_FOLDER holds ${join(folder, 'temporal/port')}, which this user cannot read`);
    },
  );

  test('is no matter where nothing is written to it', () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    const servers = { DATABASE_URL: 'postgresql://db/x', TEMPORAL_ADDRESS: 'temporal:7233', PURSUIT_SECRET: 's'.repeat(32) };
    const production = { ...servers, NODE_ENV: 'production', PURSUIT_FOLDER: file };

    expect(readSettings({ ...production, PURSUIT_ROLE: 'worker' })).toHaveProperty('PURSUIT_ROLE', 'worker');
    expect(readSettings({ ...production, DOCUMENTS_FOLDER: freshFolder() })).toHaveProperty('PURSUIT_ROLE', 'all');
  });
});

test.for([
  { HOST: '::1', url: 'http://[::1]:8080', why: 'an address of version 6 stands in brackets where people click it' },
  { HOST: '0.0.0.0', url: 'http://localhost:8080', why: 'what listens everywhere is reached at home' },
  { HOST: '::', url: 'http://localhost:8080', why: 'and so by version 6' },
])('$HOST: $why', ({ HOST, url }) => {
  expect(localUrlOf({ HOST, PORT: 8080 })).toBe(url);
});

describe('a secret', () => {
  test('may stand in a file', () => {
    const file = join(freshFolder(), 'database-url');
    writeFileSync(file, 'postgresql://pursuit:sesame@db/pursuit\n');

    expect(readSettings({ DATABASE_URL_FILE: file })).toMatchObject({ DATABASE_URL: 'postgresql://pursuit:sesame@db/pursuit' });
  });

  test('in a file that is not there is named by the file setting', () => {
    expect(readSettings({ SMTP_URL_FILE: '/no/such/file' })).toEqual([
      { name: 'SMTP_URL_FILE', rule: 'names a file that cannot be read' },
    ]);
  });

  test('given in both ways is refused', () => {
    expect(readSettings({ TEMPORAL_API_KEY: 'sesame', TEMPORAL_API_KEY_FILE: '/run/secrets/key' })).toEqual([
      { name: 'TEMPORAL_API_KEY', rule: 'is set twice, also by TEMPORAL_API_KEY_FILE' },
    ]);
  });
});

function runAsNobody(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '' } = process.env;
  const options = { cwd: projectFolder, env: { PATH, ...env }, uid: nobody, gid: nobody, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--import', 'tsx', ...args], options);
}

/** Not in a clone under a closed home folder. */
function isOpenToNobody(): boolean {
  const look = 'fs.accessSync(process.argv[1])';
  return (
    spawnSync(process.execPath, ['-e', look, join(projectFolder, 'local/main.ts')], { uid: nobody, gid: nobody }).status === 0
  );
}
