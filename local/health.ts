import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';

type Answer = { readonly status: number; readonly type: string; readonly body: string };

/** What a worker alone answers: `/livez` while it lives, `/readyz` while it takes tasks, `/metrics` with what Node says of itself. */
export async function serveHealth(host: string, port: number, isRunning: () => boolean): Promise<Server> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answers = new Map<string, () => Answer | Promise<Answer>>([
    ['/livez', () => check(200, 'ok')],
    ['/readyz', () => (isRunning() ? check(200, 'ok') : check(503, 'not-ready'))],
    ['/metrics', async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() })],
  ]);
  const server = createServer(async ({ url = '' }, response) => {
    const { status, type, body } = (await answers.get(url)?.()) ?? check(404, 'not-found');
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await once(server.listen(port, host), 'listening');
  return server;
}

function check(status: number, word: string): Answer {
  return { status, type: 'application/json', body: JSON.stringify({ status: word }) };
}
