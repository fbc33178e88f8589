import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxes, sorts } from '../../api/approvals/queue-boxes.ts';
import { findTemporal } from '../../local/find-temporal.ts';
import { startPostgres } from '../../local/postgres.ts';
import { startTemporal } from '../../local/temporal.ts';
import { openDatabase } from '../../prisma/database.ts';
import { migrate } from '../../prisma/migrate.ts';
import type { Asker } from '../api/http.ts';
import { asPerson } from '../api/http.ts';
import { aCompany } from '../api/stage.ts';
import { percentile } from './measure.ts';
import { startProduct } from './pursuit.ts';
import { fill, requests } from './queue-rows.ts';

/** What is asked: a page of fifty of a box, or all counts. */
type Read = { readonly person: 'chief' | 'lawyer'; readonly read: string; readonly path: string };
type Timing = Read & { readonly p50: number; readonly p99: number };

/** Of each read, after a fifth as many that do not count. */
const times = Number(process.env['BENCH_READS'] ?? 200);
const goalMs = 5;

const folder = mkdtempSync(join(tmpdir(), 'pursuit-bench-'));
chmodSync(folder, 0o755); // PostgreSQL may run as another user
const say = (line: string) => process.stderr.write(`${line}\n`);

await bench().finally(() => rmSync(folder, { recursive: true, force: true }));

async function bench(): Promise<void> {
  const source = await findTemporal({ env: { ...process.env, TEMPORAL_ADDRESS: undefined }, say });
  if (source.from === 'address') throw new Error('The bench starts servers of its own.');
  const postgres = await startPostgres({ folder: join(folder, 'postgres') });
  const temporal = await startTemporal({ executable: source.executable, folder: join(folder, 'temporal') });
  await furnish(postgres.url);
  const product = await startProduct({ databaseUrl: postgres.url, temporalAddress: temporal.address });
  report(await measured(product.url));
  await product.host.stop();
  await temporal.stop();
  await postgres.stop();
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
    const asker = await asPerson({ url }, person);
    for (const read of await readsOf(asker, person)) {
      const timing = { ...read, ...(await timed(asker, read.path)) };
      print(timing);
      timings.push(timing);
    }
  }
  return timings;
}

/** Each box in each order, from its beginning and from a page on, and the counts of them all. */
async function readsOf(asker: Asker, person: Read['person']): Promise<readonly Read[]> {
  const reads: Read[] = [{ person, read: 'counts', path: '/approvals/counts' }];
  for (const queue of boxes) {
    for (const sort of sorts) {
      const path = `/approvals?queue=${queue}&sort=${sort}`;
      const { nextCursor } = (await answered(asker, path)) as { readonly nextCursor: string | null };
      reads.push({ person, read: `${queue} by ${sort}`, path });
      if (nextCursor !== null)
        reads.push({ person, read: `${queue} by ${sort}, next page`, path: `${path}&cursor=${nextCursor}` });
    }
  }
  return reads;
}

/** One at a time. */
async function timed(asker: Asker, path: string): Promise<Pick<Timing, 'p50' | 'p99'>> {
  const taken: number[] = [];
  for (let run = -Math.ceil(times / 5); run < times; run += 1) {
    const begun = performance.now();
    await answered(asker, path);
    if (run >= 0) taken.push(performance.now() - begun);
  }
  const sorted = taken.toSorted((one, other) => one - other);
  return { p50: rounded(percentile(sorted, 0.5)), p99: rounded(percentile(sorted, 0.99)) };
}

async function answered(asker: Asker, path: string): Promise<Record<string, unknown>> {
  const { status, body } = await asker('GET', path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

function report(timings: readonly Timing[]): void {
  const lines = timings.map(({ person, read, p50, p99 }) => `| ${person} | ${read} | ${p50} | ${p99} |`);
  process.stdout.write(['| person | read | p50 ms | p99 ms |', '|---|---|---|---|', ...lines, ''].join('\n'));
  const p50s = timings.map(({ p50 }) => p50).toSorted((one, other) => one - other);
  const worst = timings.toSorted((one, other) => other.p50 - one.p50)[0];
  const late = timings.filter(({ p50 }) => p50 > goalMs).map(({ person, read }) => `${person}: ${read}`);
  print({
    summary: true,
    requests,
    reads: timings.length,
    goalMs,
    p50: percentile(p50s, 0.5),
    worst: worst?.p50,
    worstRead: worst?.read,
    late,
  });
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
