import { readdirSync, readFileSync } from 'node:fs';
import type { Lived, Side } from './side.ts';

export type Figures = {
  readonly milestones: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU milliseconds of worker (and API), Temporal and PostgreSQL together; the load itself apart. */
  readonly cpuMsPerMilestone: number;
  /** The same, by process. */
  readonly cpuMs: { readonly [process: string]: number };
  readonly lived: readonly Lived[];
};

export type Load = { readonly lives: number; readonly inFlight: number; readonly watched: Watched };

/** Process numbers by name. */
export type Watched = { readonly [process: string]: number };

/** Lives so many sales, so many at a time, and times each milestone of them. */
export async function measure(side: Side, { lives, inFlight, watched }: Load): Promise<Figures> {
  const latencies: number[] = [];
  const lived: Lived[] = [];
  let left = lives;
  const timed = async <Value>(milestone: () => Promise<Value>): Promise<Value> => {
    const begun = performance.now();
    const value = await milestone();
    latencies.push(performance.now() - begun);
    return value;
  };
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      lived.push(await side.live(timed));
    }
  };
  const pids = { ...watched, host: side.pid };
  const before = cpuOf(pids);
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1_000;
  return figures(latencies, { seconds, spent: difference(before, cpuOf(pids)), lived });
}

type Run = { readonly seconds: number; readonly spent: Watched; readonly lived: readonly Lived[] };

function figures(latencies: readonly number[], { seconds, spent, lived }: Run): Figures {
  const sorted = latencies.toSorted((one, other) => one - other);
  const at = (share: number) => percentile(sorted, share);
  const milestones = latencies.length;
  const cpuMs = Object.fromEntries(Object.entries(spent).map(([name, total]) => [name, total / milestones]));
  const cpuMsPerMilestone = Object.values(cpuMs).reduce((total, one) => total + one, 0);
  return { milestones, seconds, perSecond: milestones / seconds, p50: at(0.5), p99: at(0.99), cpuMsPerMilestone, cpuMs, lived };
}

/** Of sorted values; `share` from 0 to 1. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function difference(before: Watched, after: Watched): Watched {
  return Object.fromEntries(Object.entries(after).map(([name, total]) => [name, total - (before[name] ?? 0)]));
}

/** User and system time of processes and their children, dead ones too, from /proc; elsewhere nothing is known and this is 0. */
function cpuOf(pids: Watched): Watched {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, treeMs(pid)]));
}

function treeMs(root: number): number {
  const all = processes();
  const below = (pid: number): readonly Process[] =>
    all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  return all
    .filter(({ pid }) => pid === root)
    .concat(below(root))
    .reduce((total, { ticks }) => total + ticks * msPerTick, 0);
}

type Process = { readonly pid: number; readonly parent: number; readonly ticks: number };

function processes(): readonly Process[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcess);
  } catch {
    return [];
  }
}

/** Fields of proc(5): 4 parent, 14 to 17 the times of itself and of children it has waited for. */
function readProcess(pid: string): readonly Process[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    return [{ pid: Number(pid), parent, ticks: fields.slice(11, 15).reduce((total, ticks) => total + ticks, 0) }];
  } catch {
    return []; // it has ended meanwhile
  }
}

const msPerTick = 10;
