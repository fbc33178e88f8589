import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projectFolder } from '../../local/project-folder.ts';

describe('in production', () => {
  test.runIf(existsSync('/dev/full'))('a full disk costs lines, never the process, and that is said once', async () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));

    const writer = startWriter(20, full);
    const said = textOf(writer.stderr);
    const [code] = await once(writer, 'close');

    expect(code, said()).toBe(0);
    expect(said().match(/Nothing is logged while standard output cannot be written to: ENOSPC/g)).toHaveLength(1);
    expect(said()).toContain('came to its end');
  });

  test('whoever reads slowly misses no line, and holds nothing up', async () => {
    const writer = startWriter(5000, 'pipe');
    const said = textOf(writer.stderr);
    await expect.poll(said, { timeout: 20_000 }).toContain('came to its end');
    await delay(200);
    const read = textOf(writer.stdout);
    const [code] = await once(writer, 'close');

    expect(code, said()).toBe(0);
    expect(read().split('\n')).toHaveLength(5001);
  });

  test('whoever has stopped reading does not end the process', async () => {
    const writer = startWriter(20, 'pipe');
    const said = textOf(writer.stderr);
    writer.stdout?.destroy();
    const [code] = await once(writer, 'close');

    expect(code, said()).toBe(0);
    expect(said()).toContain('came to its end');
  });
});

/** A process that logs so many lines, a few at a time, and says on standard error when it has. */
function startWriter(lines: number, stdout: 'pipe' | number) {
  const program = `
    import { openLog } from './local/log.ts';
    const log = openLog({ NODE_ENV: 'production', LOG_LEVEL: 'info', PURSUIT_FOLDER: '' });
    for (let line = 1; line <= ${lines}; line += 1) {
      log.info({ line }, 'an answer');
      if (line % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    console.error('came to its end');`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const writer = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', stdout, 'pipe'] });
  onTestFinished(() => void writer.kill('SIGKILL'));
  return writer;
}

/** All that was read so far. */
function textOf(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (bytes: Buffer) => (text += bytes.toString('utf8')));
  return () => text;
}
