import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxes, sorts } from '../../api/approvals/queue-boxes.ts';
import { findTemporal } from '../../local/find-temporal.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startTemporal } from '../../local/temporal.ts';
import { openDatabase } from '../../prisma/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import { aCompany } from '../api/stage.ts';
import type { Asker } from './asker.ts';
import { asPerson } from './asker.ts';
import { percentile } from './measure.ts';
import { startProduct } from './pursuit.ts';
import { fill, requests } from './queue-rows.ts';

/** What is asked: a page of fifty of a box, or all counts. */
type Read = { readonly person: 'chief' | 'lawyer'; readonly read: string; readonly path: string };
type Timing = Read & {
  readonly p50: number;
  readonly p99: number;
  /** Of reads that find nothing, in turns with these: what HTTP, sessions and this machine take by themselves. */
  readonly emptyP50: number;
};

/** Of each read, after as many that do not count. */
const times = Number(process.env['BENCH_READS'] ?? 100);
const goalMs = 5;
const nothing = '/approvals?currency=XXX';

const folder = mkdtempSync(join(tmpdir(), 'pursuit-bench-'));
chmodSync(folder, 0o755); // PostgreSQL may run as another user
const say = (line: string) => process.stderr.write(`${line}\n`);

await bench().finally(() => rmSync(folder, { recursive: true, force: true }));

async function bench(): Promise<void> {
  const source = await findTemporal({ env: { ...process.env, TEMPORAL_ADDRESS: undefined }, say });
  if (source.from === 'address') throw new Error('The bench starts servers of its own.');
  const postgres = await startPostgres({ folder: join(folder, 'postgres') });
  const temporal = await startTemporal({ executable: source.executable, folder: join(folder, 'temporal') });
  try {
    await furnish(postgres.url);
    const { host, url } = await startProduct({ databaseUrl: postgres.url, temporalAddress: temporal.address });
    report(await measured(url).finally(host.stop));
  } finally {
    await temporal.stop();
    await postgres.stop();
  }
}

async function furnish(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl);
  const database = openDatabase(databaseUrl);
  await aCompany(database);
  await fill(database);
  await database.close();
}

async function measured(url: string): Promise<readonly Timing[]> {
  const timings: Timing[] = [];
  for (const person of ['chief', 'lawyer'] as const) {
    const asker = await asPerson(url, person);
    const ask = (path: string) => answered(asker, path);
    const reads = await readsOf(ask, person);
    for (const { path } of reads)
      await timed(
        () => ask(path),
        () => ask(nothing),
      ); // the first ones are slower for want of compiled code
    for (const read of reads) {
      const timing = {
        ...read,
        ...(await timed(
          () => ask(read.path),
          () => ask(nothing),
        )),
      };
      print(timing);
      timings.push(timing);
    }
  }
  return timings;
}

/** Each box in each order, from its beginning and from a page on, and the counts of them all. */
async function readsOf(
  ask: (path: string) => Promise<Record<string, unknown>>,
  person: Read['person'],
): Promise<readonly Read[]> {
  const reads: Read[] = [{ person, read: 'counts', path: '/approvals/counts' }];
  for (const queue of boxes) {
    for (const sort of sorts) {
      const path = `/approvals?queue=${queue}&sort=${sort}`;
      const { nextCursor } = (await ask(path)) as { readonly nextCursor: string | null };
      reads.push({ person, read: `${queue} by ${sort}`, path });
      if (nextCursor !== null)
        reads.push({ person, read: `${queue} by ${sort}, next page`, path: `${path}&cursor=${nextCursor}` });
    }
  }
  return reads;
}

/** One at a time. */
async function timed(ask: () => Promise<unknown>, askNothing: () => Promise<unknown>): Promise<Omit<Timing, keyof Read>> {
  const taken: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < times; run += 1) {
    taken.push(await millisecondsOf(ask));
    empty.push(await millisecondsOf(askNothing));
  }
  return { p50: at(taken, 0.5), p99: at(taken, 0.99), emptyP50: at(empty, 0.5) };
}

async function millisecondsOf(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

function at(values: readonly number[], share: number): number {
  return rounded(
    percentile(
      values.toSorted((one, other) => one - other),
      share,
    ),
  );
}

async function answered(asker: Asker, path: string): Promise<Record<string, unknown>> {
  const { status, body } = await asker('GET', path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

function report(timings: readonly Timing[]): void {
  const lines = timings.map(({ person, read, p50, p99, emptyP50 }) => `| ${person} | ${read} | ${p50} | ${p99} | ${emptyP50} |`);
  process.stdout.write(['| person | read | p50 ms | p99 ms | empty p50 ms |', '|---|---|---|---|---|', ...lines, ''].join('\n'));
  const worst = timings.toSorted((one, other) => other.p50 - one.p50)[0];
  print({
    ...{ summary: true, requests, reads: timings.length, goalMs },
    p50: at(
      timings.map(({ p50 }) => p50),
      0.5,
    ),
    emptyP50: at(
      timings.map(({ emptyP50 }) => emptyP50),
      0.5,
    ),
    ...{ worstP50: worst?.p50, worst: `${worst?.person ?? ''}: ${worst?.read ?? ''}` },
    withinGoal: timings.filter(({ p50 }) => p50 <= goalMs).length,
  });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
