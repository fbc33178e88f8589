import { describe, expect, test } from 'vitest';
import { machine } from '../../../domain/actor.ts';
import { retestedSteps, standing } from '../../../domain/approval/carry-over.ts';
import type { ContractTerms } from '../../../domain/approval/terms.ts';
import { changedFacts, compareTerms } from '../../../domain/approval/terms.ts';
import type { Approval } from '../../../domain/approval/state.ts';
import { inForce } from '../../../domain/approval/state.ts';
import { defaultPolicy } from '../../../domain/approval/default-policy.ts';
import {
  approvedBy,
  aPerson,
  aRequest,
  aReturn,
  asked,
  after,
  away,
  by,
  comingAfter,
  changing,
  earlierOf,
  pastOf,
  people,
  rejection,
  refused,
  twoSteps,
  approval,
} from '../../builders/approval.ts';
import { someTerms } from '../../builders/approval-request.ts';

const putIn = (approver: string, where: 'before' | 'beside' | 'after') =>
  by(approver, { type: 'add-approver', person: aPerson('expert', { superiorId: 'chief' }), where, comment: '' });

const dearer = { amount: { amount: '3100000', currency: 'CNY' }, listAmount: { amount: '3100000', currency: 'CNY' } };
const base = someTerms({ grossMarginPercent: 10, deviations: ['Delivery in twelve weeks, not ten.'] });
const policy = defaultPolicy;

/** Manager, finance for the margin, legal for the deviation, leadership: all but leadership approved version 1. */
const first = approvedBy(aRequest({ policy, terms: base }), 'manager', 'accountant', 'lawyer');
const returned = after(first, aReturn(first, 'chief'));

const resubmitted = (changes: Partial<ContractTerms>, others: Parameters<typeof aRequest>[0] = {}) =>
  aRequest({ policy, terms: { ...base, ...changes }, number: 2, earlier: earlierOf(returned), ...others });
const carried = (state: ReturnType<typeof aRequest>) =>
  state.decisions.filter(({ origin }) => origin === 'carried-over').map(({ userId }) => userId);

describe('a version submitted again', () => {
  test('asks again where somebody decided for a person who edited it since', () => {
    const absent = away('manager');
    const stoodIn = approvedBy(aRequest({ policy, terms: base, people: absent }), 'director', 'accountant', 'lawyer');
    const edited = resubmitted(
      { remarks: 'A wording.' },
      { earlier: earlierOf(after(stoodIn, aReturn(stoodIn, 'chief'))), request: { lastEditorId: 'manager' } },
    );

    expect(stoodIn.decisions[0]).toMatchObject({ userId: 'director', onBehalfOf: 'manager' });
    expect(asked(edited)).toEqual(['director']);
    expect(carried(edited)).toEqual([]);
    expect(carried(approvedBy(edited, 'director'))).toEqual(['accountant', 'lawyer']);
  });

  test('asks nobody again whose facts did not change; the last step is always asked', () => {
    const again = resubmitted({ remarks: 'A wording.' });

    expect(carried(again)).toEqual(['manager', 'accountant', 'lawyer']);
    expect(asked(again)).toEqual(['chief']);
    expect(approvedBy(again, 'chief').result).toBe('approved');
  });

  test('asks those whose facts changed, and them alone', () => {
    const again = resubmitted({ grossMarginPercent: 12 });

    expect(carried(again)).toEqual(['manager', 'lawyer']);
    expect(asked(again)).toEqual(['accountant', 'controller', 'treasurer']);
  });

  test('asks legal again for other deviations, be they as many', () => {
    expect(carried(resubmitted({ deviations: ['Warranty of one year, not two.'] }))).toEqual(['manager', 'accountant']);
  });

  test('asks everybody whose step hangs on the amount when the amount or its currency changes', () => {
    const foreign = { amount: { amount: '3000000.00', currency: 'USD' }, listAmount: { amount: '3000000.00', currency: 'USD' } };

    expect(carried(resubmitted(dearer))).not.toContain('manager');
    expect(carried(resubmitted(foreign))).toEqual([]);
    expect(carried(approvedBy(resubmitted(foreign), 'manager'))).toEqual(['lawyer']);
  });

  test('asks anew where the same figure stands in another currency', () => {
    const band = (currency: string) => ({ fact: 'amount' as const, currency });
    const rows = ['CNY', 'USD'].map((currency) => ({
      key: currency.toLowerCase(),
      title: { en: currency, zh: currency },
      when: [band(currency)],
      steps: ['manager', 'director'],
    }));
    const both = { ...twoSteps, rows };
    const start = approvedBy(aRequest({ policy: both, terms: base }), 'manager');
    const money = { amount: '3000000.00', currency: 'USD' };
    const again = (terms: ContractTerms) =>
      aRequest({ policy: both, terms, number: 2, earlier: earlierOf(after(start, aReturn(start, 'director'))) });

    expect(carried(again({ ...base, remarks: 'x' }))).toEqual(['manager']);
    expect(carried(again({ ...base, amount: money, listAmount: money }))).toEqual([]);
  });

  test('of an approved contract is not approved before somebody has seen it', () => {
    const approved = approvedBy(aRequest(), 'manager', 'director');
    const again = aRequest({ terms: someTerms({ remarks: 'x' }), number: 2, earlier: earlierOf(approved) });

    expect(carried(again)).toEqual(['manager']);
    expect(asked(again)).toEqual(['director']);
  });

  test('refers to the decision it carries over', () => {
    expect(resubmitted({}).decisions[0]).toMatchObject({
      origin: 'carried-over',
      slot: 'superior:1',
      fromVersion: 1,
      hash: returned.request.version.hash,
    });
  });

  test('under another policy asks everybody', () => {
    expect(carried(resubmitted({}, { policy: { ...policy, version: 2 } }))).toEqual([]);
  });

  test('asks again in place of somebody who left, is away, or is now the requester', () => {
    expect(carried(resubmitted({}, { people: changing('manager', { active: false }) }))).not.toContain('manager');
    expect(carried(resubmitted({}, { people: away('manager', { deputyId: 'expert' }) }))).not.toContain('manager');
    expect(carried(resubmitted({}, { request: { lastEditorId: 'manager' } }))).not.toContain('manager');
  });

  test('counts a carried approval as his: he is not asked in another step', () => {
    const again = resubmitted({}, { people });

    expect(refused(again, approval(again, 'manager'))).toBe('already-decided');
  });

  test('asks a step again that this version is returned to, and those after it', () => {
    const again = resubmitted({ remarks: 'A wording.' });
    const back = after(again, aReturn(again, 'chief', 'manager'));
    const approved = approvedBy(back, 'manager');

    expect(asked(after(again, aReturn(again, 'chief', 'finance')))).toEqual(['accountant', 'controller', 'treasurer']);
    expect(asked(approved)).toEqual(['accountant', 'controller', 'treasurer', 'lawyer']);
    expect(inForce(approved).map(({ userId }) => userId)).toEqual(['manager']);
    expect(asked(approvedBy(approved, 'accountant', 'lawyer'))).toEqual(['chief']);
  });

  test('asks a step again that somebody took over and returned, though it was approved while he was away', () => {
    const others = away('controller', {}, away('treasurer'));
    const again = resubmitted({ remarks: 'A wording.' }, { people: away('accountant', {}, others) });
    const back = after(again, aReturn(again, 'cfo', 'manager'));
    const returned = approvedBy(after(back, by(machine, { type: 'change-people', people })), 'manager');

    expect(carried(returned)).toEqual(['manager', 'lawyer']);
    expect(asked(returned)).toEqual(['accountant', 'controller', 'treasurer', 'lawyer']);
  });

  describe('in which an approver asks a colleague once more', () => {
    const put = (state: Approval, by: string, where: 'before' | 'beside') => after(state, putIn(by, where));
    const first = (where: 'before' | 'beside') =>
      approvedBy(put(aRequest({ policy, terms: base }), 'manager', where), 'expert', 'manager', 'accountant', 'lawyer');
    const second = (where: 'before' | 'beside', changes: Partial<ContractTerms>, who = people) =>
      resubmitted(changes, { earlier: earlierOf(after(first(where), aReturn(first(where), 'chief'))), people: who });

    test('asks him for these terms, before', () => {
      expect(asked(put(second('before', dearer), 'manager', 'before'))).toEqual(['expert']);
    });

    test('asks him for this version, beside another', () => {
      const left = second('beside', {}, changing('manager', { active: false }));

      expect(asked(left)).toEqual(['director']);
      expect(asked(put(left, 'director', 'beside'))).toEqual(['director', 'expert']);
    });
  });

  test('is not decided by asking a colleague after oneself', () => {
    const approved = approvedBy(aRequest(), 'manager', 'director');
    const again = aRequest({ terms: someTerms({ remarks: 'x' }), number: 2, earlier: earlierOf(approved) });
    const put = after(again, putIn('director', 'after'));

    expect(carried(put)).toEqual(['manager']);
    expect(asked(put)).toEqual(['director']);
  });
});

describe('a version submitted a third time', () => {
  const withdrawal = by('rep', { type: 'withdraw', comment: 'Not yet.' });
  const cheaper = { amount: { amount: '2900000', currency: 'CNY' }, listAmount: { amount: '2900000', currency: 'CNY' } };
  const third = (second: Approval, changes: Partial<ContractTerms>) =>
    aRequest({ policy, terms: { ...base, ...changes }, number: 3, request: comingAfter(second, returned) });

  test('asks nobody again for whom nothing changed since he approved, be it two versions ago', () => {
    const again = third(after(resubmitted(cheaper), withdrawal), { ...cheaper, remarks: 'A wording.' });

    expect(asked(again)).toEqual(['manager']);
    expect(carried(approvedBy(again, 'manager'))).toEqual(['lawyer']);
    expect(inForce(approvedBy(again, 'manager')).at(-1)).toMatchObject({ fromVersion: 1, hash: returned.request.version.hash });
    expect(asked(approvedBy(again, 'manager'))).toEqual(['accountant', 'controller', 'treasurer']);
  });

  test('goes by what was decided last', () => {
    const second = approvedBy(resubmitted(cheaper), 'manager');

    expect(carried(third(after(second, withdrawal), { ...cheaper, remarks: 'A wording.' }))[0]).toBe('manager');
    expect(asked(third(after(second, withdrawal), {}))).toEqual(['manager']);
  });

  test.for([
    { what: 'rejected', second: (state: Approval) => after(state, rejection(state, 'lawyer')) },
    { what: 'returned', second: (state: Approval) => after(state, aReturn(state, 'lawyer')) },
    {
      what: 'returned to',
      second: (state: Approval) => after(approvedBy(state, 'lawyer'), aReturn(state, 'chief', 'legal'), withdrawal),
    },
  ])('asks a step again that was $what in between', ({ second }) => {
    const between = second(resubmitted({ deviations: ['Warranty of one year, not two.'] }));

    expect(carried(third(between, {}))).toEqual(['manager', 'accountant']);
    expect(asked(third(between, {}))).toEqual(['lawyer']);
  });

  test('tells who is asked again because of what, since each approved', () => {
    const terms = { ...base, ...cheaper, remarks: 'A wording.' };
    const past = standing([after(resubmitted(cheaper), withdrawal), returned].map(pastOf));

    expect(retestedSteps(policy, past, terms)).toEqual([
      { step: 'manager', facts: ['amount'] },
      { step: 'finance', facts: ['amount'] },
    ]);
  });
});

describe('the steps asked again', () => {
  const before = someTerms();
  const since = standing([pastOf(aRequest({ terms: before }))]);

  test('are those that test what changed, with the facts they test', () => {
    const now = { ...before, paymentDays: 90, deviations: ['No third party'] };
    expect(retestedSteps(defaultPolicy, since, now)).toEqual([
      { step: 'finance', facts: ['paymentDays'] },
      { step: 'legal', facts: ['deviations'] },
    ]);
  });

  test('are none when only remarks changed', () => {
    expect(retestedSteps(defaultPolicy, since, { ...before, remarks: 'Nothing new.' })).toEqual([]);
  });
});

describe('two versions compared', () => {
  test('differ field by field', () => {
    expect(compareTerms(base, { ...base, paymentDays: 45, remarks: 'x' })).toEqual([
      { field: 'paymentDays', before: 30, after: 45 },
      { field: 'remarks', before: '', after: 'x' },
    ]);
  });

  test('differ in the facts that a policy can test', () => {
    const cheaper = { ...base, amount: { amount: '2700000', currency: 'CNY' } };

    expect(changedFacts(base, cheaper)).toEqual(['amount', 'discountPercent']);
    expect(changedFacts(base, { ...base, remarks: 'x' })).toEqual([]);
  });

  test('that say the same amount in other digits do not differ in it', () => {
    expect(changedFacts(base, { ...base, amount: { amount: '3000000', currency: 'CNY' } })).toEqual([]);
  });
});
