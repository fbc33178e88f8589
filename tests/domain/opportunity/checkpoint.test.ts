import { describe, expect, test } from 'vitest';
import { decide } from '../../../domain/opportunity/decide.ts';
import { stageOf } from '../../../domain/opportunity/state.ts';
import {
  aClaim,
  aCommand,
  aSale,
  aSaleAt,
  aVerification,
  after,
  manager,
  monday,
  reached,
  rep,
  version,
} from '../../builders/opportunity.ts';

describe('claiming a checkpoint', () => {
  test('one that needs nobody else is accepted at once', () => {
    const then = after(aSale(), aClaim('project-info-confirmed'));

    expect(then.checkpoints['project-info-confirmed']).toMatchObject({ standing: 'accepted', claim: null });
    expect(stageOf(then)?.key).toBe('development');
  });

  test('the last one of a stage opens the next stage', () => {
    const then = reached(aSale(), 'project-info-confirmed', 'qualification-passed');

    expect(stageOf(then)?.key).toBe('entry');
  });

  test('one that a second person must verify opens nothing yet', () => {
    const then = after(aSale(), aClaim('project-info-confirmed'), aClaim('qualification-passed'));

    expect(stageOf(then)?.key).toBe('development');
    expect(then.checkpoints['qualification-passed']?.claim).toMatchObject({ by: 'rep' });
  });

  test('either of two ways through a tender is enough', () => {
    expect(stageOf(reached(aSaleAt('tender'), 'bid-submitted'))?.key).toBe('negotiation');
    expect(stageOf(reached(aSaleAt('tender'), 'negotiated-tender-held'))?.key).toBe('negotiation');
  });

  test('a scorecard below its threshold is not accepted: a manager must rule', () => {
    const weak = Object.fromEntries(Object.keys(scores()).map((field) => [field, 3]));
    const claim = aClaim('qualification-passed', { evidence: { ...evidence('qualification-passed'), ...weak } });
    const then = after(reached(aSale(), 'project-info-confirmed'), claim);

    expect(then.ruling).toMatchObject({ about: 'qualification' });
    expect(stageOf(then)?.key).toBe('development');
  });

  test.for([
    {
      when: 'a stage before it is unfinished',
      given: aSale(),
      claim: aClaim('key-person-engaged'),
      refused: 'not-in-this-stage',
    },
    {
      when: 'it was accepted before',
      given: reached(aSale(), 'project-info-confirmed'),
      claim: aClaim('project-info-confirmed'),
      refused: 'already-accepted',
    },
    { when: 'nobody knows it', given: aSale(), claim: aClaim('golf-played'), refused: 'unknown-checkpoint' },
    {
      when: 'it lies in the future',
      given: aSale(),
      claim: aClaim('project-info-confirmed', { occurredAt: '2026-03-10T01:00:00.000Z' }),
      refused: 'in-the-future',
    },
    {
      when: 'it lies before the opening',
      given: aSale(),
      claim: aClaim('project-info-confirmed', { occurredAt: '2026-03-08T01:00:00.000Z' }),
      refused: 'before-opening',
    },
    {
      when: 'its evidence is missing',
      given: aSale(),
      claim: aClaim('project-info-confirmed', { evidence: {} }),
      refused: 'evidence-invalid',
    },
    {
      when: 'only the approval may accept it',
      given: aSaleAt('negotiation'),
      claim: aClaim('contract-approved'),
      refused: 'only-by-approval',
    },
    {
      when: 'another must come first',
      given: aSaleAt('negotiation'),
      claim: aClaim('contract-signed', { contract: version }),
      refused: 'checkpoint-required-first',
    },
  ] as const)('is refused as $refused when $when', ({ given, claim, refused }) => {
    expect(decide(given, claim, monday)).toMatchObject({ refused });
  });

  test('a refusal for missing evidence names each field', () => {
    const decision = decide(aSale(), aClaim('project-info-confirmed', { evidence: {} }), monday);

    expect(decision).toMatchObject({ errors: expect.arrayContaining([{ pointer: '/evidence/projectGrade', code: 'required' }]) });
  });

  test('a refusal for a skipped gate names what is missing', () => {
    expect(decide(aSale(), aClaim('key-person-engaged'), monday)).toMatchObject({
      facts: { stage: 'development', missing: ['project-info-confirmed', 'qualification-passed'] },
    });
  });
});

describe('verifying a claim', () => {
  const claimed = after(aSale(), aClaim('project-info-confirmed'), aClaim('qualification-passed'));

  test('is refused to whoever claimed, in whatever capacity', () => {
    const own = { ...aVerification('qualification-passed'), actor: { userId: 'rep', capacity: 'superior' } as const };
    const deputy = {
      ...aVerification('qualification-passed'),
      actor: { userId: 'other', capacity: 'superior', onBehalfOf: 'rep' } as const,
    };

    expect(decide(claimed, own, monday)).toMatchObject({ refused: 'not-permitted' });
    expect(decide(claimed, deputy, monday)).toMatchObject({ refused: 'own-claim' });
  });

  test('a rejection says why, and the rep may claim again', () => {
    const silent = aVerification('qualification-passed', { verdict: 'reject' });
    const spoken = aVerification('qualification-passed', { verdict: 'reject', comment: 'No proof of funding.' });

    expect(decide(claimed, silent, monday)).toMatchObject({ refused: 'reason-required' });
    expect(after(claimed, spoken, aClaim('qualification-passed')).checkpoints['qualification-passed']?.claim).not.toBeNull();
  });
});

describe('pushing on without a checkpoint', () => {
  const waive = (checkpoint: string, actor = manager) =>
    aCommand<'waive-checkpoint'>({ type: 'waive-checkpoint', checkpoint, reason: 'Known from last year.' }, { actor });

  test('is allowed to managers, and remembered as debt', () => {
    const then = after(aSale(), waive('project-info-confirmed'));

    expect(then.checkpoints['project-info-confirmed']).toMatchObject({ standing: 'waived', debt: 'waiver' });
    expect(decide(aSale(), waive('project-info-confirmed', rep), monday)).toMatchObject({ refused: 'not-permitted' });
  });

  test('never replaces the approval or the signature', () => {
    expect(decide(aSaleAt('negotiation'), waive('contract-approved'), monday)).toMatchObject({ refused: 'not-waivable' });
    expect(decide(aSaleAt('negotiation'), waive('contract-signed'), monday)).toMatchObject({ refused: 'not-waivable' });
  });
});

test('revoking takes the sale back to where the checkpoint is missing', () => {
  const revoke = aCommand<'revoke-checkpoint'>(
    { type: 'revoke-checkpoint', checkpoint: 'qualification-passed', reason: 'The funding fell through.' },
    { actor: manager },
  );
  const then = after(aSaleAt('proposal'), revoke);

  expect(stageOf(then)?.key).toBe('development');
  expect(then.checkpoints['key-person-engaged']?.standing).toBe('accepted');
});

function evidence(checkpoint: string) {
  const claim = aClaim(checkpoint);
  return claim.type === 'claim-checkpoint' ? claim.evidence : {};
}

function scores() {
  return Object.fromEntries(Object.entries(evidence('qualification-passed')).filter(([, value]) => value === 10));
}
