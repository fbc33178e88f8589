import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { expect, test } from 'vitest';
import type { Deps } from '../../api/deps.ts';
import { requestLog } from '../../api/http/log.ts';
import { mount } from '../../api/http/mount.ts';
import { reply } from '../../api/http/reply.ts';
import { anyone } from '../../api/policies.ts';
import { none, route } from '../../api/route.ts';
import { z } from 'zod';
import { waitFor } from '../harness/program.ts';

test('a file that breaks off halfway ends the answer and stands in the log; a reader who goes away does not', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const app = express().use(
    requestLog(log),
    mount([file('/broken', breaking), file('/endless', endless)], { log, settings: {} } as Deps),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const leaving = new AbortController();
  await (await fetch(`${url}/endless`, { signal: leaving.signal })).body?.getReader().read();
  leaving.abort();
  await expect(fetch(`${url}/broken`).then((response) => response.text())).rejects.toThrow('terminated');
  await waitFor(
    () => lines.some((line) => line.includes('an answer broke off')),
    () => lines.join(''),
  );

  expect(lines.filter((line) => line.includes('broke off')).map((line) => JSON.parse(line).err.message)).toEqual([
    'EIO: the disk is gone',
  ]);
  server.closeAllConnections();
  server.close();
});

function file(path: string, parts: () => AsyncIterable<string>) {
  const schemas = { params: none, query: none, body: none, reply: z.unknown() };
  return route({
    method: 'get',
    path,
    summary: path,
    ...schemas,
    status: 200,
    policy: anyone,
    handler: () => reply({ stream: Readable.from(parts()) }),
  });
}

async function* breaking() {
  yield 'x'.repeat(1000);
  await pause(5);
  throw new Error('EIO: the disk is gone');
}

async function* endless() {
  for (;;) {
    yield 'x'.repeat(1000);
    await pause(5);
  }
}
