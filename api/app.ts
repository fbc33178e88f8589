import express from 'express';
import type { Express } from 'express';
import helmet from 'helmet';
import { publicKeyRoute } from './certificates/route.ts';
import { decideRoutes } from './decide/route.ts';
import type { Deps } from './deps.ts';
import { failure } from './http/failure.ts';
import { requestLog } from './http/log.ts';
import { mount } from './http/mount.ts';
import { docs } from './http/docs.ts';
import { openApi } from './http/openapi.ts';
import type { Health } from './operations/health.ts';
import { healthRoutes } from './operations/health.ts';
import type { Metrics } from './operations/metrics.ts';
import type { ProblemCode } from './problem.ts';
import { Problem, problemKinds } from './problem.ts';
import { routes } from './routes.ts';

export type AppDeps = Deps & { readonly health: Health; readonly metrics: Metrics };

/** The whole HTTP side: health, the table of routes, its description, and one way to say no. */
export function createApp(deps: AppDeps): Express {
  const { settings, log, metrics } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // what changes is not kept, and what is kept is served as files
  app.set('trust proxy', settings.trustedProxies);
  app.set('query parser', 'simple');
  app.use(headers(settings.publicUrl), requestLog(log));
  app.use(healthRoutes(deps.health, settings.version));
  app.use(metrics.observe);
  app.use('/docs', docs());
  app.get('/openapi.json', (_request, response) => void response.json(openApi(settings.version)));
  app.get('/problems/:code', (request, response) => void response.json(problemKind(request.params.code)));
  app.use(publicKeyRoute(deps), decideRoutes(deps));
  app.use('/api/v1', noStore, mount(routes, deps));
  app.use((_request, _response, next) => next(new Problem('not-found')));
  app.use(failure(log));
  return app;
}

/** Nothing from elsewhere runs in our pages; on plain http nothing is upgraded. */
function headers(publicUrl: string | null) {
  const secure = publicUrl?.startsWith('https:') === true;
  return helmet({
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: secure ? [] : null, imgSrc: ["'self'", 'data:'] } },
    strictTransportSecurity: secure,
  });
}

/** What one person reads is for no cache. */
const noStore: express.RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

/** Where a problem's `type` points to. */
function problemKind(code: string) {
  if (!Object.hasOwn(problemKinds, code)) throw new Problem('not-found');
  return { code, ...problemKinds[code as ProblemCode] };
}
