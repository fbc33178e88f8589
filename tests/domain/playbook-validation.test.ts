import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import { secondsPlaybook } from '../builders/seconds-playbook.ts';
import { playbookProblems } from '../../domain/playbook-validation.ts';
import { playbookTexts } from '../../domain/playbook-text.ts';
import { edited, everyPath, pointerOf, valueAt } from '../builders/document.ts';

/** What a document may leave out without saying anything wrong. */
const optionalKeys = new Set(['help', 'min', 'max', 'many', 'mustHave', 'threshold', 'sum', 'measuredBy', 'repeat']);
const objectPaths = everyPath(defaultPlaybook).filter((path) => kindOf(valueAt(defaultPlaybook, path)) === 'object');

describe('the default playbook', () => {
  test('has no problems, nor has its fast version', () => {
    expect(playbookProblems(defaultPlaybook)).toEqual([]);
    expect(playbookProblems(secondsPlaybook(defaultPlaybook, 0.5))).toEqual([]);
  });

  test('is the same after a round through JSON', () => {
    expect(JSON.parse(JSON.stringify(defaultPlaybook))).toEqual(defaultPlaybook);
  });

  test('has nine milestones that a rep claims, five of them verified by a second person', () => {
    const rules = defaultPlaybook.stages.flatMap((stage) =>
      stage.gate.map(([first]) => stage.checkpoints.find(({ key }) => key === first)),
    );

    expect(rules.filter((rule) => rule?.acceptance !== 'approval')).toHaveLength(9);
    expect(rules.filter((rule) => rule?.acceptance === 'second-person')).toHaveLength(5);
  });

  test('mirrors each step of the customer with one stage, in order', () => {
    expect(defaultPlaybook.stages.map(({ buyerStep }) => buyerStep)).toEqual(defaultPlaybook.buyerSteps.map(({ key }) => key));
  });
});

describe('a playbook document', () => {
  test.each([null, [], 'playbook', 7])('is refused when it is %j', (document) => {
    expect(playbookProblems(document)).toEqual([{ pointer: '', code: 'not-an-object' }]);
  });

  test('names every missing and unknown key at once', () => {
    const { silence: _, ...rest } = defaultPlaybook;

    expect(playbookProblems({ ...rest, colour: 'red' })).toEqual([
      { pointer: '/silence', code: 'missing' },
      { pointer: '/colour', code: 'unknown-key' },
    ]);
  });

  test('of which any part is left out is refused at that part or above it', () => {
    const needed = everyPath(defaultPlaybook).filter((path) => !optionalKeys.has(String(path.at(-1))));
    const unnoticed = needed
      .map(pointerOf)
      .filter((pointer, at) => !isNamed(pointer, edited(defaultPlaybook, needed[at] ?? [], undefined)));

    expect(needed.length).toBeGreaterThan(500);
    expect(unnoticed).toEqual([]);
  });

  test('of which any object has one key too many is refused at that key', () => {
    for (const path of objectPaths) {
      const problems = playbookProblems(edited(defaultPlaybook, [...path, 'surplus'], 1));

      expect(problems).toContainEqual({ pointer: pointerOf([...path, 'surplus']), code: 'unknown-key' });
    }
  });

  test('of which any value is replaced by one of another type is refused at that value', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyPath(defaultPlaybook)),
        fc.constantFrom(null, true, 1.5e300, '', [], {}),
        (path, value) => {
          fc.pre(kindOf(valueAt(defaultPlaybook, path)) !== kindOf(value));
          const pointers = playbookProblems(edited(defaultPlaybook, path, value)).map(({ pointer }) => pointer);

          expect(pointers.some((pointer) => `${pointer}/`.startsWith(`${pointerOf(path)}/`))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('of which any text is blank in one language is refused at that text', () => {
    for (const path of everyPath(defaultPlaybook).filter((one) => one.at(-1) === 'en' || one.at(-1) === 'zh')) {
      expect(playbookProblems(edited(defaultPlaybook, path, ' '))).toEqual([{ pointer: pointerOf(path), code: 'blank' }]);
    }
  });

  test('is answered whatever it is, never thrown at', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyPath(defaultPlaybook)), fc.anything(), (path, anything) => {
        expect(Array.isArray(playbookProblems(edited(defaultPlaybook, path, anything)))).toBe(true);
      }),
    );
  });

  test('has a sentence in both languages for every problem it can have', () => {
    for (const { en, zh } of Object.values(playbookTexts)) {
      expect(en).toMatch(/\.$/);
      expect(zh).toMatch(/。$/);
    }
  });
});

/** True when a problem is named at the pointer or above it. */
function isNamed(pointer: string, document: unknown): boolean {
  return playbookProblems(document).some((problem) => `${pointer}/`.startsWith(`${problem.pointer}/`));
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}
