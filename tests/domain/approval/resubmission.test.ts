import { describe, expect, test } from 'vitest';
import { retestedSteps } from '../../../domain/approval/carry-over.ts';
import type { ContractTerms } from '../../../domain/approval/terms.ts';
import { changedFacts, compareTerms } from '../../../domain/approval/terms.ts';
import { defaultPolicy } from '../../../domain/approval/default-policy.ts';
import {
  approvedBy,
  aRequest,
  aReturn,
  asked,
  after,
  away,
  changing,
  earlierOf,
  people,
  refused,
  twoSteps,
  approval,
} from '../../builders/approval.ts';
import { someTerms } from '../../builders/approval-request.ts';

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
    const dearer = { amount: { amount: '3100000', currency: 'CNY' }, listAmount: { amount: '3100000', currency: 'CNY' } };
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

  test('asks a step again that this version is returned to', () => {
    const again = resubmitted({});

    expect(asked(after(again, aReturn(again, 'chief', 'finance')))).toEqual(['accountant', 'controller', 'treasurer']);
  });
});

describe('the steps asked again', () => {
  const before = someTerms();

  test('are those that test what changed, with the facts they test', () => {
    const now = { ...before, paymentDays: 90, deviations: ['No third party'] };
    expect(retestedSteps(defaultPolicy, before, now)).toEqual([
      { step: 'finance', facts: ['paymentDays'] },
      { step: 'legal', facts: ['deviations'] },
    ]);
  });

  test('are none when only remarks changed', () => {
    expect(retestedSteps(defaultPolicy, before, { ...before, remarks: 'Nothing new.' })).toEqual([]);
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
