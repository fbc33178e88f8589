import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';
import { freshFolder } from '../harness/folder.ts';

describe('the file .env', () => {
  test.for(['cli/main.ts', 'local/main.ts'])(
    'written by an editor that marks it first gives its first setting too, to %s',
    (program) => {
      const folder = freshFolder();
      writeFileSync(join(folder, '.env'), '\uFEFFPORT=sesame\nADMIN_PORT=sesame\n');

      const { status, output } = runIn(folder, program);

      expect(status, output).toBe(78);
      expect(output).toContain('  PORT is not a port number');
      expect(output).toContain('  ADMIN_PORT is not a port number');
    },
  );

  test.for(['cli/main.ts', 'local/main.ts'])(
    'that is a folder is listed by %s with all that is wrong, without a stack trace',
    (program) => {
      const folder = freshFolder();
      mkdirSync(join(folder, '.env'));

      const { status, output } = runIn(folder, program, { PORT: 'sesame' });

      expect(status, output).toBe(78);
      expect(output).toContain('  .env is a folder, not a file');
      expect(output).toContain('  PORT is not a port number');
      expect(output).not.toMatch(/^ +at /m);
    },
  );

  test('that is a folder stops the set-up before it does anything', () => {
    const project = freshFolder();
    mkdirSync(join(project, '.env'));
    cpSync(join(projectFolder, 'local', 'setup.mjs'), join(project, 'local', 'setup.mjs'));

    const { status, output } = run(project, [join(project, 'local', 'setup.mjs'), 'build']);

    expect({ status, output }).toEqual({ status: 78, output: 'These settings are wrong:\n  .env is a folder, not a file\n' });
  });
});

function runIn(folder: string, program: string, env: Readonly<Record<string, string>> = {}) {
  const args = program.startsWith('cli') ? ['signing-key'] : [];
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  return run(folder, ['--import', tsx, join(projectFolder, program), ...args], env);
}

function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env: { PATH, HOME, ...env }, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
