import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { startApi } from '../api/main.ts';
import { refusalText } from '../api/problem.ts';
import { openDatabase, type Database } from '../prisma/database.ts';
import { startMailer } from '../worker/mailer.ts';
import { installRuntime, startWorker, type RunningWorker } from '../worker/main.ts';
import { openClientConnection, openNativeConnection } from './connection.ts';
import { startDemo } from './demo/start.ts';
import type { Servers } from './embedded.ts';
import { prepareFirstStart, type SignIn } from './first-start.ts';
import { serveHealth } from './health.ts';
import { openLog, temporalLog } from './log.ts';
import { prepareServers } from './preparation.ts';
import { version, workflowBundle } from './project-folder.ts';
import { secretOf, signingKeyOf, supporterKeyOf } from './secret.ts';
import type { Stop, Supervision } from './supervisor.ts';

export type Standing = Supervision & {
  readonly servers: Servers;
  /** Told at once how to stop what was just started, so that nothing stays when the next part fails. */
  readonly onStarted: (stop: Stop) => void;
};

type Parts = Standing & { readonly database: Database; readonly log: Logger };
type TemporalConnection = Awaited<ReturnType<typeof openNativeConnection>> | ReturnType<typeof openClientConnection>;

/** Pursuit itself, on servers that are there: migrations, the worker, then the API, as far as the role goes. Gives how to sign in, where we know. */
export async function startServices(standing: Standing): Promise<SignIn | undefined> {
  await prepareServers(standing.servers, standing);
  const log = openLog(standing.settings);
  const database = openDatabase(standing.servers.databaseUrl, {
    max: 30,
    patienceMs: 9_000,
    onLost: (err) => log.warn({ err }, 'lost a connection'),
  });
  standing.onStarted(database.close);
  const { DATABASE_URL, PURSUIT_ROLE } = standing.settings;
  const signIn = DATABASE_URL === undefined ? await prepareFirstStart(database, standing.settings) : undefined;
  await starters[PURSUIT_ROLE]({ ...standing, database, log });
  if (signIn !== undefined) startDemo({ ...standing, signIn, log });
  return signIn;
}

const starters = { all: startAll, api: startApiAlone, worker: startWorkerAlone };

async function startAll(parts: Parts): Promise<void> {
  const { connection } = await startWorking(parts);
  await startServing(parts, connection);
}

async function startApiAlone(parts: Parts): Promise<void> {
  const connection = openClientConnection(parts.settings, parts.servers.temporalAddress);
  parts.onStarted(() => connection.close());
  await startServing(parts, connection);
}

async function startWorkerAlone(parts: Parts): Promise<void> {
  const { HOST, ADMIN_PORT } = parts.settings;
  const { worker } = await startWorking(parts);
  const health = await serveHealth(HOST, ADMIN_PORT, worker.isRunning);
  parts.onStarted(() => void health.close());
}

async function startWorking(parts: Parts) {
  const { settings, servers, database, log, onStarted, giveUp } = parts;
  installRuntime(temporalLog(log));
  const connection = await openNativeConnection(settings, servers.temporalAddress);
  onStarted(() => connection.close());
  const worker: RunningWorker = await startWorker({
    ...{
      connection,
      database,
      namespace: settings.TEMPORAL_NAMESPACE,
      taskQueue: settings.TEMPORAL_TASK_QUEUE,
      buildId: version,
    },
    ...(isCompiled && { bundlePath: workflowBundle }),
  });
  worker.done.catch(giveUp);
  onStarted(worker.stop);
  startMailing(parts);
  return { connection, worker };
}

/** Without a mail server notices stay in the inbox. */
function startMailing({ settings, database, log, onStarted }: Parts): void {
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = settings;
  if (SMTP_URL === undefined || PUBLIC_URL === undefined) return; // the one is set with the other
  const sender = {
    publicUrl: PUBLIC_URL,
    secret: secretOf(settings),
    refusal: refusalText,
    ...(MAIL_FROM !== undefined && { from: MAIL_FROM }),
  };
  onStarted(startMailer({ ...sender, database, log, smtpUrl: SMTP_URL }).stop);
}

async function startServing({ settings, database, log, onStarted }: Parts, connection: TemporalConnection): Promise<void> {
  const api = await startApi({
    ...{ host: settings.HOST, port: settings.PORT, adminPort: settings.ADMIN_PORT, database, log },
    temporal: new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE }),
    settings: {
      ...{ taskQueue: settings.TEMPORAL_TASK_QUEUE, version, trustedProxies: settings.TRUST_PROXY },
      documentsFolder: settings.DOCUMENTS_FOLDER ?? join(settings.PURSUIT_FOLDER, 'documents'),
      publicUrl: settings.PUBLIC_URL ?? null,
      signingKey: signingKeyOf(settings),
      supporterKey: supporterKeyOf(settings),
    },
  });
  onStarted(api.stop);
}

/** A bundle of the last build is not the source that runs now. */
const isCompiled = import.meta.url.endsWith('.js');
