import type { Closing, CommandOf } from './command.ts';
import type { Deeds } from './decision.ts';
import type { Deed } from './event.ts';
import type { Guard } from './guard.ts';
import { atField, firstBroken, needed } from './guard.ts';
import type { Opportunity } from './state.ts';

/** A won sale can still be cancelled by its customer, but no longer lost; a loss names its winner and the criterion that decided. */
export function closeSale(state: Opportunity, command: CommandOf<'close'>, at: string): Deeds {
  const { type: _type, commandId: _id, fingerprint: _print, actor: _actor, at: _at, seen: _seen, ...closing } = command;
  const isHistory = command.actor.capacity === 'importer';
  const broken = firstBroken(
    needed(closing.reason, '/reason'),
    ...possible(state, closing),
    ...(isHistory ? decidedElsewhere(state, command, at) : decidedHere(closing)),
  );
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

/** Who closes it here, closes it now, and says why. */
function decidedHere({ closedAt, ...closing }: Closing & Pick<CommandOf<'close'>, 'closedAt'>): readonly Guard[] {
  return [
    [closedAt !== undefined, atField('date-invalid', '/closedAt', 'only-imported')],
    [closing.outcome === 'completed', atField('not-permitted', '/outcome', 'only-imported')],
    ...(closing.outcome === 'lost' ? namedLoss(closing) : []),
  ];
}

/** History is told in one go: once anything was asked of the sale here, how it ends is decided here. */
function decidedElsewhere(state: Opportunity, command: CommandOf<'close'>, at: string): readonly Guard[] {
  const { closedAt = at, outcome } = command;
  const openedAt = state.facts?.openedAt ?? at;
  return [
    [state.isUnderWay, { refused: 'sale-under-way' }],
    [closedAt > at, atField('in-the-future', '/closedAt')],
    [closedAt < openedAt, { ...atField('before-opening', '/closedAt'), facts: { openedAt } }],
    [outcome === 'completed' && !state.won, atField('not-permitted', '/outcome', 'not-valid')],
  ];
}

function possible(state: Opportunity, closing: Closing): readonly Guard[] {
  return [
    [state.won && closing.outcome !== 'cancelled' && closing.outcome !== 'completed', { refused: 'already-won' }],
    ...(closing.outcome === 'lost' ? [knownStep(state, closing.lostAtBuyerStep)] : []),
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
