import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';
import { freshFolder } from '../harness/folder.ts';

const notCopied = ['.git', '.pursuit', 'dist', 'node_modules', 'prisma/generated', 'tests', 'coverage'];

describe('the set-up', () => {
  test('does each step once, again when its inputs change or it was interrupted, and nothing else', { timeout: 240_000 }, () => {
    const project = aCopy();
    expect(build(project)).toEqual({ status: 0, steps: ['generate the database client', 'compile', 'bundle the workflows'] });
    expect(build(project)).toEqual({ status: 0, steps: [] });

    appendFileSync(join(project, 'local', 'main.ts'), '\n// changed\n');
    expect(build(project)).toEqual({ status: 0, steps: ['compile'] });

    rmSync(join(project, 'prisma', 'generated', '.made-from'));
    expect(build(project)).toEqual({ status: 0, steps: ['generate the database client'] });

    rmSync(join(project, 'dist'), { recursive: true });
    expect(build(project)).toEqual({ status: 0, steps: ['compile', 'bundle the workflows'] });
  });

  test('says which step failed, and does it again when it can succeed', { timeout: 240_000 }, () => {
    const project = aCopy();
    build(project);
    const file = join(project, 'local', 'project-folder.ts');
    const right = readFileSync(file, 'utf8');

    writeFileSync(file, `${right}\nexport const wrong: number = 'text';\n`);
    const failed = setup(project, 'build');
    expect(failed.status).toBe(1);
    expect(failed.output).toContain('Could not compile');
    expect(failed.output).toContain('local/project-folder.ts');

    writeFileSync(file, right);
    expect(build(project)).toEqual({ status: 0, steps: ['compile'] });
    expect(existsSync(join(project, 'dist', 'local', 'main.js'))).toBe(true);
  });

  test('in production installs what it builds with too, so that a start gets as far as naming its settings', () => {
    const project = freshFolder();
    for (const path of ['local', 'package.json', 'package-lock.json'])
      cpSync(join(projectFolder, path), join(project, path), { recursive: true });
    const npm = join(project, 'npm.js');
    writeFileSync(npm, 'console.log(process.argv.slice(2).join(" ")); process.exit(1);');

    const { output } = setup(project, 'start', { NODE_ENV: 'production', npm_execpath: npm });

    expect(output).toMatch(/^ci .*--include=dev/m);
  });

  test('asked for something it does not know says what it knows, and leaves with 2', () => {
    const { status, output } = setup(projectFolder, 'strat');

    expect(status).toBe(2);
    expect(output).toContain('prepare|build|start|test');
  });
});

/** The sources alone, as in a fresh clone, but with the packages there. */
function aCopy(): string {
  const project = freshFolder();
  cpSync(projectFolder, project, { recursive: true, filter: (path) => !notCopied.includes(relative(projectFolder, path)) });
  symlinkSync(join(projectFolder, 'node_modules'), join(project, 'node_modules'));
  return project;
}

function build(project: string): { readonly status: number | null; readonly steps: readonly string[] } {
  const { status, output } = setup(project, 'build');
  return { status, steps: [...output.matchAll(/^✓ (.+) \([\d.]+ s\)$/gm)].map(([, step = '']) => step) };
}

function setup(
  project: string,
  command: string,
  env: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'local', 'setup.mjs'), command], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, output: stdout + stderr };
}
