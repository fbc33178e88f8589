import { NativeConnection } from '@temporalio/worker';
import { openDatabase } from '../../prisma/database.ts';
import { startWorker } from '../../worker/main.ts';

/** The worker as a process of its own, to be killed. */
const { DATABASE_URL = '', TEMPORAL_ADDRESS = '', TEMPORAL_TASK_QUEUE: taskQueue = '' } = process.env;
const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
const database = openDatabase(DATABASE_URL);
const worker = await startWorker({ connection, database, namespace: 'default', taskQueue, buildId: 'races' });
process.stdout.write('working\n');
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => connection.close())
    .then(() => process.exit(0));
});
await worker.done;
