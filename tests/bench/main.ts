import { Client, Connection } from '@temporalio/client';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal } from '../../local/find-temporal.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startTemporal } from '../../local/temporal.ts';
import type { Cost } from '../harness/history.ts';
import { costOf } from '../harness/history.ts';
import { startBare } from './bare.ts';
import type { Figures, Watched } from './measure.ts';
import { measure } from './measure.ts';
import { startPursuit } from './pursuit.ts';
import { summaryOf, table } from './report.ts';
import type { Side } from './side.ts';

/** Lives per side and round; as many again to warm up before any count, for both sides begin with code that is not compiled yet. */
const busyLives = Number(process.env['BENCH_LIVES'] ?? 120);
const quietLives = Math.max(4, Math.round(busyLives / 10));
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);

export type Measured = {
  readonly side: Side['name'];
  readonly inFlight: number;
  readonly round: number;
  readonly figures: Figures;
};

const folder = mkdtempSync(join(tmpdir(), 'pursuit-bench-'));
chmodSync(folder, 0o755); // PostgreSQL may run as another user
const say = (line: string) => process.stderr.write(`${line}\n`);

await bench().finally(() => rmSync(folder, { recursive: true, force: true }));

async function bench(): Promise<void> {
  const source = await findTemporal({ env: { ...process.env, TEMPORAL_ADDRESS: undefined }, say });
  if (source.from === 'address') throw new Error('The bench starts servers of its own.');
  const postgres = await startPostgres({ folder: join(folder, 'postgres') });
  const temporal = await startTemporal({ executable: source.executable, folder: join(folder, 'temporal') });
  const sides = [
    await startBare(temporal.address),
    await startPursuit({ databaseUrl: postgres.url, temporalAddress: temporal.address }),
  ];
  const measured = await compare(sides, { postgres: postgres.pid, temporal: temporal.pid });
  const costs = await lifeCosts(temporal.address, measured);
  report(measured, costs);
  for (const side of sides) await side.stop();
  await temporal.stop();
  await postgres.stop();
}

/** In turns, so that what the machine does besides troubles both alike. */
async function compare(sides: readonly Side[], watched: Watched): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const side of sides) await measure(side, { lives: busyLives, inFlight: 20, watched });
  for (let round = 1; round <= rounds; round += 1) {
    for (const [lives, inFlight] of [
      [busyLives, 20],
      [quietLives, 1],
    ] as const) {
      for (const side of round % 2 === 1 ? sides : sides.toReversed()) {
        const figures = await measure(side, { lives, inFlight, watched });
        measured.push({ side: side.name, inFlight, round, figures });
        print({ side: side.name, inFlight, round, ...figures, lived: undefined });
      }
    }
  }
  return measured;
}

/** The dearest of the lives looked at, a side each. */
async function lifeCosts(address: string, measured: readonly Measured[]): Promise<{ readonly [side: string]: Cost }> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const costs: { [side: string]: Cost } = {};
  for (const side of ['bare', 'pursuit'] as const) {
    const lives = measured.filter((one) => one.side === side).flatMap(({ figures }) => figures.lived.slice(-5));
    const each = await Promise.all(lives.map((ids) => costOf(...ids.map((id) => client.workflow.getHandle(id)))));
    costs[side] = {
      events: Math.max(...each.map(({ events }) => events)),
      actions: Math.max(...each.map(({ actions }) => actions)),
    };
  }
  await connection.close();
  return costs;
}

function report(measured: readonly Measured[], costs: { readonly [side: string]: Cost }): void {
  process.stdout.write(`${table(measured, costs)}\n`);
  print(summaryOf(measured, costs['pursuit'] ?? { events: 0, actions: 0 }));
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
