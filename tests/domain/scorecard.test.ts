import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Evidence, EvidenceField } from '../../domain/evidence-field.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import { scoreOf } from '../../domain/scorecard.ts';
import { evidenceFor } from '../builders/playbook.ts';

describe('the scorecard', () => {
  test('of a project that is as good as can be has 100 points', () => {
    expect(scoreOf(qualification(), aCard(10))).toEqual({ score: 100, failedMustHaves: [], passes: true });
  });

  test('at the threshold passes, and just below it does not', () => {
    expect(scoreOf(qualification(), aCard(6))).toEqual({ score: 60, failedMustHaves: [], passes: true });
    expect(scoreOf(qualification(), { ...aCard(6), grade: 5.9 })).toEqual({ score: 59.9, failedMustHaves: [], passes: false });
  });

  test('is never rounded up over the threshold', () => {
    expect(scoreOf(qualification(), { ...aCard(6), grade: 5.9999 })).toMatchObject({ score: 59.99, passes: false });
  });

  test('counts a heavier field for more', () => {
    const heavy = scoreOf(qualification(), { ...aCard(5), funding: 10 });
    const light = scoreOf(qualification(), { ...aCard(5), grade: 10 });

    expect(heavy?.score).toBe(57.5);
    expect(light?.score).toBe(55);
  });

  test('fails without funding, however good the rest', () => {
    expect(scoreOf(qualification(), { ...aCard(10), funding: 3 })).toEqual({
      score: 89.5,
      failedMustHaves: ['funding'],
      passes: false,
    });
  });

  test('counts what was not answered as nothing', () => {
    const { customerCredit: _, ...rest } = aCard(10);

    expect(scoreOf(qualification(), rest)).toEqual({ score: 90, failedMustHaves: ['customerCredit'], passes: false });
  });

  test('is absent where nothing is scored', () => {
    expect(scoreOf({ fields: [], threshold: 60 }, {})).toBeNull();
  });

  test('lies between the lowest and the highest score, and never falls when one of them rises', () => {
    const score = fc.double({ min: 0, max: 10, noNaN: true });
    const weighted = fc.array(fc.tuple(score, fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 10 });

    fc.assert(
      fc.property(weighted, fc.nat(), score, (scores, pick, raised) => {
        const fields = scores.map(([, weight], at) => aScore(`s${at}`, weight));
        const given = Object.fromEntries(scores.map(([value], at) => [`s${at}`, value]));
        const key = `s${pick % scores.length}`;
        const before = scoreOf({ fields }, given)?.score ?? -1;
        const after = scoreOf({ fields }, { ...given, [key]: Math.max(Number(given[key]), raised) })?.score ?? -1;
        const values = scores.map(([value]) => value * 10);

        expect(before).toBeGreaterThanOrEqual(Math.min(...values) - 0.01);
        expect(before).toBeLessThanOrEqual(Math.max(...values) + 0.01);
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

function qualification() {
  const rule = checkpointRule(defaultPlaybook, 'qualification-passed');
  if (rule === undefined) throw new Error('The default playbook has no scorecard.');
  return rule;
}

/** The scorecard with the same score everywhere. */
function aCard(score: number): Evidence {
  return Object.fromEntries(Object.keys(evidenceFor(qualification())).map((key) => [key, score]));
}

function aScore(key: string, weight: number): EvidenceField {
  return { key, title: { en: key, zh: key }, required: true, kind: 'score', weight };
}
