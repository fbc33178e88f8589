import type { WorkflowHandle } from '@temporalio/client';
import { Client, ServiceError, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../../domain/account.ts';
import type { Stamp } from '../../domain/actor.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { CommandOf, OpportunityCommand } from '../../domain/opportunity/command.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { Database } from '../../prisma/database.ts';
import { openDatabase } from '../../prisma/database.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import type { RunningWorker } from '../../worker/main.ts';
import { startWorker } from '../../worker/main.ts';
import type { Door, OpportunityAnswer } from '../../workflows/contract.ts';
import { opportunityDoors, opportunityWorkflow } from '../../workflows/contract.ts';
import { aPlaybook } from '../builders/playbook.ts';
import { freshDatabase } from './database.ts';
import { freshTaskQueue, temporalAddress } from './temporal.ts';

/** A worker, a database and a client: Pursuit without its API. Senders write what they were answered, as the API does. */
export type Office = {
  readonly client: Client;
  readonly database: Database;
  readonly taskQueue: string;
  readonly databaseUrl: string;
  readonly worker: () => RunningWorker;
  readonly hire: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openOffice(namespace = 'default'): Promise<Office> {
  const { url, drop } = await freshDatabase();
  const database = openDatabase(url);
  const taskQueue = freshTaskQueue();
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const client = new Client({ connection, namespace });
  const hire = () => startWorker({ connection, database, namespace, taskQueue, buildId: 'test' });
  let worker = await hire();
  return {
    ...{ client, database, taskQueue, databaseUrl: url },
    worker: () => worker,
    hire: async () => {
      worker = await hire();
    },
    close: async () => {
      await worker.stop();
      await connection.close();
      await database.close();
      await drop();
    },
  };
}

export type Opening = {
  readonly office: Office;
  readonly command: OpportunityCommand;
  readonly id?: string;
  readonly playbook?: Playbook;
  readonly renewAfterEvents?: number;
};

/** Starts a sale with its first command, in one call. */
export async function openSale({ office, command, id = randomUUID(), playbook = aPlaybook(), renewAfterEvents }: Opening) {
  const startWorkflowOperation = new WithStartWorkflowOperation(opportunityWorkflow, {
    workflowId: opportunityWorkflowId(id),
    taskQueue: office.taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowTaskTimeout: '2 seconds',
    args: [{ id, playbook, calendar: defaultCalendar, ...(renewAfterEvents === undefined ? {} : { renewAfterEvents }) }],
  });
  const answer: OpportunityAnswer = await office.client.workflow.executeUpdateWithStart(opportunityDoors.open.update, {
    updateId: command.commandId,
    args: [{ ...command, at: new Date().toISOString(), seen: 0 }],
    startWorkflowOperation,
  });
  await writeAccount(office.database, answer.account);
  return { id, handle: office.client.workflow.getHandle(opportunityWorkflowId(id)) };
}

export type Asking = { readonly doors: { readonly [type: string]: Door }; readonly command: Stamp & { readonly type: string } };

/** By update; what is answered is written, as its sender must. `seen` is what the table holds. */
export async function ask(office: Office, handle: WorkflowHandle, { doors, command }: Asking): Promise<Answer> {
  const { update } = doorOf(doors, command.type);
  const seen = await sealed(office, handle.workflowId);
  const options = {
    updateId: command.commandId,
    args: [{ ...command, at: new Date().toISOString(), seen }] as [Asking['command']],
  };
  const send = () => handle.executeUpdate<Answer, [Asking['command']]>(update, options);
  const answer = await send().catch((error: unknown) => (isRenewal(error) ? send() : Promise.reject(error)));
  await writeAccount(office.database, answer.account);
  return answer;
}

/** The run renewed itself under the command: the next one takes it, under the same id. */
function isRenewal(error: unknown): boolean {
  if (error instanceof WorkflowUpdateFailedError)
    return (error.cause as { readonly type?: string }).type === 'AcceptedUpdateCompletedWorkflow';
  return error instanceof ServiceError && (error.cause as { readonly code?: number }).code === 9;
}

export function askSale(office: Office, handle: WorkflowHandle, command: OpportunityCommand) {
  return ask(office, handle, { doors: opportunityDoors, command });
}

/** By the other door: no answer. */
export async function tell(handle: WorkflowHandle, command: OpportunityCommand): Promise<void> {
  await handle.signal(opportunityDoors[command.type].signal, { ...command, at: new Date().toISOString() });
}

/** The sequence up to which a history is complete in the table. */
export async function sealed({ database }: Office, workflowId: string): Promise<number> {
  const { rows } = await database.pool.query<{ seq: number }>(
    'SELECT coalesce(max(seq), 0) AS seq FROM event_seal WHERE workflow_id = $1',
    [workflowId],
  );
  return rows[0]?.seq ?? 0;
}

/** Event types of a process, in order, as they stand in the table. */
export async function written({ database }: Office, workflowId: string): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ type: string }>('SELECT type FROM event WHERE workflow_id = $1 ORDER BY seq', [
    workflowId,
  ]);
  return rows.map(({ type }) => type);
}

/** Looks again until it is true, for things that happen by themselves. */
export async function eventually<Value>(
  look: () => Promise<Value>,
  isRight: (value: Value) => boolean,
  withinMs = 15_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function doorOf(doors: { readonly [type: string]: Door }, type: string): Door {
  const door = doors[type];
  if (door === undefined) throw new Error(`no door for ${type}`);
  return door;
}

export type { CommandOf };
