import { describe, expect, test } from 'vitest';
import type { StepWaits } from '../../../domain/approval/comparison.ts';
import { comparing, differencesOf, emptyTally, meanWaits, tallied } from '../../../domain/approval/comparison.ts';
import { defaultPolicy } from '../../../domain/approval/default-policy.ts';
import { explain, unstaffedSteps } from '../../../domain/approval/explain.ts';
import type { People } from '../../../domain/approval/people.ts';
import type { ApprovalPolicy } from '../../../domain/approval/policy.ts';
import type { ContractTerms } from '../../../domain/approval/terms.ts';
import { someTerms } from '../../builders/approval-request.ts';
import { aPolicy, aStep, away, changing, monday, people } from '../../builders/approval.ts';

const among = (who: People = people, changes: object = {}) => ({
  ...{ people: who, ownerId: 'rep', submitterId: 'rep', lastEditorId: 'rep', at: monday },
  ...changes,
});
const discounted = someTerms({ amount: { amount: '2700000', currency: 'CNY' } });
const explained = (terms: ContractTerms, setting = among()) => explain(defaultPolicy, terms, setting);
const asked = (terms: ContractTerms, setting = among()) =>
  explained(terms, setting).steps.map(({ step, seats }) => [step.key, seats.map(({ userId }) => userId)]);

describe('an explanation', () => {
  test('says which rows match, and by which value each condition holds or fails', () => {
    const { rows, isForeseen } = explained(discounted);

    expect(rows.filter(({ matches }) => matches).map(({ row }) => row.key)).toEqual(['medium', 'discount-10']);
    expect(rows.find(({ row }) => row.key === 'discount-20')?.conditions).toMatchObject([{ value: 10, holds: false }]);
    expect(isForeseen).toBe(true);
  });

  test('says which steps follow, from which rows, and who would stand in them', () => {
    expect(explained(discounted).steps.map(({ step, because }) => [step.key, because])).toEqual([
      ['manager', ['medium']],
      ['director', ['discount-10']],
      ['leadership', ['medium']],
    ]);
    expect(asked(discounted)).toEqual([
      ['manager', ['manager']],
      ['director', ['director']],
      ['leadership', ['chief']],
    ]);
  });

  test('says who stands in for whom, and who was passed over', () => {
    const { steps } = explained(discounted, among(away('manager', { deputyId: 'expert' })));

    expect(steps[0]?.seats).toEqual([{ slot: 'superior:1', userId: 'expert', onBehalfOf: 'manager' }]);
    expect(steps[0]?.passedOver).toEqual([{ userId: 'manager', reason: 'absent' }]);
  });

  test('sees that who decides first is not asked again', () => {
    const flat = changing('rep', { superiorId: 'chief' });

    expect(asked(someTerms(), among(flat))).toEqual([
      ['manager', ['chief']],
      ['leadership', []],
    ]);
    expect(explained(someTerms(), among(flat)).steps[1]).toMatchObject({
      isStuck: true,
      passedOver: [{ userId: 'chief', reason: 'decided' }],
    });
  });

  test('names each step that is skipped, and the conditions that fail', () => {
    const { skipped } = explained(discounted);

    expect(skipped.map(({ step }) => step.key)).toEqual(['finance', 'legal']);
    expect(skipped[1]?.because).toContainEqual({ row: 'deviations', failing: [{ fact: 'deviations', from: 1 }] });
  });

  test('says so when the policy does not foresee the terms: every step is needed', () => {
    const policy = aPolicy([aStep('manager', [{ superior: 1 }])], { rows: [] });
    const { isForeseen, steps, skipped } = explain(policy, someTerms(), among());

    expect(isForeseen).toBe(false);
    expect(steps.map(({ step }) => step.key)).toEqual(['manager']);
    expect(skipped).toEqual([]);
  });

  test('goes on behind a step in which nobody can be asked', () => {
    const policy = aPolicy([aStep('board', [{ group: 'board' }]), aStep('manager', [{ superior: 1 }], { rank: 2 })]);

    expect(explain(policy, someTerms(), among()).steps).toMatchObject([
      { step: { key: 'board' }, seats: [], isStuck: true },
      { step: { key: 'manager' }, seats: [{ userId: 'manager' }], isStuck: false },
    ]);
  });
});

describe('steps that resolve to nobody', () => {
  const policy = aPolicy([
    aStep('manager', [{ superior: 1 }]),
    aStep('board', [{ group: 'board' }]),
    aStep('finance', [{ group: 'finance' }], { mode: { kind: 'quorum', count: 4 } }),
    aStep('expert', [{ person: 'nobody' }]),
  ]);

  test('are named, and those with too few people', () => {
    expect(unstaffedSteps(policy, people, ['rep']).map(({ key }) => key)).toEqual(['board', 'finance', 'expert']);
  });

  test('are not those whose people are merely away', () => {
    const alone = changing('chief', { groups: ['board'] }, away('chief'));

    expect(unstaffedSteps(policy, alone, ['rep']).map(({ key }) => key)).toEqual(['finance', 'expert']);
  });

  test('are not those that find somebody for one of the owners', () => {
    expect(unstaffedSteps(defaultPolicy, people, ['chief', 'rep'])).toEqual([]);
  });

  test('do not exist in the default policy for a company with a line, finance, legal and a leader', () => {
    expect(unstaffedSteps(defaultPolicy, people, ['rep'])).toEqual([]);
    expect(unstaffedSteps(defaultPolicy, people, ['chief']).map(({ key }) => key)).toEqual(['manager', 'director', 'leadership']);
  });
});

describe('a draft tried on the versions of the past', () => {
  const stricter = {
    ...defaultPolicy,
    version: 2,
    rows: defaultPolicy.rows.map((row) => (row.key === 'medium' ? { ...row, steps: ['manager', 'finance'] } : row)),
  };
  const asking = { ownerId: 'rep', submitterId: 'rep', lastEditorId: 'rep', requestedAt: monday };
  const small = { amount: { amount: '800000', currency: 'CNY' }, listAmount: { amount: '800000', currency: 'CNY' } };
  const past = [
    { id: 'a:1', terms: someTerms(), ...asking },
    { id: 'b:1', terms: someTerms(small), ...asking },
  ];
  const unknown = { byStep: {}, otherwise: null };
  const tried = (old: ApprovalPolicy, draft: ApprovalPolicy, waits: StepWaits = unknown) => {
    const versions = past.map(comparing({ old, draft }, { people, at: monday }, waits));
    return { versions, tally: tallied(emptyTally, versions) };
  };
  const { versions, tally } = tried(defaultPolicy, stricter);

  test('shows which would have gone another way', () => {
    expect(versions.map(({ id, isChanged }) => [id, isChanged])).toEqual([
      ['a:1', true],
      ['b:1', false],
    ]);
    expect(tally).toMatchObject({ tried: 2, changed: 1 });
    expect(versions[0]).toMatchObject({
      old: { steps: ['manager', 'leadership'] },
      draft: { steps: ['manager', 'finance'] },
    });
  });

  test('shows who would be asked more, who less, and in how many steps', () => {
    const { more, less } = differencesOf(tally);
    expect(more.map(({ userId }) => userId)).toEqual(['accountant', 'controller', 'treasurer']);
    expect(less).toEqual([{ userId: 'chief', old: 1, draft: 0 }]);
    expect(tally.steps).toEqual({ old: 4, draft: 4 });
  });

  test('adds up to the same in one go or batch by batch', () => {
    const waits = { byStep: { manager: 3000 }, otherwise: 1000 };
    const { versions: all, tally: whole } = tried(defaultPolicy, stricter, waits);

    expect(all.reduce((sum, one) => tallied(sum, [one]), emptyTally)).toEqual(whole);
  });

  test('does not take contracts alike for one another when a deputy has a ceiling', () => {
    const ceiling = { amount: '1000000', currency: 'CNY' };
    const ofToday = { people: away('manager', { deputyId: 'expert', ceiling }), at: monday };
    const both = aPolicy([aStep('manager', [{ superior: 1 }])]);
    const compare = comparing({ old: both, draft: both }, ofToday, unknown);

    expect(past.map((version) => compare(version).draft.people)).toEqual([['director'], ['expert']]);
  });

  test('estimates the wait by what each step took before, side by side as long as the longest', () => {
    const policy = aPolicy([
      aStep('finance', [{ group: 'finance' }]),
      aStep('legal', [{ group: 'legal' }]),
      aStep('end', [{ person: 'chief' }], { rank: 2 }),
    ]);
    const another = aPolicy([aStep('end', [{ person: 'chief' }]), aStep('board', [{ person: 'cfo' }], { rank: 2 })]);
    const waits = { byStep: { finance: 3000, legal: 5000, end: 1000 }, otherwise: 3000 };

    expect(meanWaits(tried(policy, another, waits).tally)).toEqual({ old: 6000, draft: 4000 });
    expect(meanWaits(tried(policy, another).tally)).toEqual({ old: null, draft: null });
  });

  test('names the steps in which it would be stuck', () => {
    const draft = aPolicy([aStep('board', [{ group: 'board' }])]);

    expect(tried(defaultPolicy, draft).versions[0]?.draft.stuck).toEqual(['board']);
  });
});
