import { describe, expect, test } from 'vitest';
import type { OpportunityCommand } from '../../../domain/opportunity/command.ts';
import { decide } from '../../../domain/opportunity/decide.ts';
import { evolve } from '../../../domain/opportunity/evolve.ts';
import { noticesOf } from '../../../domain/opportunity/notice.ts';
import type { Opportunity } from '../../../domain/opportunity/state.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { aClaim, aSale, monday, reached } from '../../builders/opportunity.ts';

describe('whoever claims a checkpoint', () => {
  test('asks his superior to verify it, where a second person must', () => {
    expect(kinds(reached(aSale(), 'project-info-confirmed'), aClaim('qualification-passed'))).toEqual(['verification-requested']);
  });

  test('asks nobody to verify what his claim alone accepts', () => {
    expect(kinds(aSale(), aClaim('project-info-confirmed'))).toEqual([]);
  });

  test('asks for a ruling and for no verification, where the scorecard failed', () => {
    const evidence = { ...(aClaim('qualification-passed') as { readonly evidence?: object }).evidence, funding: 0 };

    expect(kinds(aSale(), aClaim('qualification-passed', { evidence }))).toEqual(['ruling-requested']);
  });
});

/** Of all that a command tells, in order. */
function kinds(sale: Opportunity, command: OpportunityCommand): readonly string[] {
  const decision = decide(sale, command, monday);
  if (isRefusal(decision)) throw new Error(decision.refused);
  let state = sale;
  return decision.flatMap((event) => {
    state = evolve(state, event);
    return noticesOf(state, event).map(({ kind }) => kind);
  });
}
