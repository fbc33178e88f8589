import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect } from '../../cli/reconcile/inspect.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import { verifyHistory } from '../../prisma/verify-history.ts';
import type { Stage } from '../api/stage.ts';
import { aStage } from '../api/stage.ts';
import { aWorker } from '../api/worker.ts';
import type { Lane, Weather } from './company.ts';
import { aLane, publishRacePolicy } from './company.ts';
import { races } from './races.ts';
import { runRound } from './round.ts';

const weather: Weather = { failures: [], absences: 0 };
let stage: Stage;
let worker: { readonly stop: () => Promise<void> };
let lane: Lane;
let rounds = 0;

beforeAll(async () => {
  stage = await aStage();
  worker = await aWorker(stage);
  await publishRacePolicy(stage.database);
  lane = await aLane(stage, 'short', weather);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

describe('of eight calls at the same moment', () => {
  test.for(Object.entries(races))(
    '%s: those win who must, the others hear why not, and nothing is stuck',
    async ([, arrange]) => {
      for (const _ of [1, 2]) {
        rounds += 1;
        expect(await runRound(lane, { arrange, round: rounds }, weather)).toEqual([]);
      }
      expect(weather.failures).toEqual([]);
    },
  );

  test('all that was decided stands as its process says', async () => {
    const { client, database } = stage;
    const sales = (await database.prisma.opportunity.findMany()).map(({ id }) => opportunityWorkflowId(id));
    const requests = (await database.prisma.approval.findMany()).map(({ id }) => `contract-approval:${id}`);
    const findings = () => Promise.all([...sales, ...requests].map((id) => inspect({ client, database }, id)));

    await expect.poll(async () => (await findings()).filter((finding) => finding !== null)).toEqual([]); // once all is written
    expect(await verifyHistory(database)).toMatchObject({ bad: null, contracts: requests.length });
    expect(await database.prisma.approvalDecision.count()).toBeGreaterThan(0);
  });
});
