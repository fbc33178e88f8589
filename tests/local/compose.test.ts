import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '../../local/config.ts';
import { pinnedTemporal } from '../../local/find-temporal.ts';
import { projectFolder } from '../../local/project-folder.ts';
import { freshFolder } from '../harness/folder.ts';

type Service = {
  readonly image?: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly healthcheck?: object;
};

type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

describe('docker-compose.yml', () => {
  test.for(services)('%s names only what is defined', ([, service]) => {
    const named = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '').filter((source) => !source.startsWith('.'));

    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(service.depends_on ?? {})));
    expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
    expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining([...(service.networks ?? [])]));
    expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining([...(service.secrets ?? [])]));
  });

  test.for(services)('%s mounts only files that are in the project', ([, { volumes = [] }]) => {
    const mounted = volumes.map((volume) => volume.split(':')[0] ?? '').filter((source) => source.startsWith('.'));

    for (const source of mounted) expect(statSync(join(projectFolder, source)).isFile(), source).toBe(true);
  });

  test.for(services.filter(([, { depends_on }]) => depends_on !== undefined))(
    '%s waits until what it needs can work',
    ([, service]) => {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const isChecked = compose.services[name]?.healthcheck !== undefined;
        expect(condition, name).toBe(isChecked ? 'service_healthy' : 'service_completed_successfully');
      }
    },
  );

  test.for(ours)('%s gets settings that Pursuit accepts', ([, { environment = {}, secrets = [] }]) => {
    for (const name of ['DATABASE_URL', 'PURSUIT_SECRET'])
      expect(secrets).toContain(environment[`${name}_FILE`]?.replace('/run/secrets/', ''));

    expect(readSettings(settingsIn(environment))).toMatchObject({ NODE_ENV: 'production', TEMPORAL_NAMESPACE: 'pursuit' });
  });

  test.for(ours)('%s sends no mail whose links lead to this machine: PUBLIC_URL must be given', ([, { environment = {} }]) => {
    const settings = { ...settingsIn(environment), SMTP_URL: 'smtp://mail.boilers.example' };

    expect(readSettings(settings)).toEqual([expect.objectContaining({ name: 'PUBLIC_URL' })]);
    expect(readSettings({ ...settings, PUBLIC_URL: 'https://sales.boilers.example' })).toHaveProperty('SMTP_URL');
  });

  test('opens one port, that of the API', () => {
    expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, withDefaults(port)]))).toEqual([
      ['api', '8080:8080'],
    ]);
  });

  test('runs the pinned Temporal, and its tools in the same version', () => {
    const images = services.flatMap(([, { image = '' }]) => (image.startsWith('temporalio/') ? [image] : []));

    expect(new Set(images)).toEqual(
      new Set([`temporalio/admin-tools:${pinnedTemporal.server}`, `temporalio/server:${pinnedTemporal.server}`]),
    );
  });

  test('raises the limit of updates in flight', () => {
    expect(parse(read('local/compose/dynamic-config.yaml'))).toEqual({ 'history.maxInFlightUpdates': [{ value: 1000 }] });
  });

  test('reads the secrets that the script makes, and no other', () => {
    const folder = join(freshFolder(), 'secrets');
    makeSecrets(folder);

    for (const { file } of Object.values(compose.secrets))
      expect(read(join(folder, file.replace('./secrets/', ''))), file).toMatch(/\S{32,}/);
    expect(read(join(folder, 'database_url'))).toContain(`:${read(join(folder, 'pursuit_db_password'))}@postgres:5432/pursuit`);
  });

  test('keeps the secrets that are there when the script runs again', () => {
    const folder = join(freshFolder(), 'secrets');
    makeSecrets(folder);
    const first = read(join(folder, 'pursuit_secret'));
    makeSecrets(folder);

    expect(read(join(folder, 'pursuit_secret'))).toBe(first);
  });
});

test.for(['create-roles.sh', 'temporal-schema.sh', 'temporal-server.sh'])('%s is a script its shell can read', (name) => {
  const shell = /^#!\/bin\/(\w+)/.exec(read(`local/compose/${name}`))?.[1] ?? '';

  expect(() => execFileSync(shell, ['-n', join(projectFolder, 'local/compose', name)], { stdio: 'pipe' })).not.toThrow();
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  test('copies from the project only what is there and not kept out of the build', () => {
    const ignored = read('.dockerignore').split('\n');
    const copied = lines.filter((line) => /^COPY (?!--)/.test(line)).flatMap((line) => line.split(' ').slice(1, -1));

    for (const path of copied) expect(existsSync(join(projectFolder, path)), path).toBe(true);
    for (const path of copied) expect(ignored, path).not.toContain(path);
  });

  test('runs a program that the build makes, as a user who is not root, and stops it with SIGTERM', () => {
    const programs = [...lines.join('\n').matchAll(/"node", "dist\/(.+?)\.js"/g)].map(([, path]) => `${path}.ts`);

    expect(programs).toEqual(['local/is-ready.ts', 'local/main.ts']);
    for (const path of programs) expect(existsSync(join(projectFolder, path)), path).toBe(true);
    expect(lines).toEqual(expect.arrayContaining(['USER node', 'STOPSIGNAL SIGTERM']));
  });
});

test('.env.example names every setting with its default', () => {
  const examples = [...read('.env.example').matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  const defaults = readSettings({}) as Readonly<Record<string, unknown>>;

  expect(readSettings({ ...Object.fromEntries(examples), PURSUIT_SECRET: 'x'.repeat(32) })).toMatchObject({
    PURSUIT_ROLE: 'all',
  });
  for (const [name, value] of Object.entries(defaults)) {
    if (name.endsWith('_FOLDER')) continue; // made absolute when read
    expect(examples).toContainEqual([name, String(value)]);
  }
});

function read(path: string): string {
  return readFileSync(path.startsWith('/') ? path : join(projectFolder, path), 'utf8');
}

function makeSecrets(folder: string): void {
  execFileSync(process.execPath, [join(projectFolder, 'local/compose/make-secrets.mjs'), folder]);
}

/** What compose makes of `${NAME:-default}` when nothing is set. */
/** As its processes get them, with the two secrets as if they were read from their files. */
function settingsIn(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const plain = Object.entries(environment).filter(([name]) => !name.endsWith('_FILE'));
  const settings = Object.fromEntries(plain.map(([name, value]) => [name, withDefaults(value)]));
  return { ...settings, DATABASE_URL: 'postgresql://pursuit:x@postgres:5432/pursuit', PURSUIT_SECRET: 'x'.repeat(32) };
}

function withDefaults(text: string): string {
  return text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
}
