import type { CommandOf } from './command.ts';
import type { Deeds } from './decision.ts';
import { blank } from './reason.ts';
import type { Opportunity } from './state.ts';

/** A won sale can still be cancelled by its customer, but no longer lost; a loss names its winner and the criterion that decided. */
export function closeSale(state: Opportunity, command: CommandOf<'close'>, at: string): Deeds {
  const { type: _type, commandId: _id, fingerprint: _print, actor: _actor, at: _at, seen: _seen, ...closing } = command;
  const imported = state.facts?.imported != null;
  if (blank(command.reason)) return { refused: 'reason-required', errors: [{ pointer: '/reason', code: 'required' }] };
  if (command.closedAt !== undefined && (!imported || command.closedAt > at)) return notNow();
  if (command.outcome === 'completed') return completed(state, imported, command.reason);
  if (state.won && command.outcome !== 'cancelled') return { refused: 'already-won' };
  const unnamed = command.outcome === 'lost' && !imported ? unnamedLoss(command) : [];
  if (unnamed.length > 0) return { refused: 'reason-required', errors: unnamed };
  return [{ type: 'closed', ...closing }];
}

/** The mandatory answer to "where did we lose?"; it ends the sale. */
export function reviewLoss(state: Opportunity, command: CommandOf<'review-loss'>): Deeds {
  const { lostAtBuyerStep, rootCause, firstSign, lessons } = command;
  if (state.outcome?.reviewOwed !== true) return { refused: 'no-review-owed' };
  if (!state.playbook.buyerSteps.some(({ key }) => key === lostAtBuyerStep)) {
    return { refused: 'unknown-buyer-step', errors: [{ pointer: '/lostAtBuyerStep', code: 'unknown' }] };
  }
  const missing = Object.entries({ rootCause, firstSign, lessons }).filter(([, text]) => blank(text));
  if (missing.length > 0) return { refused: 'reason-required', errors: missing.map(([name]) => ({ pointer: `/${name}`, code: 'required' })) };
  return [{ type: 'loss-reviewed', lostAtBuyerStep, rootCause, firstSign, lessons }];
}

function completed(state: Opportunity, imported: boolean, reason: string): Deeds {
  if (!imported || !state.won) return { refused: 'not-permitted', errors: [{ pointer: '/outcome', code: 'only-imported' }] };
  return [{ type: 'closed', outcome: 'completed', reason }, { type: 'ended', result: 'completed' }];
}

function unnamedLoss(loss: { readonly winner: string | null; readonly decisiveCriterion: string | null }) {
  const names = ['winner', 'decisiveCriterion'] as const;
  return names.filter((name) => blank(loss[name] ?? '')).map((name) => ({ pointer: `/${name}`, code: 'required' }));
}

function notNow(): Deeds {
  return { refused: 'date-invalid', errors: [{ pointer: '/closedAt', code: 'only-imported' }] };
}
