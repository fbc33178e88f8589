import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../domain/actor.ts';
import type { OpportunityCommand } from '../../../domain/opportunity/command.ts';
import { decide, rejection } from '../../../domain/opportunity/decide.ts';
import { evolve } from '../../../domain/opportunity/evolve.ts';
import {
  aClaim,
  aCommand,
  anOpening,
  aNewSale,
  aSale,
  aSaleAt,
  aVerification,
  after,
  manager,
  monday,
} from '../../builders/opportunity.ts';

const close = { type: 'close', outcome: 'abandoned', reason: 'Not worth it.' } as const;
const key: Actor = { userId: 'rep', capacity: 'integration' };

describe('a command that came past the API', () => {
  test.for([
    { what: 'without a reason', command: { type: 'update-forecast', closeOn: '2026-10-01' }, pointer: '/reason' },
    { what: 'with a number for a text', command: { type: 'pause', until: monday, reason: 5 }, pointer: '/reason' },
    { what: 'without an end of the pause', command: { type: 'pause', reason: 'x' }, pointer: '/until' },
    { what: 'with an unknown verdict', command: { type: 'rule', verdict: 'maybe', reason: 'x' }, pointer: '/verdict' },
    { what: 'with money that is none', command: { type: 'update-forecast', amount: null, reason: 'x' }, pointer: '/amount' },
    { what: 'of no known type', command: { type: 'toString' }, pointer: '/type' },
  ])('$what is refused at $pointer, and throws nothing', ({ command, pointer }) => {
    const said = aCommand(command as never, { actor: manager });

    expect(decide(aSale(), said, monday)).toEqual({ refused: 'malformed', errors: [{ pointer, code: 'malformed' }] });
  });

  test('without a date of the event is refused', () => {
    const { occurredAt: _occurredAt, ...undated } = aClaim('project-info-confirmed') as Extract<
      OpportunityCommand,
      { type: 'claim-checkpoint' }
    >;

    expect(decide(aSale(), undated as OpportunityCommand, monday)).toMatchObject({ refused: 'malformed' });
  });

  test('is not refused for what a newer sender says besides', () => {
    const chatty: object = { ...aClaim('project-info-confirmed'), mood: 'good' };

    expect(decide(aSale(), chatty as OpportunityCommand, monday)).toBeInstanceOf(Array);
  });

  test.for(['constructor', '__proto__', 'toString'])('acknowledges no escalation by the name of %s', (clock) => {
    const said = aCommand<'acknowledge-escalation'>({ type: 'acknowledge-escalation', clock, plan: 'Call.' }, { actor: manager });

    expect(decide(aSale(), said, monday)).toMatchObject({ refused: 'no-such-escalation' });
  });

  test('under a used id is kept as refused, and the first one keeps its outcome', () => {
    const first = aClaim('project-info-confirmed');
    const once = after(aSale(), first);
    const other = { ...first, fingerprint: 'other' };
    const refusal = decide(once, other, monday);
    const kept = evolve(once, rejection(other, refusal as never, monday));

    expect(refusal).toEqual({ refused: 'command-id-reused' });
    expect(decide(kept, first, monday)).toEqual([]);
    expect(decide(kept, other, monday)).toEqual(refusal);
  });
});

test('what a deputy claimed for somebody is not verified by him for whom it was claimed', () => {
  const deputy: Actor = { userId: 'deputy', capacity: 'superior', onBehalfOf: 'manager' };
  const claimed = after(aSale(), { ...aClaim('qualification-passed'), actor: deputy });

  expect(decide(claimed, aVerification('qualification-passed'), monday)).toMatchObject({ refused: 'own-claim' });
});

describe('an API key', () => {
  test('makes its holder no more than he is: giving up is a manager’s decision', () => {
    expect(decide(aSale(), aCommand<'close'>(close, { actor: key }), monday)).toMatchObject({ refused: 'not-permitted' });
    expect(decide(aSale(), aCommand<'close'>(close, { actor: manager }), monday)).toBeInstanceOf(Array);
  });

  test('brings in no sale from elsewhere, and decides no more about one that was', () => {
    const opening = anOpening({ imported: { source: 'crm', key: 'A1' } });
    const imported = after(aNewSale(), opening);

    expect(decide(aNewSale(), { ...opening, actor: key }, monday)).toMatchObject({ refused: 'not-permitted' });
    expect(decide(imported, aCommand<'close'>(close, { actor: key }), monday)).toMatchObject({ refused: 'not-permitted' });
  });
});

describe('a sale', () => {
  test('that says no day of its opening was opened now', () => {
    const { openedAt: _openedAt, ...undated } = anOpening() as Extract<OpportunityCommand, { type: 'open' }>;

    expect(after(aNewSale(), undated as OpportunityCommand).facts?.openedAt).toBe(monday);
  });

  test('is not lost at a step that the customer does not take', () => {
    const lost = aCommand<'close'>({
      ...{ type: 'close', outcome: 'lost', reason: 'Price.', winner: 'Rival', priceGap: null },
      ...{ lostAtBuyerStep: 'nope', decisiveCriterion: 'Price' },
    });

    expect(decide(aSaleAt('tender'), lost, monday)).toMatchObject({ refused: 'unknown-buyer-step' });
  });

  test('is not confirmed by its buyer on a day to come', () => {
    const claim = aClaim('project-info-confirmed', { buyer: { contactId: 'contact-1', confirmedOn: '2099-01-01' } });

    expect(decide(aSale(), claim, monday)).toMatchObject({ errors: [{ pointer: '/buyer/confirmedOn', code: 'in-the-future' }] });
  });

  test('takes the same amount written otherwise for the same', () => {
    const same = aCommand<'update-forecast'>({
      ...{ type: 'update-forecast', amount: { amount: '3000000.00', currency: 'CNY' }, reason: 'Rounded.' },
    });

    expect(decide(aSale(), same, monday)).toMatchObject({ refused: 'nothing-changed' });
  });
});
