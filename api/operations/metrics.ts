import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../../prisma/database.ts';

export type Metrics = { readonly observe: RequestHandler; readonly text: () => Promise<string>; readonly contentType: string };

/** How long requests take, by route and status; commands without outcome; mails that did not leave, or not yet; and what Node says of itself. */
export function metricsOf({ pool }: Database): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to end of answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  for (const gauge of [databaseConnections(pool), openCommands(pool), unsentMails(pool)]) registry.registerMetric(gauge);
  return { observe: observer(seconds), text: () => registry.metrics(), contentType: registry.contentType };
}

/** For those who run it: on a port of its own. */
export function adminServer({ text, contentType }: Metrics): Server {
  return createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    text().then(
      (body) => response.writeHead(200, { 'content-type': contentType }).end(body),
      () => response.writeHead(500).end(),
    );
  });
}

function observer(seconds: Histogram<'method' | 'route' | 'status'>): RequestHandler {
  return (request, response, next) => {
    const stop = seconds.startTimer({ method: request.method });
    response.once('finish', () => stop({ route: routeName(request.route), status: String(response.statusCode) }));
    next();
  };
}

function routeName(route: unknown): string {
  return (route as { readonly path?: string } | undefined)?.path ?? 'none';
}

function databaseConnections(pool: Database['pool']): Gauge {
  return new Gauge({
    ...{ name: 'pursuit_database_connections', help: 'Connections of this process', registers: [] },
    collect() {
      this.set(pool.totalCount);
    },
  });
}

function openCommands(pool: Database['pool']): Gauge {
  return new Gauge({
    ...{ name: 'pursuit_open_commands', help: 'Commands without outcome', registers: [] },
    async collect() {
      this.set(await countOpen(pool).catch(() => Number.NaN)); // the other figures are wanted most while the database is away
    },
  });
}

async function countOpen(pool: Database['pool']): Promise<number> {
  const { rows } = await pool.query<{ readonly open: number }>(`SELECT count(*)::int AS open FROM command WHERE state = 'open'`);
  return rows[0]?.open ?? 0;
}

function unsentMails(pool: Database['pool']): Gauge {
  return new Gauge({
    ...{ name: 'pursuit_unsent_mails', help: 'Mails that wait, were refused for good, or grew too old', registers: [] },
    labelNames: ['state'],
    async collect() {
      for (const { state, count } of await countUnsent(pool).catch(() => unknownCounts)) this.set({ state }, count);
    },
  });
}

type Count = { readonly state: string; readonly count: number };

const unsentStates = ['pending', 'failed', 'expired'];
const unknownCounts: readonly Count[] = unsentStates.map((state) => ({ state, count: Number.NaN }));

async function countUnsent(pool: Database['pool']): Promise<readonly Count[]> {
  const { rows } = await pool.query<Count>(selectUnsent, [unsentStates]);
  return rows;
}

/** What grew too old untried was not meant to leave: its reader wants none or has no address, or mail was switched on later. */
const selectUnsent = `
  SELECT state, (
    SELECT count(*)::int FROM delivery d WHERE d.state = one.state AND d.state <> 'sent'
      AND (d.state <> 'expired' OR d.attempts > 0)
  ) AS count FROM unnest($1::text[]) one (state)`;
