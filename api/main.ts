import { generateKeyPairSync, generateKeySync } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../prisma/database.ts';
import { createApp } from './app.ts';
import type { Deps, Settings } from './deps.ts';
import { healthOf } from './operations/health.ts';
import { adminServer, metricsOf } from './operations/metrics.ts';
import { startHousekeeping } from './housekeeping/housekeeping.ts';
import { startSweeper } from './sweeper.ts';
import { temporalGate } from './temporal.ts';

export type ApiConfig = {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** For metrics; absent: none are served. */
  readonly adminPort?: number;
  readonly database: Database;
  /** On a lazy connection, so that the API serves reads while Temporal is away; the worker's native one is faster where there is one. */
  readonly temporal: Client;
  readonly log: Logger;
  readonly settings: Pick<Settings, 'taskQueue' | 'version'> & Partial<Settings>;
};

export type RunningApi = { readonly port: number; readonly adminPort: number | null; readonly stop: () => Promise<void> };

const drainMs = 20_000;

/** Longer than the 60 s of usual proxies, so that none sends a request into a connection that is just being closed. */
const patience = { keepAliveTimeout: 75_000, headersTimeout: 80_000 };

/** Serves until stopped; stopping answers what is in hand first. The database and Temporal stay open: whoever opened them closes them. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const { host, port, database, log } = config;
  let stopping = false;
  const deps: Deps = { database, log, temporal: temporalGate(config.temporal), settings: { ...defaults(), ...config.settings } };
  const metrics = metricsOf(database);
  const app = createApp({ ...deps, metrics, health: healthOf(database, deps.temporal, () => stopping) });
  const server = await listening(app.listen(port, host));
  Object.assign(server, patience);
  const admin = config.adminPort === undefined ? null : await listening(adminServer(metrics).listen(config.adminPort, host));
  const sweeper = startSweeper(deps);
  const housekeeping = startHousekeeping(deps);
  return {
    port: portOf(server),
    adminPort: admin === null ? null : portOf(admin),
    async stop() {
      stopping = true;
      await Promise.all([close(server), sweeper.stop(), housekeeping.stop(), admin === null ? undefined : close(admin)]);
      await deps.temporal.quiet();
    },
  };
}

/** A key that is not given is made, and lasts as long as the process. */
function defaults(): Omit<Settings, 'taskQueue' | 'version'> {
  return {
    publicUrl: null,
    documentsFolder: join('.pursuit', 'documents'),
    signingKey: generateKeyPairSync('ed25519').privateKey,
    supporterKey: generateKeySync('aes', { length: 256 }),
    checkReplies: false,
    commandDeadlineMs: 8_000,
    trustedProxies: 0,
  };
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(server));
    server.once('error', reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
