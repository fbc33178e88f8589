import { describe, expect, test } from 'vitest';
import type { ApprovalRequest } from '../../../domain/approval/state.ts';
import { decide } from '../../../domain/opportunity/decide.ts';
import type { OpportunityCommand } from '../../../domain/opportunity/command.ts';
import type { Opportunity } from '../../../domain/opportunity/state.ts';
import { hasEnded, stageOf } from '../../../domain/opportunity/state.ts';
import { conditionOf } from '../../../domain/opportunity/summary.ts';
import { oddsOf } from '../../../domain/opportunity/odds.ts';
import type { StageRule } from '../../../domain/playbook.ts';
import {
  aClaim,
  aCommand,
  aNewSale,
  anOpening,
  aSale,
  aSaleAt,
  after,
  importer,
  machine,
  manager,
  monday,
  reached,
  rep,
  version,
} from '../../builders/opportunity.ts';
import { aPlainCalendar } from '../../builders/calendar.ts';
import { aPlaybook } from '../../builders/playbook.ts';

const submit = (number = 1) =>
  aCommand<'submit-contract'>({
    type: 'submit-contract',
    version: { ...version, number },
    lastEditorId: 'rep',
    request: {} as ApprovalRequest,
    people: [],
  });
const conclude = (result: 'approved' | 'returned' = 'approved', number = 1) =>
  aCommand<'conclude-approval'>({ type: 'conclude-approval', version: { ...version, number }, result }, { actor: machine });
const approved = after(aSaleAt('negotiation'), submit(), conclude());

describe('the contract', () => {
  test('is approved by the approval workflow alone', () => {
    expect(approved.checkpoints['contract-approved']?.standing).toBe('accepted');
    expect(decide(after(aSaleAt('negotiation'), submit()), { ...conclude(), actor: manager }, monday)).toMatchObject({
      refused: 'not-permitted',
    });
  });

  test('is signed in exactly the version that was approved', () => {
    const other = aClaim('contract-signed', { contract: { ...version, hash: 'b'.repeat(64) } });

    expect(decide(approved, other, monday)).toMatchObject({ refused: 'contract-not-approved' });
    expect(after(approved, aClaim('contract-signed', { contract: version }))).toMatchObject({ won: true });
  });

  test('a new version takes the approval of the old one away', () => {
    const again = after(approved, submit(2));

    expect(again.checkpoints['contract-approved']?.standing).toBe('open');
    expect(again.approval).toMatchObject({ open: true, version: { number: 2 } });
  });

  test('an answer about an older version changes nothing', () => {
    expect(decide(after(approved, submit(2)), conclude('approved', 1), monday)).toEqual([]);
  });

  test('is submitted in negotiation only', () => {
    expect(decide(aSaleAt('tender'), submit(), monday)).toMatchObject({ refused: 'not-in-negotiation' });
  });
});

test('a won sale lives on through delivery and ends with its close-out', () => {
  const won = after(approved, aClaim('contract-signed', { contract: version }));
  const done = reached(won, 'acceptance-passed', 'project-closed');

  expect(stageOf(won)?.key).toBe('delivery');
  expect(hasEnded(won)).toBe(false);
  expect(done.ended).toBe('completed');
  expect(oddsOf(done).percent).toBe(100);
});

describe('a late entry', () => {
  const late = aSale({ stage: 'tender' });
  const ruled = (verdict: 'go' | 'limited' | 'no-go', capWorkingDays?: number) =>
    aCommand<'rule'>(
      { type: 'rule', verdict, reason: 'A good customer.', ...(capWorkingDays === undefined ? {} : { capWorkingDays }) },
      { actor: manager },
    );

  test('can claim nothing until a manager has ruled', () => {
    expect(decide(late, aClaim('bid-submitted'), monday)).toMatchObject({ refused: 'ruling-required' });
    expect(stageOf(late)?.key).toBe('development');
  });

  test('go turns all it missed into debt', () => {
    const then = after(late, ruled('go'));

    expect(stageOf(then)?.key).toBe('tender');
    expect(Object.values(then.checkpoints).map(({ debt }) => debt)).toEqual(Array.from({ length: 5 }, () => 'late-entry'));
  });

  test('limited sets a cap on effort', () => {
    expect(decide(late, ruled('limited'), monday)).toMatchObject({ refused: 'reason-required' });
    expect(after(late, ruled('limited', 5)).facts?.effortCapWorkingDays).toBe(5);
  });

  test.for(['go', 'no-go'] as const)('%s sets none', (verdict) => {
    expect(decide(late, ruled(verdict, 5), monday)).toEqual({
      refused: 'cap-without-limit',
      errors: [{ pointer: '/capWorkingDays', code: 'cap-without-limit' }],
    });
  });

  test('no-go gives it up', () => {
    expect(after(late, ruled('no-go')).ended).toBe('abandoned');
  });

  test('after the signature is none: there is nothing left to sell', () => {
    expect(decide(aNewSale(), anOpening({ stage: 'delivery' }), monday)).toMatchObject({ refused: 'entry-too-late' });
  });

  test('behind the approval is none either, where a playbook signs in a stage of its own: no ruling waives it', () => {
    const { stages } = aPlaybook();
    const signing = stages.flatMap((stage) => (stage.key === 'negotiation' ? [approvedOnly(stage), signedOnly(stage)] : [stage]));
    const unheard = { ...aNewSale(), playbook: aPlaybook({ stages: signing }) };

    expect(decide(unheard, anOpening({ stage: 'signing' }), monday)).toMatchObject({ refused: 'entry-too-late' });
    expect(decide(unheard, anOpening({ stage: 'negotiation' }), monday)).toBeInstanceOf(Array);
  });
});

describe('losing', () => {
  const loss = { winner: 'Rival & Co', priceGap: null, lostAtBuyerStep: null, decisiveCriterion: 'Price' };
  const lose = (changes: object = {}) =>
    aCommand<'close'>({ type: 'close', outcome: 'lost', reason: 'Tender lost.', ...loss, ...changes });

  test('names the winner and what decided', () => {
    expect(decide(aSale(), lose({ winner: null }), monday)).toMatchObject({
      refused: 'reason-required',
      errors: [{ pointer: '/winner', code: 'required' }],
    });
  });

  test('owes an answer to where it was lost, and ends with it', () => {
    const lost = after(aSale(), lose());
    const review = aCommand<'review-loss'>({
      type: 'review-loss',
      lostAtBuyerStep: 'compare-bids',
      rootCause: 'r',
      firstSign: 'f',
      lessons: 'l',
    });

    expect(conditionOf(lost)).toBe('in-review');
    expect(decide(lost, aClaim('project-info-confirmed'), monday)).toMatchObject({ refused: 'sale-closed' });
    expect(after(lost, review).ended).toBe('lost');
  });

  test('an imported loss without a recorded reason owes no review', () => {
    const unrecorded = { ...lose({ winner: null, decisiveCriterion: null, closedAt: monday }), actor: importer };

    expect(after(anImport('negotiation'), unrecorded).ended).toBe('lost');
  });

  test('stepping out is a manager’s decision', () => {
    const out = aCommand<'close'>({ type: 'close', outcome: 'withdrawn', reason: 'Criteria against us.' });

    expect(decide(aSale(), out, monday)).toMatchObject({ refused: 'not-permitted' });
    expect(conditionOf(after(aSale(), { ...out, actor: manager }))).toBe('in-review');
  });
});

describe('an imported sale', () => {
  test('carries earlier checkpoints over without debt, to be confirmed by its owner', () => {
    const imported = anImport('proposal');

    expect(stageOf(imported)?.key).toBe('proposal');
    expect(Object.values(imported.checkpoints)).toMatchObject(
      Array.from({ length: 4 }, () => ({ standing: 'carried-over', debt: null })),
    );
    expect(reached(imported, 'project-info-confirmed').checkpoints['project-info-confirmed']?.standing).toBe('accepted');
  });

  const unsaid = { winner: null, priceGap: null, lostAtBuyerStep: null, decisiveCriterion: null };
  const lost = aCommand<'close'>({ type: 'close', outcome: 'lost', reason: 'meh', ...unsaid });
  const completed = aCommand<'close'>({ type: 'close', outcome: 'completed', reason: 'Delivered.' });

  test('is closed like any other: a loss names its winner, and owes its review', () => {
    const named = { ...lost, winner: 'Rival & Co', decisiveCriterion: 'Price' } as OpportunityCommand;

    expect(decide(anImport('tender'), lost, monday)).toMatchObject({ errors: [{ pointer: '/winner', code: 'required' }] });
    expect(conditionOf(after(anImport('tender'), named))).toBe('in-review');
  });

  test.for([manager, rep])('is declared completed, or closed in the past, by nobody who works on it: $capacity', (actor) => {
    const long = aCommand<'close'>({ type: 'close', outcome: 'cancelled', reason: 'Dropped.', closedAt: monday });

    expect(decide(anImport('delivery'), { ...completed, actor }, monday)).toMatchObject({ refused: 'not-permitted' });
    expect(decide(anImport('tender'), { ...long, actor }, monday)).toMatchObject({ errors: [{ pointer: '/closedAt' }] });
  });

  test('ends as its import says, in one go with its opening', () => {
    const early = { ...completed, closedAt: '2026-03-08T00:00:00.000Z' } as OpportunityCommand;

    expect(after(anImport('delivery'), { ...completed, actor: importer }).ended).toBe('completed');
    expect(decide(anImport('tender'), { ...completed, actor: importer }, monday)).toMatchObject({ refused: 'not-permitted' });
    expect(decide(anImport('delivery'), { ...early, actor: importer }, monday)).toMatchObject({ refused: 'before-opening' });
  });

  test('that has gone on since is not closed by an import any more', () => {
    const confirmed = after(anImport('tender'), aClaim('project-info-confirmed'));

    expect(decide(confirmed, { ...lost, actor: importer }, monday)).toEqual({ refused: 'sale-under-way' });
    expect(decide(aSale(), { ...lost, actor: importer }, monday)).toMatchObject({ refused: 'not-permitted' });
  });

  test('that only follows a newer calendar has not gone on: its import may still say how it ended', () => {
    const calendar = aPlainCalendar({ version: 2 });
    const followed = after(
      anImport('tender'),
      aCommand<'change-timing'>({ type: 'change-timing', calendar }, { actor: machine }),
    );

    expect(followed.calendar.version).toBe(2);
    expect(after(followed, { ...lost, actor: importer }).ended).toBe('lost');
  });
});

describe('the same command again', () => {
  const claim = aClaim('project-info-confirmed');
  const once = after(aSale(), claim);

  test('changes nothing', () => {
    expect(decide(once, claim, monday)).toEqual([]);
  });

  test('with another content is refused', () => {
    expect(decide(once, { ...claim, fingerprint: 'other' }, monday)).toEqual({ refused: 'command-id-reused' });
  });
});

test('a pause is a manager’s to give, and stops everything but the manager’s own duties', () => {
  const pause = aCommand<'pause'>(
    { type: 'pause', until: '2026-06-01T00:00:00.000Z', reason: 'The hotel waits for its permit.' },
    { actor: manager },
  );
  const paused = after(aSale(), pause);

  expect(decide(aSale(), { ...pause, actor: rep }, monday)).toMatchObject({ refused: 'not-permitted' });
  expect(decide(paused, aClaim('project-info-confirmed'), monday)).toMatchObject({ refused: 'sale-paused' });
});

test.for([
  { pointer: '/closeOn', change: { closeOn: '2027-01-32' }, refused: 'date-invalid' },
  { pointer: '/closeOn', change: { closeOn: 'soon' }, refused: 'date-invalid' },
  { pointer: '/amount', change: { amount: { amount: '-1', currency: 'CNY' } }, refused: 'amount-invalid' },
  { pointer: '/amount', change: { amount: { amount: '1e9', currency: 'CNY' } }, refused: 'amount-invalid' },
])('a signal that no table could hold is refused: $change', ({ pointer, change, refused }) => {
  const forecast = aCommand<'update-forecast'>({ type: 'update-forecast', reason: 'r', ...change });

  expect(decide(aSale(), forecast, monday)).toMatchObject({ refused, errors: [{ pointer }] });
});

function anImport(stage: string): Opportunity {
  return aSale({ stage, imported: { source: 'crm', key: 'A1' } });
}

function approvedOnly(stage: StageRule): StageRule {
  return {
    ...stage,
    gate: [['contract-approved']],
    checkpoints: stage.checkpoints.filter(({ key }) => key === 'contract-approved'),
  };
}

function signedOnly(stage: StageRule): StageRule {
  const signed = stage.checkpoints.filter(({ key }) => key === 'contract-signed');
  return {
    ...stage,
    key: 'signing',
    gate: [['contract-signed']],
    checkpoints: signed.map((rule) => ({ ...rule, requires: [] })),
  };
}
