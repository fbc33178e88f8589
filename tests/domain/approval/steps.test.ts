import { describe, expect, test } from 'vitest';
import type { ApproverRef, StepMode } from '../../../domain/approval/policy.ts';
import {
  alarmed,
  aPolicy,
  approval,
  approvedBy,
  aRequest,
  aReturn,
  asked,
  aStep,
  after,
  people,
  refused,
  rejection,
} from '../../builders/approval.ts';
import { someTerms } from '../../builders/approval-request.ts';
import { defaultPolicy } from '../../../domain/approval/default-policy.ts';

const finance: ApproverRef = { group: 'finance' };
const legal: ApproverRef = { group: 'legal' };
const single = (mode: StepMode, ...approvers: readonly ApproverRef[]) =>
  aRequest({ policy: aPolicy([aStep('check', approvers, { mode })]) });

describe('steps', () => {
  test('are asked one after the other, and the last approval approves the contract', () => {
    const request = aRequest();
    const afterManager = approvedBy(request, 'manager');

    expect(asked(request)).toEqual(['manager']);
    expect(refused(request, approval(request, 'director'))).toBe('not-asked');
    expect(asked(afterManager)).toEqual(['director']);
    expect(approvedBy(afterManager, 'director')).toMatchObject({ result: 'approved', concludedAt: request.lastAt });
  });

  test('of one rank are asked side by side, and the next waits for them all', () => {
    const policy = aPolicy([
      aStep('finance', [finance]),
      aStep('legal', [legal]),
      aStep('leadership', [{ role: 'leadership' }], { rank: 2 }),
    ]);
    const request = aRequest({ policy });

    expect(asked(request)).toEqual(['accountant', 'controller', 'treasurer', 'lawyer']);
    expect(asked(approvedBy(request, 'lawyer'))).toEqual(['accountant', 'controller', 'treasurer']);
    expect(asked(approvedBy(request, 'lawyer', 'controller'))).toEqual(['chief']);
  });

  test.for([
    { amount: '900000', discount: '900000', steps: ['manager', 'director'] },
    { amount: '3000000', discount: '3000000', steps: ['manager', 'leadership'] },
    { amount: '5000000', discount: '5000000', steps: ['manager', 'finance', 'director', 'leadership'] },
    { amount: '2400000', discount: '3000000', steps: ['manager', 'finance', 'director', 'leadership'] },
  ])('of the default policy for $amount against a list of $discount are $steps', ({ amount, discount, steps }) => {
    const terms = someTerms({
      amount: { amount, currency: 'CNY' },
      listAmount: { amount: discount, currency: 'CNY' },
    });

    expect(aRequest({ policy: defaultPolicy, terms }).steps.map(({ key }) => key)).toEqual(steps);
  });

  test('are all needed by terms that the policy does not foresee: nothing passes unseen', () => {
    const policy = { ...aPolicy([aStep('manager', [{ superior: 1 }])]), rows: [] };
    const request = aRequest({ policy });

    expect(request.result).toBeNull();
    expect(asked(request)).toEqual(['manager']);
  });

  test('without any step a request stays open', () => {
    expect(aRequest({ policy: aPolicy([]) })).toMatchObject({ result: null, steps: [] });
  });
});

describe('a step for any one of several', () => {
  test('passes with the first approval', () => {
    expect(approvedBy(single({ kind: 'any' }, finance, legal), 'lawyer').result).toBe('approved');
  });

  test('ends the request with the first rejection', () => {
    const request = single({ kind: 'any' }, finance);

    expect(after(request, rejection(request, 'treasurer'))).toMatchObject({ result: 'rejected' });
  });
});

describe('a step for all', () => {
  const request = single({ kind: 'all' }, finance, legal);

  test('asks each person of a group, and passes with the last of them', () => {
    expect(asked(request)).toEqual(['accountant', 'controller', 'treasurer', 'lawyer']);
    expect(approvedBy(request, 'accountant', 'controller', 'treasurer').result).toBeNull();
    expect(approvedBy(request, 'accountant', 'controller', 'treasurer', 'lawyer').result).toBe('approved');
  });

  test('asks a person who is named twice once', () => {
    const twice = single({ kind: 'all' }, { person: 'expert' }, { person: 'expert' });

    expect(asked(twice)).toEqual(['expert']);
    expect(approvedBy(twice, 'expert').result).toBe('approved');
  });

  test('does not ask again who has decided', () => {
    expect(refused(approvedBy(request, 'lawyer'), approval(request, 'lawyer'))).toBe('already-decided');
  });
});

test('a step for one of each group passes with one approval of each', () => {
  const request = single({ kind: 'each-group' }, finance, legal);

  expect(approvedBy(request, 'accountant').result).toBeNull();
  expect(asked(approvedBy(request, 'accountant'))).toEqual(['lawyer']);
  expect(approvedBy(request, 'accountant', 'lawyer').result).toBe('approved');
});

describe('a step for a quorum of two in three', () => {
  const request = single({ kind: 'quorum', count: 2 }, finance);

  test('passes with two different people', () => {
    expect(approvedBy(request, 'accountant').result).toBeNull();
    expect(approvedBy(request, 'accountant', 'treasurer').result).toBe('approved');
  });

  test('bears one rejection, and nobody is asked in his place', () => {
    const once = after(request, rejection(request, 'accountant'));

    expect(once.result).toBeNull();
    expect(asked(once)).toEqual(['controller', 'treasurer']);
    expect(approvedBy(once, 'controller', 'treasurer').result).toBe('approved');
  });

  test('ends with the rejection that puts two out of reach', () => {
    expect(after(request, rejection(request, 'accountant'), rejection(request, 'treasurer')).result).toBe('rejected');
  });

  test('that no company of this size can reach raises an alarm', () => {
    expect(alarmed(single({ kind: 'quorum', count: 4 }, finance))).toBe(true);
  });
});

describe('a step under a veto', () => {
  const request = single({ kind: 'veto', by: 'expert' }, { person: 'expert' }, finance);

  test('passes only when the person named and one other approve', () => {
    expect(approvedBy(request, 'accountant').result).toBeNull();
    expect(approvedBy(request, 'expert').result).toBeNull();
    expect(approvedBy(request, 'accountant', 'expert').result).toBe('approved');
  });

  test('ends with the rejection of the person named', () => {
    expect(after(approvedBy(request, 'accountant'), rejection(request, 'expert')).result).toBe('rejected');
  });

  test('ends with the rejection of everybody else, and not before', () => {
    const two = single({ kind: 'veto', by: 'expert' }, { person: 'expert' }, finance, legal);
    const once = after(two, rejection(two, 'accountant'));

    expect(once.result).toBeNull();
    expect(after(once, rejection(two, 'lawyer')).result).toBe('rejected');
  });
});

describe('a return to an earlier step', () => {
  const policy = aPolicy([
    aStep('manager', [{ superior: 1 }]),
    aStep('finance', [finance], { rank: 2 }),
    aStep('legal', [legal], { rank: 2 }),
    aStep('leadership', [{ role: 'leadership' }], { rank: 3 }),
  ]);
  const request = approvedBy(aRequest({ policy }), 'manager', 'accountant', 'lawyer');

  test('asks that step again and all that come after it; what was decided there is void', () => {
    const again = after(request, aReturn(request, 'chief', 'manager'));

    expect(asked(again)).toEqual(['manager']);
    expect(again.decisions.map(({ isVoid }) => isVoid)).toEqual([true, true, true]);
    expect(approvedBy(again, 'manager', 'controller', 'lawyer', 'chief').result).toBe('approved');
  });

  test('leaves alone what runs beside that step', () => {
    const again = after(request, aReturn(request, 'chief', 'finance'));

    expect(asked(again)).toEqual(['accountant', 'controller', 'treasurer']);
    expect(again.decisions.filter(({ isVoid }) => isVoid).map(({ step }) => step)).toEqual(['finance']);
  });

  test('goes up to the superior when the same step was returned to three times', () => {
    const toFinance = (state: typeof request) => {
      const returned = after(state, aReturn(state, 'lawyer', 'manager'));
      return approvedBy(returned, 'manager', 'accountant');
    };
    const start = approvedBy(aRequest({ policy }), 'manager', 'accountant');
    const thrice = toFinance(toFinance(toFinance(start)));
    const fourth = after(thrice, aReturn(thrice, 'lawyer', 'manager'));

    expect(thrice.returns).toEqual({ manager: 3 });
    expect(fourth.returns).toEqual({ manager: 3 });
    expect(asked(fourth)).toEqual(['chief']);
    expect(refused(fourth, approval(fourth, 'lawyer'))).toBe('no-longer-asked');
  });

  test('raises an alarm when it goes up and nobody is above', () => {
    const toChief = (state: typeof request) =>
      approvedBy(after(state, aReturn(state, 'chief', 'manager')), 'manager', 'accountant', 'lawyer');
    const thrice = toChief(toChief(toChief(request)));

    expect(alarmed(after(thrice, aReturn(thrice, 'chief', 'manager')))).toBe(true);
  });

  test('names a step that this request has, and that lies before', () => {
    expect(refused(request, aReturn(request, 'chief', 'board'))).toBe('unknown-step');
    expect(refused(request, aReturn(request, 'chief', 'leadership'))).toBe('not-an-earlier-step');
    const side = approvedBy(aRequest({ policy }), 'manager');
    expect(refused(side, aReturn(side, 'lawyer', 'finance'))).toBe('not-an-earlier-step');
  });

  test('to the submitter ends the request', () => {
    expect(after(request, aReturn(request, 'chief'))).toMatchObject({ result: 'returned', concludedAt: request.lastAt });
  });
});

describe('a person who stands in several steps', () => {
  const steps = [
    aStep('manager', [{ person: 'manager' }]),
    aStep('again', [{ person: 'manager' }], { rank: 2 }),
    aStep('chief', [{ person: 'chief' }], { rank: 3 }),
  ];

  test('counts in the first of them, and his superior is asked in the next', () => {
    const request = approvedBy(aRequest({ policy: aPolicy(steps) }), 'manager');

    expect(asked(request)).toEqual(['director']);
  });

  test('counts in the last of them where the policy says so', () => {
    const request = aRequest({ policy: aPolicy(steps, { counting: 'last' }) });

    expect(asked(request)).toEqual(['director']);
    expect(asked(approvedBy(request, 'director'))).toEqual(['manager']);
  });

  test('is asked once when the steps run side by side', () => {
    const policy = aPolicy([aStep('a', [{ person: 'manager' }]), aStep('b', [{ person: 'manager' }])]);

    expect(asked(aRequest({ policy, people }))).toEqual(['manager', 'director']);
  });
});
