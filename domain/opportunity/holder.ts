import type { Opportunity } from './state.ts';
import { isPresent, pendingClaims } from './state.ts';

/** Who can make the next move, in one word. */
export const holders = ['nobody', 'reviewer', 'manager', 'approvers', 'verifier', 'owner'] as const;

export type Holder = (typeof holders)[number];

/** Whose move it is: the stage's clock runs while it is the owner's. */
export function holderOf(state: Opportunity): Holder {
  if (state.facts === null || state.ended !== null) return 'nobody';
  return awaited(state) ?? (state.pause === null ? 'owner' : 'nobody');
}

/**
 * Whose answer is waited for, paused or not; null where nobody's is. A claim on what an import carried over waits for its verifier too, but
 * keeps nobody from the present stage.
 */
function awaited(state: Opportunity): Holder | null {
  if (state.outcome !== null) return 'reviewer';
  if (state.ruling !== null) return 'manager';
  if (state.approval?.open === true) return 'approvers';
  return pendingClaims(state).some(([key]) => isPresent(state, key)) ? 'verifier' : null;
}
