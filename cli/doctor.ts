import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '@temporalio/client';
import { createTransport } from 'nodemailer';
import { localUrlOf, type Settings } from '../local/config.ts';
import { openClientConnection } from '../local/connection.ts';
import { namespaceFault, namespaceRemedy } from '../local/namespace.ts';
import { openDatabase, type Database } from '../prisma/database.ts';
import { pendingMigrations } from '../prisma/migrate.ts';
import { undeliveredMail } from '../prisma/undelivered-mail.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { databaseUrlOf, settingsHere, temporalAddressOf } from './settings.ts';

/** One thing that is looked at: gives what was found, or throws what is wrong. `isDependency`: without it nothing goes. */
type Check = { readonly name: string; readonly isDependency: boolean; readonly look: () => Promise<string> };

const patienceMs = 5_000;

/** `pursuit doctor`: a line for each thing that Pursuit stands on. */
export async function doctorCommand(): Promise<ExitCode> {
  const settings = settingsHere();
  const database = openDatabase(databaseUrlOf(settings), { max: 2 });
  const connection = openClientConnection(settings, temporalAddressOf(settings));
  try {
    const looked = await Promise.all(checksOf(settings, database, connection).map(seen));
    console.log(`ok    settings: role ${settings.PURSUIT_ROLE}, ${settings.NODE_ENV}`);
    for (const { line } of looked) console.log(line);
    const failed = looked.filter(({ isWell }) => !isWell);
    if (failed.some(({ isDependency }) => isDependency)) return exitCodes.dependencyAway;
    return failed.length === 0 ? exitCodes.ok : exitCodes.failure;
  } finally {
    await connection.close();
    await database.close();
  }
}

type Seen = { readonly isDependency: boolean; readonly isWell: boolean; readonly line: string };

async function seen({ name, isDependency, look }: Check): Promise<Seen> {
  try {
    return { isDependency, isWell: true, line: `ok    ${name}: ${await look()}` };
  } catch (error) {
    return { isDependency, isWell: false, line: `fails ${name}: ${reasonOf(error as Error)}` };
  }
}

/** The first line that says something: Prisma begins with an empty one and its own call, and a name of two addresses fails without words. */
function reasonOf(error: NodeJS.ErrnoException): string {
  const lines = error.message.split('\n').map((line) => line.trim());
  const words = lines.find((line) => line !== '' && !/^Invalid `.*invocation/.test(line));
  return words ?? error.code ?? error.name;
}

function checksOf(settings: Settings, database: Database, connection: Connection): readonly Check[] {
  const dependencies = {
    PostgreSQL: () => postgres(database),
    migrations: () => migrations(settings),
    Temporal: () => temporal(connection),
    namespace: () => namespace(settings, connection),
  };
  const others = {
    worker: () => worker(settings, connection),
    API: () => api(settings),
    mail: () => mail(settings, database),
    documents: () => documents(settings),
    administrator: () => administrator(database),
    commands: () => commands(database),
  };
  return [
    ...Object.entries(dependencies).map(([name, look]) => ({ name, isDependency: true, look })),
    ...Object.entries(others).map(([name, look]) => ({ name, isDependency: false, look })),
  ];
}

async function postgres({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  return `version ${rows[0]?.version}`;
}

async function migrations(settings: Settings): Promise<string> {
  const pending = await pendingMigrations(databaseUrlOf(settings));
  if (pending.length > 0) throw new Error(`${pending.join(', ')} to be applied; run \`pursuit migrate\``);
  return 'all applied';
}

async function temporal(connection: Connection): Promise<string> {
  const { serverVersion } = await patiently(connection, () => connection.workflowService.getSystemInfo({}));
  return `version ${serverVersion}`;
}

async function namespace({ TEMPORAL_NAMESPACE }: Settings, connection: Connection): Promise<string> {
  const fault = await namespaceFault(connection, TEMPORAL_NAMESPACE);
  if (fault !== undefined) throw new Error(`${fault}; ${namespaceRemedy}`);
  return `${TEMPORAL_NAMESPACE}, with all search attributes`;
}

async function worker({ TEMPORAL_NAMESPACE, TEMPORAL_TASK_QUEUE }: Settings, connection: Connection): Promise<string> {
  const { pollers } = await patiently(connection, () =>
    connection.workflowService.describeTaskQueue({
      namespace: TEMPORAL_NAMESPACE,
      taskQueue: { name: TEMPORAL_TASK_QUEUE },
    }),
  );
  if ((pollers ?? []).length === 0) throw new Error(`nobody works on the task queue ${TEMPORAL_TASK_QUEUE}`);
  return `${pollers?.length} on the task queue ${TEMPORAL_TASK_QUEUE}`;
}

async function api({ HOST, PORT }: Settings): Promise<string> {
  const url = `${localUrlOf({ HOST, PORT })}/readyz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
  if (answer === null) throw new Error(`nothing answers at ${url}`);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return `ready at ${url}`;
}

async function mail({ SMTP_URL }: Settings, database: Database): Promise<string> {
  if (SMTP_URL === undefined) return 'SMTP_URL is not set; notices stay in the inbox';
  const transport = createTransport({ url: SMTP_URL, connectionTimeout: patienceMs, greetingTimeout: patienceMs });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
  const undelivered = await undeliveredMail(database).catch(() => null);
  if (undelivered === null) return 'the mail server takes our mail; how many were not delivered, only PostgreSQL knows';
  const { count, lastError } = undelivered;
  if (count > 0) throw new Error(`${count} of the last day not delivered, the last one: ${lastError}`);
  return 'the mail server takes our mail';
}

async function documents({ DOCUMENTS_FOLDER, PURSUIT_FOLDER }: Settings): Promise<string> {
  const folder = DOCUMENTS_FOLDER ?? join(PURSUIT_FOLDER, 'documents');
  try {
    await access(folder, constants.W_OK);
    return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `${folder}, made with the first upload`;
    throw new Error(`${folder} cannot be written to`, { cause: error });
  }
}

async function administrator({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::integer FROM "user" WHERE active AND 'admin' = ANY (roles)`,
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) throw new Error('nobody administers this; add somebody with `pursuit user add --role admin`');
  return `${count}`;
}

async function commands({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::integer FROM command WHERE state = 'open' AND created_at < now() - interval '1 minute'",
  );
  const count = rows[0]?.count ?? 0;
  if (count > 0) throw new Error(`${count} without outcome for over a minute; run \`pursuit reconcile --repair\``);
  return 'none is left without outcome';
}

function patiently<Value>(connection: Connection, ask: () => Promise<Value>): Promise<Value> {
  return connection.withDeadline(Date.now() + patienceMs, ask);
}
