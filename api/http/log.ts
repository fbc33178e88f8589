import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { RequestHandler } from 'express';

/** One line per request; never a token, a password or a body. The id is the caller's own when he sent a usable one. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
      response.setHeader('x-request-id', id);
      return id;
    },
    quietReqLogger: true,
    customLogLevel: (_request, { statusCode }, error) =>
      error !== undefined || statusCode >= 500 ? 'error' : statusCode >= 400 ? 'info' : 'debug',
    autoLogging: { ignore: ({ url }) => quiet.has(url ?? '') },
    serializers: {
      req: ({ id, method, url }) => ({ id, method, url: pathOf(String(url)) }),
      res: ({ statusCode }) => ({ statusCode }),
    },
    redact: { paths: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'], remove: true },
  });
}

const quiet = new Set(['/livez', '/readyz', '/healthz', '/metrics']);

/** What is searched for may name people: it stays out of the log. */
function pathOf(url: string): string {
  return url.split('?')[0] ?? url;
}
