import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startHost } from './host.ts';
import type { Lived, Side, Timed } from './side.ts';
import { milestonesOfSale, patiently } from './side.ts';

const taskQueue = 'bench-bare';

/** Temporal alone, by direct client. */
export async function startBare(address: string): Promise<Side> {
  const file = fileURLToPath(new URL('bare-host.ts', import.meta.url));
  const host = await startHost(['--import', 'tsx', file, address, taskQueue], { env: process.env, isUp: /^ready/ });
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  return {
    name: 'bare',
    pid: host.pid,
    live: (timed) => live(client, timed),
    stop: async () => {
      await host.stop();
      await connection.close();
    },
  };
}

/** The stage of each milestone, as in the default playbook. */
const stages = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 4, 5, 5, 5];
const submission = 11;

async function live(client: Client, timed: Timed): Promise<Lived> {
  const workflowId = `bare:${randomUUID()}`;
  const options = { workflowId, taskQueue, workflowTaskTimeout: '2 seconds', args: [milestonesOfSale] } as const;
  const sale = client.workflow.getHandle(workflowId);
  const reach = (number: number) =>
    asked(() =>
      sale.executeUpdate<number, [object]>('milestone', {
        updateId: `m${number}`,
        args: [{ stage: stages[number] ?? 5, submits: number === submission }],
      }),
    );
  await timed(async () => {
    await client.workflow.start('bareSale', options);
    await reach(0);
  });
  for (let number = 1; number <= submission; number += 1) await timed(() => reach(number));
  await decide(client, `${workflowId}:approval`, timed);
  for (let number = submission + 1; number < milestonesOfSale; number += 1) await timed(() => reach(number));
  await sale.result();
  return [workflowId, `${workflowId}:approval`];
}

async function decide(client: Client, approvalId: string, timed: Timed): Promise<void> {
  const approval = client.workflow.getHandle(approvalId);
  const decision = (updateId: string) =>
    asked(() => approval.executeUpdate<number, [string]>('decision', { updateId, args: [updateId] }));
  await patiently(() => approval.describe().catch(unlessMissing));
  await timed(() => decision('first'));
  await timed(() => decision('second'));
}

/** Under load the server now and then turns an update away: the same one is sent again, as any client must. */
async function asked<Answer>(update: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await update();
    } catch (error) {
      if (!(error instanceof ServiceError) || attempt === 3) throw error;
    }
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
