import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serveHealth } from '../../local/health.ts';

test('a worker alone tells whether it lives and takes tasks, and what Node says of itself', async () => {
  let isRunning = true;
  const server = await serveHealth('127.0.0.1', 0, () => isRunning);
  onTestFinished(() => void server.close());
  const ask = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

  const metrics = await ask('/metrics');
  expect(metrics.status).toBe(200);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  expect(await metrics.text()).toMatch(/^process_cpu_seconds_total /m);

  expect([(await ask('/livez')).status, (await ask('/readyz')).status, (await ask('/else')).status]).toEqual([200, 200, 404]);
  isRunning = false;
  expect((await ask('/readyz')).status).toBe(503);
});
