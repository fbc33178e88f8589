import { stageDueAt } from './deadline.ts';
import type { Opportunity } from './state.ts';
import { stageOf } from './state.ts';
import { firstOpenStage } from '../playbook.ts';

/** Percent, and why: the stage's base, then each factor that cut it. */
export type Odds = { readonly percent: number; readonly reasons: readonly OddsReason[] };
export type OddsReason = {
  readonly code: 'stage' | 'carried-over' | 'waiver' | 'late-entry' | 'paused' | 'overdue' | 'decided';
  readonly factor: number;
};

/** The chance of winning: the stage's base, multiplied by what speaks against it. Decided sales have 0 or 100. */
export function oddsOf(state: Opportunity): Odds {
  if (state.won) return decided(100);
  if (state.outcome !== null || state.ended !== null) return decided(0);
  const reasons = [
    { code: 'stage' as const, factor: (stageOf(state)?.odds ?? 100) / 100 },
    ...carriedOverReasons(state),
    ...debtReasons(state),
    ...standingReasons(state),
  ];
  const chance = reasons.reduce((product, { factor }) => product * factor, 1);
  return { percent: Math.round(chance * 100), reasons };
}

/** What an import carried over earns nothing until it is confirmed: the odds are those of the first stage that stands on it. */
function carriedOverReasons({ playbook, checkpoints }: Opportunity): readonly OddsReason[] {
  const reached = firstOpenStage(playbook, (key) => (checkpoints[key]?.standing ?? 'open') !== 'open');
  const earned = firstOpenStage(playbook, (key) => ['accepted', 'waived'].includes(checkpoints[key]?.standing ?? 'open'));
  if (earned === reached || earned === undefined) return [];
  return [{ code: 'carried-over', factor: earned.odds === 0 ? 0 : earned.odds / (reached?.odds ?? 100) }]; // odds never fall: 0 of 0 is 0
}

function debtReasons({ checkpoints, playbook }: Opportunity): readonly OddsReason[] {
  const debts = Object.values(checkpoints).map(({ debt }) => debt);
  const waivers = debts.filter((debt) => debt === 'waiver' || debt === 'qualification');
  const late = debts.includes('late-entry') ? [{ code: 'late-entry' as const, factor: playbook.odds.lateEntry }] : [];
  return [...waivers.map(() => ({ code: 'waiver' as const, factor: playbook.odds.perWaiver })), ...late];
}

function standingReasons(state: Opportunity): readonly OddsReason[] {
  const { odds } = state.playbook;
  const dueAt = stageDueAt(state);
  const paused = state.pause === null ? [] : [{ code: 'paused' as const, factor: odds.paused }];
  const overdue = dueAt !== null && dueAt <= state.lastAt ? [{ code: 'overdue' as const, factor: odds.overdue }] : [];
  return [...paused, ...overdue];
}

function decided(percent: 0 | 100): Odds {
  return { percent, reasons: [{ code: 'decided', factor: percent / 100 }] };
}
