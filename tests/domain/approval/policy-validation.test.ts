import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unforeseen } from '../../../domain/approval/coverage.ts';
import { defaultPolicy } from '../../../domain/approval/default-policy.ts';
import type { ApprovalPolicy, PolicyCondition, PolicyStep } from '../../../domain/approval/policy.ts';
import { holds } from '../../../domain/approval/policy.ts';
import { policyTexts } from '../../../domain/approval/policy-text.ts';
import { policyProblems } from '../../../domain/approval/policy-validation.ts';
import type { ContractFacts } from '../../../domain/approval/terms.ts';
import { factsOf } from '../../../domain/approval/terms.ts';
import { someTerms } from '../../builders/approval-request.ts';
import { aPolicy, aStep } from '../../builders/approval.ts';

const title = { en: 'x', zh: '甲' };
const cny = (from?: string, below?: string): PolicyCondition => ({
  fact: 'amount',
  currency: 'CNY',
  ...(from === undefined ? {} : { from }),
  ...(below === undefined ? {} : { below }),
});
const discount = (from: number, below?: number): PolicyCondition => ({
  fact: 'discountPercent',
  from,
  ...(below === undefined ? {} : { below }),
});
const anyFacts = factsOf(someTerms());

/** Ends that are not given are not there. */
function given({
  from,
  below,
  ...condition
}: {
  fact: 'discountPercent' | 'paymentDays';
  from?: number | undefined;
  below?: number | undefined;
}) {
  return { ...condition, ...(from === undefined ? {} : { from }), ...(below === undefined ? {} : { below }) } as PolicyCondition;
}

const rows = (...conditions: readonly (readonly PolicyCondition[])[]): ApprovalPolicy => ({
  ...aPolicy([aStep('manager', [{ superior: 1 }])]),
  rows: conditions.map((when, at) => ({ key: `row-${at}`, title, when, steps: ['manager'] })),
});
const step = (changes: Partial<PolicyStep>) => aPolicy([{ ...aStep('manager', [{ superior: 1 }]), ...changes }]);

test('the default policy has no problem', () => {
  expect(policyProblems(defaultPolicy)).toEqual([]);
});

test('the same as JSON has none either', () => {
  expect(policyProblems(JSON.parse(JSON.stringify(defaultPolicy)))).toEqual([]);
});

test('every problem has its sentence in both languages', () => {
  expect(Object.values(policyTexts).filter(({ en, zh }) => en === '' || zh === '')).toEqual([]);
});

describe('a document that is not built like a policy', () => {
  test.for([
    { what: 'nothing', document: null, problem: { pointer: '', code: 'not-an-object' } },
    { what: 'no steps', document: { ...defaultPolicy, steps: [] }, problem: { pointer: '/steps', code: 'too-few' } },
    {
      what: 'a name in one language',
      document: { ...defaultPolicy, name: { en: 'Contracts', zh: ' ' } },
      problem: { pointer: '/name/zh', code: 'blank' },
    },
    {
      what: 'a fact that no contract has',
      document: rows([{ fact: 'weather', in: ['fair'] } as never]),
      problem: { pointer: '/rows/0/when/0/fact', code: 'not-an-option' },
    },
    {
      what: 'a choice that is both',
      document: rows([{ fact: 'creditGrade', in: ['A'], notIn: ['B'] } as never]),
      problem: { pointer: '/rows/0/when/0', code: 'not-exactly-one' },
    },
    {
      what: 'a grade that does not exist',
      document: rows([{ fact: 'creditGrade', in: ['E'] }]),
      problem: { pointer: '/rows/0/when/0/in/0', code: 'not-an-option' },
    },
    {
      what: 'an amount that is a number',
      document: rows([{ fact: 'amount', currency: 'CNY', from: 5 } as never]),
      problem: { pointer: '/rows/0/when/0/from', code: 'not-a-text' },
    },
    {
      what: 'a time limit of nothing',
      document: step({ remindAfter: { workingHours: 0 } }),
      problem: { pointer: '/steps/0/remindAfter/workingHours', code: 'out-of-range' },
    },
    {
      what: 'a way of counting nobody knows',
      document: { ...defaultPolicy, counting: 'twice' },
      problem: { pointer: '/counting', code: 'not-an-option' },
    },
  ])('such as one with $what is refused there', ({ document, problem }) => {
    expect(policyProblems(document)).toContainEqual(problem);
  });
});

describe('a policy', () => {
  test.for<{ what: string; policy: ApprovalPolicy; problems: readonly object[] }>([
    {
      what: 'a gap between amounts',
      policy: rows([cny(undefined, '1000000')], [cny('1000001')]),
      problems: [{ pointer: '/rows/1/when/0/from', code: 'gap' }],
    },
    {
      what: 'an overlap of amounts',
      policy: rows([cny('999999.99')], [cny(undefined, '1000000')]),
      problems: [{ pointer: '/rows/0/when/0', code: 'overlap' }],
    },
    {
      what: 'two rows without end',
      policy: rows([cny()], [cny('5000000')]),
      problems: [{ pointer: '/rows/1/when/0', code: 'overlap' }],
    },
    {
      what: 'amounts that begin too high and end too low',
      policy: rows([cny('1000', '5000')]),
      problems: [
        { pointer: '/rows/0/when/0/from', code: 'gap-at-start' },
        { pointer: '/rows/0/when/0/below', code: 'gap-at-end' },
      ],
    },
    {
      what: 'a gap between discounts',
      policy: rows([discount(10, 20)], [discount(25)], []),
      problems: [{ pointer: '/rows/1/when/0/from', code: 'gap' }],
    },
    {
      what: 'an overlap of discounts',
      policy: rows([discount(10)], [discount(20)], []),
      problems: [{ pointer: '/rows/1/when/0', code: 'overlap' }],
    },
    {
      what: 'a gap between rows that test two facts',
      policy: rows(
        [cny(undefined, '1000000'), discount(0, 10)],
        [cny(undefined, '1000000'), discount(10)],
        [cny('1000000'), discount(0, 10)],
      ),
      problems: [{ pointer: '/rows', code: 'unforeseen' }],
    },
    {
      what: 'a gap between grades',
      policy: rows([{ fact: 'creditGrade', in: ['A', 'B'] }], [{ fact: 'creditGrade', in: ['D'] }]),
      problems: [{ pointer: '/rows', code: 'unforeseen' }],
    },
    {
      what: 'exceptions and nothing for the rest',
      policy: rows([discount(10)]),
      problems: [{ pointer: '/rows', code: 'unforeseen' }],
    },
    {
      what: 'an amount that is above and below',
      policy: rows([cny('5', '5'), discount(0)], []),
      problems: [{ pointer: '/rows/0/when', code: 'never-holds' }],
    },
    {
      what: 'an amount in two currencies',
      policy: rows([cny(), { fact: 'currency', notIn: ['CNY'] }], []),
      problems: [{ pointer: '/rows/0/when', code: 'never-holds' }],
    },
    {
      what: 'a discount of more than everything',
      policy: rows([discount(101)], []),
      problems: [{ pointer: '/rows/0/when', code: 'never-holds' }],
    },
    {
      what: 'no grade left',
      policy: rows([{ fact: 'creditGrade', notIn: ['A', 'B', 'C', 'D'] }], []),
      problems: [{ pointer: '/rows/0/when', code: 'never-holds' }],
    },
    {
      what: 'a row for a step it does not have',
      policy: { ...rows([]), rows: [{ key: 'all', title, when: [], steps: ['manager', 'board'] }] },
      problems: [{ pointer: '/rows/0/steps/1', code: 'unknown-step' }],
    },
    {
      what: 'a step that no row brings in',
      policy: { ...aPolicy([aStep('manager', [{ superior: 1 }]), aStep('board', [{ group: 'board' }])]), rows: rows([]).rows },
      problems: [{ pointer: '/steps/1/key', code: 'step-in-no-row' }],
    },
    {
      what: 'a key twice',
      policy: { ...rows([]), rows: [...rows([]).rows, ...rows([]).rows] },
      problems: [{ pointer: '/rows/1/key', code: 'duplicate-key' }],
    },
    {
      what: 'a quorum of more than it names',
      policy: step({ approvers: [{ person: 'a' }, { person: 'a' }], mode: { kind: 'quorum', count: 2 } }),
      problems: [{ pointer: '/steps/0/mode/count', code: 'quorum-too-large' }],
    },
    {
      what: 'a veto of somebody who is not asked',
      policy: step({ mode: { kind: 'veto', by: 'expert' } }),
      problems: [{ pointer: '/steps/0/mode/by', code: 'veto-not-an-approver' }],
    },
    {
      what: 'an escalation before the reminder',
      policy: step({ escalateAfter: { workingHours: 8 } }),
      problems: [{ pointer: '/steps/0/escalateAfter', code: 'escalates-before-reminder' }],
    },
  ])('with $what is refused there', ({ policy, problems }) => {
    expect(policyProblems(policy)).toEqual(problems);
  });

  test('may leave amounts to a row that holds for the whole currency', () => {
    expect(policyProblems(rows([{ fact: 'currency', in: ['CNY'] }], [cny('5000000')]))).toEqual([]);
    expect(policyProblems(rows([], [cny('5000000')]))).toEqual([]);
  });

  test('may be a table of two facts', () => {
    const table = [cny(undefined, '1000000'), cny('1000000')].flatMap((amount) => [
      [amount, discount(0, 10)],
      [amount, discount(10)],
    ]);
    expect(policyProblems(rows(...table))).toEqual([]);
  });

  test('says which contracts it does not foresee', () => {
    const { rows: some } = rows([cny(undefined, '1000000'), discount(0, 10)], [discount(10, 101)], [cny('1000000'), discount(5)]);
    expect(unforeseen({ ...defaultPolicy, rows: some })).toEqual([
      { fact: 'currency', in: ['CNY'] },
      { fact: 'discountPercent', below: 5 },
      { fact: 'amount', currency: 'CNY', from: '1000000' },
    ]);
  });

  test('falls under a row exactly when nothing is found that it does not foresee', () => {
    const bound = fc.constantFrom(undefined, 5, 10, 20);
    const grade = fc.subarray(['A', 'B', 'C', 'D'], { minLength: 1 });
    const some = fc.oneof(
      fc.tuple(bound, bound).map(([from, below]) => given({ fact: 'discountPercent' as const, from, below })),
      fc.tuple(bound, bound).map(([from, below]) => given({ fact: 'paymentDays' as const, from, below })),
      grade.map((among): PolicyCondition => ({ fact: 'creditGrade', in: among })),
      grade.map((among): PolicyCondition => ({ fact: 'creditGrade', notIn: among })),
    );
    const contracts = [0, 5, 10, 20].flatMap((discountPercent) =>
      [0, 5, 10, 20].flatMap((paymentDays) =>
        ['A', 'B', 'C', 'D'].map((creditGrade) => ({ ...anyFacts, discountPercent, paymentDays, creditGrade }) as ContractFacts),
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.array(some, { maxLength: 3 }), { minLength: 1, maxLength: 6 }), (conditions) => {
        const policy = rows(...conditions);
        const isForeseen = contracts.every((facts) => policy.rows.some(({ when }) => when.every((one) => holds(one, facts))));
        const left = unforeseen(policy);
        expect(left === null).toBe(isForeseen);
        if (left !== null) expect(contracts.some((facts) => left.every((one) => holds(one, facts)))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('may join bands written in any order and with other digits', () => {
    expect(policyProblems(rows([cny('1000000.00')], [cny('0', '1000000')]))).toEqual([]);
  });

  test('may ask of a group what only the people of the day can say', () => {
    expect(policyProblems(step({ approvers: [{ group: 'finance' }], mode: { kind: 'quorum', count: 5 } }))).toEqual([]);
  });
});
