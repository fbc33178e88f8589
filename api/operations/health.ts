import type { Request, Response, Router } from 'express';
import express from 'express';
import type { Database } from '../../prisma/database.ts';
import type { Temporal } from '../temporal.ts';

type Check = () => Promise<boolean>;

/** Ready when all it leans on can be reached; `stopping` turns it off while requests in hand are finished. */
export type Health = { readonly checks: { readonly [name: string]: Check }; readonly isStopping: () => boolean };

const patienceMs = 2_000;

export function healthOf(database: Database, temporal: Temporal, isStopping: () => boolean): Health {
  return {
    isStopping,
    checks: {
      database: async () => (await database.pool.query('SELECT 1')).rowCount === 1,
      migrations: async () =>
        (await database.pool.query('SELECT FROM _prisma_migrations WHERE finished_at IS NULL')).rowCount === 0,
      temporal: temporal.isReachable,
    },
  };
}

/** Never signed in, limited or logged. */
export function healthRoutes(health: Health, version: string): Router {
  const router = express.Router();
  router.get('/livez', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/version', (_request, response) => void response.json({ name: 'pursuit', version, node: process.version }));
  router.get(['/readyz', '/healthz'], (request, response) => ready(health, request, response));
  return router;
}

async function ready({ checks, isStopping }: Health, _request: Request, response: Response): Promise<void> {
  const names = Object.keys(checks);
  const results = await Promise.all(Object.values(checks).map(outcome));
  const byName = Object.fromEntries(names.map((name, at) => [name, results[at] === true ? 'ok' : 'away']));
  const isReady = !isStopping() && results.every(Boolean);
  response.status(isReady ? 200 : 503).json({ status: isStopping() ? 'stopping' : isReady ? 'ok' : 'not-ready', checks: byName });
}

async function outcome(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((answer) => (timer = setTimeout(answer, patienceMs, false)));
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
