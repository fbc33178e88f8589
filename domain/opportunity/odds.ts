import { stageDueAt } from './deadline.ts';
import type { Opportunity } from './state.ts';
import { stageOf } from './state.ts';

/** Percent, and why: the stage's base, then each factor that cut it. */
export type Odds = { readonly percent: number; readonly reasons: readonly OddsReason[] };
export type OddsReason = {
  readonly code: 'stage' | 'waiver' | 'late-entry' | 'paused' | 'overdue' | 'decided';
  readonly factor: number;
};

/** The chance of winning: the stage's base, multiplied by what speaks against it. Decided sales have 0 or 100. */
export function oddsOf(state: Opportunity): Odds {
  if (state.won) return decided(100);
  if (state.outcome !== null || state.ended !== null) return decided(0);
  const reasons = [
    { code: 'stage' as const, factor: (stageOf(state)?.odds ?? 100) / 100 },
    ...debtReasons(state),
    ...standingReasons(state),
  ];
  const chance = reasons.reduce((product, { factor }) => product * factor, 1);
  return { percent: Math.round(chance * 100), reasons };
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
