import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { tuning } from '../../worker/main.ts';

/** A worker of bare workflows, with the settings of our own; prints `ready`. */
const [address = '', taskQueue = ''] = process.argv.slice(2);
const quiet = { trace: none, debug: none, info: none, warn: none, error: none, log: none };
Runtime.install({ logger: quiet });
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue,
  workflowsPath: fileURLToPath(new URL('bare-workflow.ts', import.meta.url)),
  ...tuning,
});
process.stdout.write('ready\n');
await worker.run();

function none(): void {}
