import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** What a worker alone answers to a container platform: `/livez` while the process lives, `/readyz` while it takes tasks. */
export async function serveHealth(host: string, port: number, isRunning: () => boolean): Promise<Server> {
  const checks = new Map([
    ['/livez', () => true],
    ['/readyz', isRunning],
  ]);
  const server = createServer(({ url = '' }, response) => {
    const passes = checks.get(url)?.();
    const status = passes === undefined ? 404 : passes ? 200 : 503;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: passes === true ? 'ok' : 'not-ready' }));
  });
  await once(server.listen(port, host), 'listening');
  return server;
}
