import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { orStopped, untilReady, type Starting } from '../../local/ready.ts';
import { freshFolder } from '../harness/folder.ts';

describe('a server that is being started', () => {
  test('and does not get ready is given up with what it last said, and with its log', async () => {
    await expect(untilReady({ ...neverReady(), patienceSeconds: 0 })).rejects.toThrow(
      'PostgreSQL is not ready after 0 s: it speaks no TLS\nthe end of the log',
    );
  });

  test('is waited for no longer once told to leave, and is stopped', async () => {
    let stopped = false;
    const leave = new AbortController();
    const ready = untilReady(neverReady(), leave.signal);
    leave.abort();

    await expect(orStopped(ready, async () => void (stopped = true))).rejects.toThrow('aborted');
    expect(stopped).toBe(true);
  });
});

function neverReady(): Starting {
  const logFile = join(freshFolder(), 'log');
  writeFileSync(logFile, 'the end of the log\n');
  const server = { pid: 0, exited: new Promise<void>(() => undefined), hasExited: () => false };
  return { name: 'PostgreSQL', server, logFile, fault: () => Promise.resolve('it speaks no TLS') };
}
