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
  const answerTo = async (url: string) => (await answers.get(url)?.()) ?? check(404, 'not-found');
  const server = createServer(({ url = '' }, response) => {
    const say = ({ status, type, body }: Answer) => void response.writeHead(status, { 'content-type': type }).end(body);
    answerTo(url).then(say, () => say(check(500, 'failed')));
  });
  await once(server.listen(port, host), 'listening');
  return server;
}

function check(status: number, word: string): Answer {
  return { status, type: 'application/json', body: JSON.stringify({ status: word }) };
}
