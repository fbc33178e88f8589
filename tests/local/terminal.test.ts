import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';
import { freshFolder } from '../harness/folder.ts';
import { waitFor } from '../harness/program.ts';

/** Of util-linux: gives another program a terminal, and passes on what is typed and how it ended. */
const program = 'script';
/** The shell between makes room, as a prompt would: it has a Ctrl-C of its own, and not each shell outlives that. */
const command = 'exec npm start';
const hasTerminal = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

test.runIf(hasTerminal)('npm start, stopped with Ctrl-C in a terminal, leaves with what Pursuit left with', async () => {
  const terminal = spawn(program, ['-qec', command, '/dev/null'], {
    cwd: aProjectThatWaits(),
    env: { ...process.env, SHELL: '/bin/sh' },
  });
  const ended = new Promise((resolve) => terminal.once('close', resolve));
  let output = '';
  terminal.stdout.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
  await waitFor(
    () => output.includes('started'),
    () => output,
  );

  terminal.stdin.write('\x03');

  expect(await ended, output).toBe(0);
});

/** With our way to start, but of something that only waits for Ctrl-C. */
function aProjectThatWaits(): string {
  const folder = freshFolder();
  cpSync(join(projectFolder, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'local'));
  const waits = `process.on('SIGINT', () => setTimeout(() => process.exit(0), 300)); setInterval(() => 0, 1000); console.log('started');`;
  writeFileSync(join(folder, 'local', 'setup.mjs'), waits);
  return folder;
}
