import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../worker/bundle.ts';
import { approvalDoors, opportunityDoors } from '../../workflows/contract.ts';
import { storedHistories } from './histories.ts';

type Bundle = Awaited<ReturnType<typeof bundleWorkflowCode>>;

const quiet = { trace: none, debug: none, info: none, warn: none, error: none, log: none };
const planted = fileURLToPath(new URL('planted/index.ts', import.meta.url));

let ours: Bundle;
beforeAll(async () => {
  ours = await bundle();
}, 60_000);

describe('what was lived under earlier code', () => {
  test('still replays, command for command', async () => {
    const stored = storedHistories().map(({ name, history }) => ({ workflowId: name, history }));
    const failures: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: ours }, stored)) {
      if (error !== undefined) failures.push(`${workflowId}: ${error.message}`);
    }

    expect(stored.length).toBeGreaterThanOrEqual(13);
    expect(failures).toEqual([]);
  }, 120_000);

  test('holds every command of a sale and of an approval, through both doors', () => {
    const told = JSON.stringify(storedHistories().map(({ history }) => history));

    for (const { update, signal } of [...Object.values(opportunityDoors), ...Object.values(approvalDoors)]) {
      expect(told).toContain(`"signalName":"${signal}"`);
      expect(told).toContain(`"name":"${update}"`);
    }
  });

  test('does not replay when two commands change places', async () => {
    const changed = await bundleWorkflowCode({ workflowsPath: planted, logger: quiet });
    const [{ history } = { history: undefined }] = storedHistories().filter(({ name }) => name.startsWith('contract-approved'));

    await expect(Worker.runReplayHistory({ workflowBundle: changed }, history)).rejects.toThrow(DeterminismViolationError);
  }, 60_000);
});

function none(): void {}
