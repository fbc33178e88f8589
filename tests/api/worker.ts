import { NativeConnection } from '@temporalio/worker';
import type { RunningWorker } from '../../worker/main.ts';
import { startWorker } from '../../worker/main.ts';
import type { Stage } from './stage.ts';

/** A real worker for the stage's own task queue. */
export async function aWorker({ database, taskQueue, address }: Stage): Promise<Pick<RunningWorker, 'stop'>> {
  const connection = await NativeConnection.connect({ address });
  const worker = await startWorker({ connection, database, namespace: 'default', taskQueue, buildId: 'test' });
  return {
    async stop() {
      await worker.stop();
      await connection.close();
    },
  };
}
