import type { Closing, CommandOf } from './command.ts';
import type { Deeds } from './decision.ts';
import type { Deed } from './event.ts';
import type { Guard } from './guard.ts';
import { atField, firstBroken, needed } from './guard.ts';
import type { Opportunity } from './state.ts';

/** A won sale can still be cancelled by its customer, but no longer lost; a loss names its winner and the criterion that decided. */
export function closeSale(state: Opportunity, command: CommandOf<'close'>, at: string): Deeds {
  const { type: _type, commandId: _id, fingerprint: _print, actor: _actor, at: _at, seen: _seen, ...closing } = command;
  const broken = firstBroken(needed(closing.reason, '/reason'), ...dated(state, closing, at), ...decided(state, closing));
  if (broken !== null) return broken;
  const closed: Deed = { type: 'closed', ...closing };
  return closing.outcome === 'completed' ? [closed, { type: 'ended', result: 'completed' }] : [closed];
}

/** The mandatory answer to "where did we lose?"; it ends the sale. */
export function reviewLoss(state: Opportunity, command: CommandOf<'review-loss'>): Deeds {
  const { lostAtBuyerStep, rootCause, firstSign, lessons } = command;
  const broken = firstBroken(
    [state.outcome?.reviewOwed !== true, { refused: 'no-review-owed' }],
    knownStep(state, lostAtBuyerStep),
    ...Object.entries({ rootCause, firstSign, lessons }).map(([name, text]) => needed(text, `/${name}`)),
  );
  return broken ?? [{ type: 'loss-reviewed', lostAtBuyerStep, rootCause, firstSign, lessons }];
}

/** Only history from elsewhere closes in the past. */
function dated(state: Opportunity, { closedAt = '' }: Pick<CommandOf<'close'>, 'closedAt'>, at: string): readonly Guard[] {
  return [
    [closedAt !== '' && !isImported(state), atField('date-invalid', '/closedAt', 'only-imported')],
    [closedAt > at, atField('in-the-future', '/closedAt')],
  ];
}

function decided(state: Opportunity, closing: Closing): readonly Guard[] {
  const { outcome } = closing;
  const isHistory = isImported(state) && state.won;
  return [
    [outcome === 'completed' && !isHistory, atField('not-permitted', '/outcome', 'only-imported')],
    [state.won && outcome !== 'cancelled' && outcome !== 'completed', { refused: 'already-won' }],
    ...(closing.outcome === 'lost' ? [knownStep(state, closing.lostAtBuyerStep)] : []),
    ...(closing.outcome === 'lost' && !isImported(state) ? namedLoss(closing) : []),
  ];
}

function knownStep({ playbook }: Opportunity, step: string | null): Guard {
  const isKnown = step === null || playbook.buyerSteps.some(({ key }) => key === step);
  return [!isKnown, atField('unknown-buyer-step', '/lostAtBuyerStep', 'unknown')];
}

function namedLoss({
  winner,
  decisiveCriterion,
}: {
  readonly winner: string | null;
  readonly decisiveCriterion: string | null;
}): readonly Guard[] {
  return [needed(winner, '/winner'), needed(decisiveCriterion, '/decisiveCriterion')];
}

function isImported({ facts }: Opportunity): boolean {
  return facts !== null && facts.imported !== null;
}
