import type { Cost } from '../harness/history.ts';
import type { Measured } from './main.ts';

type Costs = { readonly [side: string]: Cost };

/** Medians over the rounds, a line for each side and load. */
export function table(measured: readonly Measured[], costs: Costs): string {
  const head =
    '| side | in flight | milestones/s | p50 ms | p99 ms | CPU ms/milestone | events/life | actions/life |\n|---|---|---|---|---|---|---|---|';
  const lines = [20, 1].flatMap((inFlight) => ['bare', 'pursuit'].map((side) => lineOf(measured, costs, { side, inFlight })));
  return [head, ...lines].join('\n');
}

export function summaryOf(measured: readonly Measured[], cost: Cost) {
  const ratio = (inFlight: number, figure: Figure) =>
    rounded(median(measured, { side: 'pursuit', inFlight, figure }) / median(measured, { side: 'bare', inFlight, figure }));
  return {
    summary: true,
    throughputRatio: ratio(20, 'perSecond'),
    p50Ratio: ratio(1, 'p50'),
    p99Ratio: ratio(20, 'p99'),
    eventsPerLifecycle: cost.events,
    actionsPerLifecycle: cost.actions,
  };
}

type Figure = 'perSecond' | 'p50' | 'p99' | 'cpuMsPerMilestone';
type Which = { readonly side: string; readonly inFlight: number };

function lineOf(measured: readonly Measured[], costs: Costs, which: Which): string {
  const of = (figure: Figure) => median(measured, { ...which, figure }).toFixed(1);
  const cost = costs[which.side];
  const cells = [
    which.side,
    which.inFlight,
    of('perSecond'),
    of('p50'),
    of('p99'),
    of('cpuMsPerMilestone'),
    cost?.events,
    cost?.actions,
  ];
  return `| ${cells.join(' | ')} |`;
}

function median(measured: readonly Measured[], { side, inFlight, figure }: Which & { readonly figure: Figure }): number {
  const found = measured.filter((one) => one.side === side && one.inFlight === inFlight).map(({ figures }) => figures[figure]);
  const sorted = found.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
