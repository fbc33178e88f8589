import type { Logger, NativeConnection } from '@temporalio/worker';
import { Runtime, Worker } from '@temporalio/worker';
import { activities } from '../activities/index.ts';
import type { Database } from '../prisma/database.ts';
import { workflows } from './bundle.ts';

export type WorkerConfig = {
  readonly connection: NativeConnection;
  readonly database: Database;
  readonly namespace: string;
  readonly taskQueue: string;
  /** The prebuilt bundle; absent, the workflows are bundled at start. */
  readonly bundlePath?: string;
  /** Marks the code that runs, in Temporal's own records. */
  readonly buildId: string;
};

export type RunningWorker = {
  /** Resolves when all tasks in hand are done. */
  readonly stop: () => Promise<void>;
  /** Rejects when the worker failed by itself. */
  readonly done: Promise<void>;
  readonly isRunning: () => boolean;
};

/** Call before anything else of the SDK: its own signal handlers would race with the supervisor's. */
export function installRuntime(logger: Logger): void {
  Runtime.install({ shutdownSignals: [], logger });
}

/** Polls until stopped. Workflows and activities of one task queue. */
export async function startWorker(config: WorkerConfig): Promise<RunningWorker> {
  const { connection, database, namespace, taskQueue, bundlePath, buildId } = config;
  const worker = await Worker.create({
    ...{ connection, namespace, taskQueue, buildId },
    ...(bundlePath === undefined ? workflows : { workflowBundle: { codePath: bundlePath } }),
    activities: activities({ database }),
    ...tuning,
  });
  const done = worker.run();
  return {
    done,
    isRunning: () => worker.getState() === 'RUNNING',
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

/** After a kill a cached sale waits for the sticky timeout: keep it short. */
export const tuning = {
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 50,
  workflowTaskPollerBehavior: { type: 'autoscaling' },
  stickyQueueScheduleToStartTimeout: '1 second',
  shutdownGraceTime: '25 seconds',
  shutdownForceTime: '35 seconds',
} as const;
