import { describe, expect, test } from 'vitest';
import { defaultPlaybook } from '../../../domain/default-playbook.ts';
import type { CheckpointRule, StageRule } from '../../../domain/playbook.ts';
import { playbookProblems } from '../../../domain/playbook-validation.ts';
import { aCheckpoint, aField, aPlaybook, withFirstStage } from '../../builders/playbook.ts';

const a = aCheckpoint({ key: 'a' });
const b = aCheckpoint({ key: 'b' });

const negotiation = defaultPlaybook.stages[4] as StageRule;

describe('approval and signature', () => {
  test('are refused when there is none', () => {
    const stages = defaultPlaybook.stages.filter(({ key }) => key !== 'negotiation');

    expect(playbookProblems(aPlaybook({ stages }))).toEqual([
      { pointer: '/stages', code: 'no-signature' },
      { pointer: '/stages', code: 'no-approval' },
    ]);
  });

  test('are refused when there is a second one', () => {
    const second = { ...a, meaning: 'signature', acceptance: 'approval' } as const;

    expect(playbookProblems(withFirstStage({ checkpoints: [second, b] }))).toEqual([
      { pointer: '/stages/4/checkpoints/1', code: 'second-signature' },
      { pointer: '/stages/4/checkpoints/0', code: 'second-approval' },
      { pointer: '/stages/0/checkpoints/0/acceptance', code: 'signature-not-by-claim' },
      { pointer: '/stages/0/checkpoints/0', code: 'approval-not-before-signature' },
    ]);
  });

  test('are refused when the signature does not wait for the approval', () => {
    const [approved, signed] = negotiation.checkpoints as [CheckpointRule, CheckpointRule];

    expect(playbookProblems(withNegotiation({ checkpoints: [approved, { ...signed, requires: [] }] }))).toEqual([
      { pointer: '/stages/4/checkpoints/0', code: 'approval-not-before-signature' },
    ]);
  });

  test('are refused when the approval comes a stage after the signature', () => {
    const [approved, signed] = negotiation.checkpoints as [CheckpointRule, CheckpointRule];
    const signing = { ...negotiation, gate: [['contract-signed']], checkpoints: [{ ...signed, requires: [] }] };
    const approving = { ...negotiation, key: 'approving', gate: [['contract-approved']], checkpoints: [approved] };
    const stages = (order: readonly StageRule[]) =>
      defaultPlaybook.stages.flatMap((stage) => (stage === negotiation ? order : [stage]));

    expect(playbookProblems(aPlaybook({ stages: stages([approving, signing]) }))).toEqual([]);
    expect(playbookProblems(aPlaybook({ stages: stages([signing, approving]) }))).toEqual([
      { pointer: '/stages/5/checkpoints/0', code: 'approval-not-before-signature' },
    ]);
  });

  test('are refused when the gate offers a way around the signature', () => {
    const [approved, signed] = negotiation.checkpoints as [CheckpointRule, CheckpointRule];
    const around = {
      gate: [['contract-approved'], ['contract-signed', 'a-handshake']],
      checkpoints: [approved, signed, { ...a, key: 'a-handshake' }],
    };

    expect(playbookProblems(withNegotiation(around))).toEqual([{ pointer: '/stages/4/checkpoints/1', code: 'bypassable' }]);
  });

  test('are refused when the approval asks for evidence that nobody can give', () => {
    const [approved, signed] = negotiation.checkpoints as [CheckpointRule, CheckpointRule];

    expect(playbookProblems(withNegotiation({ checkpoints: [{ ...approved, fields: [aField()] }, signed] }))).toEqual([
      { pointer: '/stages/4/checkpoints/0/fields', code: 'evidence-of-approval' },
    ]);
  });

  test('are refused when the signature waits for a second person, who could accept it on other terms', () => {
    expect(playbookProblems(withSignature({ acceptance: 'second-person' }))).toEqual([
      { pointer: '/stages/4/checkpoints/1/acceptance', code: 'signature-not-by-claim' },
    ]);
  });

  test('are refused when the signature is scored, for a ruling could then waive it', () => {
    const score = aField({ kind: 'score', weight: 1, mustHave: 5 });

    expect(playbookProblems(withSignature({ fields: [aField({ key: 'signer' }), score], threshold: 50 }))).toEqual([
      { pointer: '/stages/4/checkpoints/1/fields/1', code: 'signature-not-by-claim' },
    ]);
  });
});

function withSignature(changes: Partial<CheckpointRule>) {
  const [approved, signed] = negotiation.checkpoints as [CheckpointRule, CheckpointRule];
  return withNegotiation({ checkpoints: [approved, { ...signed, ...changes }] });
}

function withNegotiation(changes: Partial<StageRule>) {
  return aPlaybook({ stages: defaultPlaybook.stages.map((stage) => (stage === negotiation ? { ...stage, ...changes } : stage)) });
}
