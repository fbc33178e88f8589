import type { ApprovalDeed } from './event.ts';
import type { ApprovalPolicy } from './policy.ts';
import { matchingRows, stepsFor, testedFacts } from './policy.ts';
import type { Approval, ApprovalRequest, Decision, EarlierApproval, Step } from './state.ts';
import { countedBy, hasCounted, inForce, isAfter, requesters } from './state.ts';
import type { ContractTerms, FactName } from './terms.ts';
import { changedFacts } from './terms.ts';

/**
 * Approvals of versions before that still hold: those of a step whose tested facts did not change since, under the same policy, given by
 * somebody whom the policy asks again. The last step is always asked: no version passes that nobody has seen. So is whatever was returned.
 */
export function carriedOver(state: Approval, step: Step): readonly ApprovalDeed[] {
  const { version, policy } = state.request;
  if (!isOfPolicy(policy, step) || isLast(state, step) || isAskedAgain(state, step)) return [];
  if (matchingRows(policy, version.terms).length === 0) return [];
  return earlierOf(state.request)
    .filter((earlier) => stillHolds(state.request, earlier, step))
    .flatMap((earlier) => givenIn(state, step, earlier))
    .slice(0, 1);
}

/** What was decided on a version, as it stands now or when it ended. */
export type Outcome = Pick<Approval, 'steps' | 'decisions' | 'returns' | 'result'>;

type Past = Omit<EarlierApproval, 'approvals'> & { readonly outcome: Outcome };

/** The approvals of each version, newest first as given; of a step, those of the version in which it came to anything last. */
export function standing(past: readonly Past[]): readonly EarlierApproval[] {
  return past.map(({ version, policyVersion, outcome }, at) => {
    const isOvertaken = (step: string) => past.slice(0, at).some((newer) => cameToAnything(newer.outcome, step));
    const approvals = inForce(outcome).filter(({ verdict, step }) => verdict === 'approve' && !isOvertaken(step));
    return {
      ...{ version, policyVersion },
      approvals: approvals.map(({ step, userId, onBehalfOf, seq }) => ({ step, userId, onBehalfOf, seq })),
    };
  });
}

/** Decided, also against it or void since; or it was returned to, or out of it. */
function cameToAnything(outcome: Outcome, key: string): boolean {
  const step = outcome.steps.find((one) => one.key === key);
  if (step === undefined) return false;
  const isReturning = outcome.result === 'returned' && !step.passed && step.asked.length > 0;
  return isReturning || isAskedAgain(outcome, step) || outcome.decisions.some((one) => one.step === key);
}

function stillHolds({ version, policy }: ApprovalRequest, earlier: EarlierApproval, { key }: Step): boolean {
  const changed = changedFacts(earlier.version.terms, version.terms);
  return earlier.policyVersion === policy.version && !testedFacts(policy, key).some((fact) => changed.includes(fact));
}

/** Who was put in by a colleague is asked for the sake of this very version. */
function givenIn(state: Approval, step: Step, { version, approvals }: EarlierApproval): readonly ApprovalDeed[] {
  return approvals.flatMap(({ seq, ...one }) => {
    const seat = step.seats.find(({ userId, origin }) => one.step === step.key && userId === one.userId && origin !== 'added');
    if (seat === undefined || !stillCounts(state, one)) return [];
    const from = { fromVersion: version.number, hash: version.hash, ...(seq === undefined ? {} : { fromSeq: seq }) };
    return [{ type: 'carried-over' as const, ...one, slot: seat.slot, ...from }];
  });
}

/** Neither he nor whom he acted for asks now, nor counts already. */
function stillCounts(state: Approval, decision: Pick<Decision, 'userId' | 'onBehalfOf'>): boolean {
  return countedBy(decision).every((one) => !requesters(state).includes(one) && !hasCounted(state, one));
}

/** The steps of newer terms that test a fact which has changed since they were approved, or else since the version before. */
export function retestedSteps(
  policy: ApprovalPolicy,
  earlier: readonly EarlierApproval[],
  now: ContractTerms,
): readonly RetestedStep[] {
  return stepsFor(policy, now).flatMap(({ key }) => {
    const before = earlier.find(({ approvals }) => approvals.some(({ step }) => step === key)) ?? earlier[0];
    const changed = before === undefined ? [] : changedFacts(before.version.terms, now);
    const facts = testedFacts(policy, key).filter((fact) => changed.includes(fact));
    return facts.length === 0 ? [] : [{ step: key, facts }];
  });
}

export type RetestedStep = { readonly step: string; readonly facts: readonly FactName[] };

function earlierOf({ earlier, older = [] }: ApprovalRequest): readonly EarlierApproval[] {
  return earlier === null ? older : [earlier, ...older];
}

function isOfPolicy({ steps }: ApprovalPolicy, { key }: Step): boolean {
  return steps.some((one) => one.key === key);
}

/** Of the policy's own: a colleague who is asked after it does not see in its place. */
function isLast({ steps, request }: Approval, { rank }: Step): boolean {
  return steps.every((step) => step.rank <= rank || !isOfPolicy(request.policy, step));
}

/** It was returned to, or comes after a step that was. */
function isAskedAgain({ steps, returns }: Outcome, step: Step): boolean {
  return steps.some((one) => (returns[one.key] ?? 0) > 0 && (one.key === step.key || isAfter({ steps }, step, one)));
}
