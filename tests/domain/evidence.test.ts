import { describe, expect, test } from 'vitest';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Evidence } from '../../domain/evidence-field.ts';
import { evidenceIds, evidenceProblems } from '../../domain/evidence.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import { fullEvidenceFor } from '../builders/evidence.ts';
import { aField, evidenceFor } from '../builders/playbook.ts';

describe('evidence for a checkpoint', () => {
  test.each(defaultPlaybook.stages.flatMap(({ checkpoints }) => checkpoints))(
    'of $key is accepted when its required fields are given',
    (rule) => {
      expect(evidenceProblems(rule.fields, evidenceFor(rule))).toEqual([]);
      expect(evidenceProblems(rule.fields, fullEvidenceFor(rule.fields))).toEqual([]);
    },
  );

  test('names every required field that is missing, null or blank', () => {
    const given = evidenceOf('project-info-confirmed', {
      projectOwner: ' \n',
      fundingStatus: null,
      expectedPurchaseOn: undefined,
    });

    expect(problemsOf('project-info-confirmed', given)).toEqual([
      { pointer: '/evidence/fundingStatus', code: 'required' },
      { pointer: '/evidence/projectOwner', code: 'required' },
      { pointer: '/evidence/expectedPurchaseOn', code: 'required' },
    ]);
  });

  test('names a field that the playbook does not have', () => {
    const given = evidenceOf('project-info-confirmed', { 'colour/of the ~roof': 'red' });

    expect(problemsOf('project-info-confirmed', given)).toEqual([
      { pointer: '/evidence/colour~1of the ~0roof', code: 'unknown-field' },
    ]);
  });

  test('names a hostile key in a form that can be stored', () => {
    const given = evidenceOf(
      'project-info-confirmed',
      JSON.parse(`{"__proto__": 1, "nul\\u0000": 1, "${'x'.repeat(500)}": 1}`) as Evidence,
    );

    expect(problemsOf('project-info-confirmed', given).map(({ pointer }) => pointer)).toEqual([
      '/evidence/__proto__',
      '/evidence/nul\uFFFD',
      `/evidence/${'x'.repeat(64)}`,
    ]);
  });

  test('does not take inherited properties for values', () => {
    expect(evidenceProblems([aField({ key: 'constructor' })], {})).toEqual([
      { pointer: '/evidence/constructor', code: 'required' },
    ]);
  });

  test.each([null, 'text', 7, [], undefined])('is refused when it is %j instead of an object', (evidence) => {
    expect(evidenceProblems([], evidence)).toEqual([{ pointer: '/evidence', code: 'not-an-object' }]);
  });

  test('names at most a hundred problems', () => {
    const given = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`stranger${at}`, 1]));

    expect(evidenceProblems([], given)).toHaveLength(100);
  });
});

describe('the buying centre', () => {
  test('is refused when the decision weights do not add up to 100', () => {
    const given = { buyingCentre: [aBuyer({ decisionWeight: 60 }), aBuyer({ decisionWeight: 30 })] };

    expect(problemsOf('key-person-engaged', given)).toEqual([{ pointer: '/evidence/buyingCentre', code: 'wrong-sum' }]);
  });

  test('is accepted with thirds, and with decimals that binary numbers cannot hold', () => {
    const thirds = [33.33, 33.33, 33.34].map((decisionWeight) => aBuyer({ decisionWeight }));
    const inexact = [64.1, 28.6, 7.3].map((decisionWeight) => aBuyer({ decisionWeight }));

    expect(problemsOf('key-person-engaged', { buyingCentre: thirds })).toEqual([]);
    expect(problemsOf('key-person-engaged', { buyingCentre: inexact })).toEqual([]);
  });

  test('names the cell of the row that is wrong', () => {
    const given = { buyingCentre: [aBuyer(), 'Mr Wang', { ...aBuyer(), role: 'cousin', decisionWeight: '40' }] };

    expect(problemsOf('key-person-engaged', given)).toEqual([
      { pointer: '/evidence/buyingCentre/1', code: 'not-a-row' },
      { pointer: '/evidence/buyingCentre/2/role', code: 'not-a-choice' },
      { pointer: '/evidence/buyingCentre/2/decisionWeight', code: 'not-a-number' },
    ]);
  });

  test('needs at least one person and holds at most thirty', () => {
    expect(problemsOf('key-person-engaged', { buyingCentre: [] })).toEqual([
      { pointer: '/evidence/buyingCentre', code: 'too-few-rows' },
    ]);
    expect(problemsOf('key-person-engaged', { buyingCentre: Array.from({ length: 31 }, () => aBuyer()) })).toEqual([
      { pointer: '/evidence/buyingCentre', code: 'too-many-rows' },
    ]);
    expect(problemsOf('key-person-engaged', { buyingCentre: 'nobody' })).toEqual([
      { pointer: '/evidence/buyingCentre', code: 'not-a-list' },
    ]);
  });
});

describe('ids in evidence', () => {
  test('are found with their kind and place, in tables too', () => {
    const { fields } = checkpointRule(defaultPlaybook, 'negotiated-tender-held') ?? { fields: [] };
    const given = {
      customerParticipants: [{ person: 'wang' }, { person: 'li' }],
      ourParticipants: [{ person: 'chen' }],
      minutes: 'doc-7',
    };

    expect(evidenceIds(fields, given)).toEqual([
      { kind: 'contact', id: 'wang', pointer: '/evidence/customerParticipants/0/person' },
      { kind: 'contact', id: 'li', pointer: '/evidence/customerParticipants/1/person' },
      { kind: 'user', id: 'chen', pointer: '/evidence/ourParticipants/0/person' },
      { kind: 'document', id: 'doc-7', pointer: '/evidence/minutes' },
    ]);
  });
});

function aBuyer(changes: Evidence = {}): Evidence {
  return { person: 'wang', role: 'decision-maker', decisionWeight: 100, attitude: 'neutral', ...changes };
}

function evidenceOf(checkpoint: string, changes: Evidence): Evidence {
  return { ...evidenceFor(ruleOf(checkpoint)), ...changes };
}

function problemsOf(checkpoint: string, evidence: Evidence) {
  return evidenceProblems(ruleOf(checkpoint).fields, evidence);
}

function ruleOf(checkpoint: string) {
  const rule = checkpointRule(defaultPlaybook, checkpoint);
  if (rule === undefined) throw new Error(`The default playbook has no checkpoint ${checkpoint}.`);
  return rule;
}
