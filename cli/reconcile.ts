import { Client, type Connection } from '@temporalio/client';
import pino from 'pino';
import { sweepOnce } from '../api/sweeper.ts';
import { temporalGate } from '../api/temporal.ts';
import { openClientConnection } from '../local/connection.ts';
import type { Settings } from '../local/config.ts';
import { DependencyAway } from '../local/dependency-away.ts';
import { signingKeyOf, supporterKeyOf } from '../local/secret.ts';
import { openDatabase, type Database } from '../prisma/database.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { databaseUrlOf, settingsHere, temporalAddressOf, withSecret } from './settings.ts';

/** `pursuit reconcile`: processes against what the database says of them. */
export async function reconcileCommand({ repair = false }: { readonly repair?: boolean }): Promise<ExitCode> {
  const settings = settingsHere();
  const database = openDatabase(databaseUrlOf(settings), { max: 6 });
  const connection = openClientConnection(settings, temporalAddressOf(settings));
  try {
    await requireTemporal(connection);
    const client = new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE });
    const resend = () => sendAgain(database, client, settings);
    const { processes, findings, repaired } = await reconcile({ ...{ client, database, repair, resend }, onFinding: tell });
    console.log(`${processes} processes compared, ${findings} differences, ${repaired} repaired.`);
    return findings === repaired ? exitCodes.ok : exitCodes.differences;
  } finally {
    await connection.close();
    await database.close();
  }
}

async function requireTemporal(connection: Connection): Promise<void> {
  try {
    await connection.withDeadline(Date.now() + 5_000, () => connection.workflowService.getSystemInfo({}));
  } catch (cause) {
    throw new DependencyAway('Temporal does not answer.', { cause });
  }
}

function tell(name: string, faults: readonly string[], isRepaired: boolean): void {
  console.log([`${isRepaired ? 'repaired' : 'differs '}  ${name}`, ...faults.map((fault) => `    ${fault}`)].join('\n'));
}

/** As the sweeper of an API does; a process gives the first outcome again. */
function sendAgain(database: Database, client: Client, here: Settings): Promise<void> {
  const keys = withSecret(here);
  const settings = {
    ...{ taskQueue: here.TEMPORAL_TASK_QUEUE, signingKey: signingKeyOf(keys), supporterKey: supporterKeyOf(keys) },
    ...{ publicUrl: null, documentsFolder: '', version: '', checkReplies: false, commandDeadlineMs: 8_000, trustedProxies: 0 },
  };
  return sweepOnce({ database, temporal: temporalGate(client), log: pino({ level: 'silent' }), settings });
}
