import { afterAll, beforeAll, expect, test } from 'vitest';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowBundle } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { mkdir, writeFile } from 'node:fs/promises';
import { bundle } from '../../worker/bundle.ts';
import { company, employ } from '../builders/people.ts';
import type { Office } from '../harness/office.ts';
import { openOffice } from '../harness/office.ts';
import { historiesFolder } from './histories.ts';
import { scenarios } from './scenarios.ts';

let office: Office;
let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  workflowBundle = await bundle();
  office = await openOffice();
  await employ(office.database, company);
});
afterAll(() => office.close());

/** Plays every story anew; `npm run replay:record` keeps what came of it as the histories of this release. */
test.for(Object.entries(scenarios))('the story "%s" replays as it was lived', async ([name, play]) => {
  const handles = await play(office);
  const histories = await Promise.all(handles.map((handle) => handle.fetchHistory()));

  for (const history of histories) await expect(Worker.runReplayHistory({ workflowBundle }, history)).resolves.toBeUndefined();
  if (process.env['RECORD_HISTORIES'] !== undefined)
    await keep(
      name,
      histories.map((history) => historyToJSON(history)),
    );
});

async function keep(name: string, histories: readonly string[]): Promise<void> {
  await mkdir(historiesFolder, { recursive: true });
  await Promise.all(
    histories.map((history, place) => writeFile(`${historiesFolder}/${name}-${place + 1}.json`, `${anonymous(history)}\n`)),
  );
}

/** Without the names of the machine and process that happened to play it, which also name its sticky queue. */
function anonymous(history: string): string {
  return JSON.stringify(
    JSON.parse(history, (_key, value: unknown) => (typeof value === 'string' ? value.replace(/^\d+@[\w-]+/, 'player') : value)),
  );
}
