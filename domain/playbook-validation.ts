import type { Playbook } from './playbook.ts';
import { fieldProblems } from './playbook-rules/fields.ts';
import { gateProblems } from './playbook-rules/gates.ts';
import { buyerStepProblems, keyProblems } from './playbook-rules/keys.ts';
import { acknowledgementProblems, ladderProblems, oddsProblems } from './playbook-rules/ladders.ts';
import { signingProblems } from './playbook-rules/signing.ts';
import { playbookShape } from './playbook-shape.ts';
import type { PlaybookError } from './playbook-text.ts';

const rules = [
  keyProblems,
  buyerStepProblems,
  gateProblems,
  ladderProblems,
  acknowledgementProblems,
  oddsProblems,
  signingProblems,
  fieldProblems,
] satisfies readonly ((playbook: Playbook) => readonly PlaybookError[])[];

/**
 * Everything for which this document must not be published, each at its JSON pointer; empty when it is a playbook.
 * What it means is asked only once it is well built.
 */
export function playbookProblems(document: unknown): readonly PlaybookError[] {
  const misbuilt = playbookShape(document, '');
  return misbuilt.length > 0 ? misbuilt : rules.flatMap((problemsOf) => problemsOf(document as Playbook));
}
