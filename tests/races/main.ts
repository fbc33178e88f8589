import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reconcile } from '../../cli/reconcile/reconcile.ts';
import { findTemporal } from '../../local/find-temporal.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startTemporal, type Temporal } from '../../local/temporal.ts';
import { migrate } from '../../prisma/migrate.ts';
import { verifyHistory } from '../../prisma/verify-history.ts';
import type { Stage } from '../api/stage.ts';
import { aStageOn } from '../api/stage.ts';
import { startHost, type Host } from '../bench/host.ts';
import type { Weather } from './company.ts';
import { aLane, publishRacePolicy } from './company.ts';
import { races } from './races.ts';
import { runRound } from './round.ts';

const rounds = Number(process.env['RACE_ROUNDS'] ?? 1_000);
const lanes = Number(process.env['RACE_LANES'] ?? 4);
/** Rounds between two kills, of the worker and of Temporal in turns. */
const killEvery = Number(process.env['RACE_KILL_EVERY'] ?? 100);

type Field = {
  readonly stage: Stage;
  readonly executable: string;
  readonly temporalFolder: string;
  temporal: Temporal;
  worker: Host;
};
type Tally = { started: number; finished: number; kills: number; readonly faults: string[]; readonly weather: Weather };

const folder = mkdtempSync(join(tmpdir(), 'pursuit-races-'));
chmodSync(folder, 0o755); // PostgreSQL may run as another user
const say = (line: string) => process.stderr.write(`${line}\n`);

process.exitCode = await run().finally(() => rmSync(folder, { recursive: true, force: true }));

async function run(): Promise<number> {
  const source = await findTemporal({ env: { ...process.env, TEMPORAL_ADDRESS: undefined }, say });
  if (source.from === 'address') throw new Error('The races start servers of their own.');
  const postgres = await startPostgres({ folder: join(folder, 'postgres') });
  await migrate(postgres.url);
  const field = await openField(postgres.url, source.executable);
  const tally: Tally = { started: 0, finished: 0, kills: 0, faults: [], weather: { failures: [], absences: 0 } };
  await race(field, tally);
  const faults = [...tally.faults, ...tally.weather.failures, ...(await afterwards(field))];
  for (const fault of faults) say(`bad  ${fault}`);
  await close(field);
  await postgres.stop();
  const { finished, kills, weather } = tally;
  const summary = {
    summary: true,
    rounds: finished,
    calls: finished * 8,
    kills,
    awayAnswers: weather.absences,
    faults: faults.length,
  };
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return faults.length === 0 ? 0 : 1;
}

async function openField(databaseUrl: string, executable: string): Promise<Field> {
  const temporalFolder = join(folder, 'temporal');
  const temporal = await startTemporal({ executable, folder: temporalFolder });
  const stage = await aStageOn({ databaseUrl, address: temporal.address });
  await publishRacePolicy(stage.database);
  return { stage, executable, temporalFolder, temporal, worker: await hire(stage) };
}

function hire({ databaseUrl, address, taskQueue }: Stage): Promise<Host> {
  const file = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  const env = {
    ...process.env,
    ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: address, TEMPORAL_TASK_QUEUE: taskQueue },
  };
  return startHost(['--import', 'tsx', file], { env, isUp: /^working/ });
}

async function race(field: Field, tally: Tally): Promise<void> {
  const kinds = Object.entries(races);
  await Promise.all(
    Array.from({ length: lanes }, async (_, at) => {
      const lane = await aLane(field.stage, String(at), tally.weather);
      while (tally.started < rounds) {
        const round = (tally.started += 1);
        const [name = '', arrange] = kinds[round % kinds.length] ?? [];
        if (arrange === undefined) continue;
        const faults = await runRound(lane, { arrange, round }, tally.weather).catch((error: unknown) => [String(error)]);
        tally.faults.push(...faults.map((fault) => `round ${round}, ${name}: ${fault}`));
        await finished(field, tally);
      }
    }),
  );
}

/** The lane that comes to it does the killing; the others race on meanwhile. */
async function finished(field: Field, tally: Tally): Promise<void> {
  tally.finished += 1;
  if (tally.finished % 50 === 0)
    say(`${tally.finished} of ${rounds} rounds, ${tally.kills} kills, ${tally.faults.length} faults`);
  if (tally.finished % killEvery !== 0 || tally.finished >= rounds) return;
  tally.kills += 1;
  await (tally.kills % 2 === 1 ? killWorker(field) : killTemporal(field));
}

async function killWorker(field: Field): Promise<void> {
  process.kill(field.worker.pid, 'SIGKILL');
  field.worker = await hire(field.stage);
}

async function killTemporal(field: Field): Promise<void> {
  const { executable, temporalFolder, temporal } = field;
  process.kill(temporal.pid, 'SIGKILL');
  await temporal.exited;
  field.temporal = await startTemporal({ executable, folder: temporalFolder });
}

/** What was told, what was written and what the processes know must be one and the same. */
async function afterwards({ stage }: Field): Promise<readonly string[]> {
  const { database, client } = stage;
  const differences: string[] = [];
  const onFinding = (name: string, faults: readonly string[]) => void differences.push(`${name}: ${faults.join('; ')}`);
  await reconcile({ client, database, repair: false, onFinding });
  const { bad } = await verifyHistory(database);
  const open = await database.prisma.approval.count({ where: { status: 'open' } });
  const undecided = await database.prisma.command.count({ where: { state: 'open' } });
  return [
    ...differences,
    ...(bad === null ? [] : [JSON.stringify(bad)]),
    ...(open <= lanes ? [] : [`${open} requests are open, more than the last one of each lane`]),
    ...(undecided === 0 ? [] : [`${undecided} commands have no outcome`]),
  ];
}

async function close({ stage, worker, temporal }: Field): Promise<void> {
  await worker.stop();
  await stage.close();
  await temporal.stop();
}
