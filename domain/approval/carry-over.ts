import type { ApprovalDeed } from './event.ts';
import type { ApprovalPolicy } from './policy.ts';
import { matchingRows, stepsFor, testedFacts } from './policy.ts';
import type { Approval, Decision, Step } from './state.ts';
import { countedBy, hasCounted, requesters } from './state.ts';
import type { ContractTerms, FactName } from './terms.ts';
import { changedFacts } from './terms.ts';

/**
 * Approvals of the version before that still hold: those of a step whose tested facts did not change, under the same policy, given by
 * somebody who is asked again. The last step is always asked: no version passes that nobody has seen.
 */
export function carriedOver(state: Approval, step: Step): readonly ApprovalDeed[] {
  const { earlier, version, policy } = state.request;
  if (earlier === null || earlier.policyVersion !== policy.version || isLast(state, step)) return [];
  if (matchingRows(policy, version.terms).length === 0) return [];
  const changed = changedFacts(earlier.version.terms, version.terms);
  if (testedFacts(policy, step.key).some((fact) => changed.includes(fact)) || wasReturnedTo(state, step)) return [];
  const given = earlier.approvals.flatMap(({ seq, ...one }) => {
    const seat = step.seats.find(({ userId }) => one.step === step.key && userId === one.userId);
    if (seat === undefined || !stillCounts(state, one)) return [];
    const from = {
      fromVersion: earlier.version.number,
      hash: earlier.version.hash,
      ...(seq === undefined ? {} : { fromSeq: seq }),
    };
    return [{ type: 'carried-over' as const, ...one, slot: seat.slot, ...from }];
  });
  return given.slice(0, 1);
}

/** Neither he nor whom he acted for asks now, nor counts already. */
function stillCounts(state: Approval, decision: Pick<Decision, 'userId' | 'onBehalfOf'>): boolean {
  return countedBy(decision).every((one) => !requesters(state).includes(one) && !hasCounted(state, one));
}

/** The steps of newer terms that test a fact which has changed since, and are therefore asked again. */
export function retestedSteps(policy: ApprovalPolicy, before: ContractTerms, now: ContractTerms): readonly RetestedStep[] {
  const changed = changedFacts(before, now);
  return stepsFor(policy, now).flatMap(({ key }) => {
    const facts = testedFacts(policy, key).filter((fact) => changed.includes(fact));
    return facts.length === 0 ? [] : [{ step: key, facts }];
  });
}

export type RetestedStep = { readonly step: string; readonly facts: readonly FactName[] };

function isLast({ steps }: Approval, { rank }: Step): boolean {
  return steps.every((step) => step.rank <= rank);
}

function wasReturnedTo({ returns }: Approval, { key }: Step): boolean {
  return (returns[key] ?? 0) > 0;
}
