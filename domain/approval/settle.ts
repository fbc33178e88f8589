import type { Happening } from '../actor.ts';
import { canonicalJson } from '../canonical.ts';
import { carriedOver } from './carry-over.ts';
import type { ApprovalDeed, ApprovalEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { seatingOf } from './seating.ts';
import type { Approval, Step } from './state.ts';
import { openSteps } from './state.ts';
import { isStuck, verdictOf } from './verdict.ts';

/** Lets follow what must: steps pass, the next ones are seated, an end is concluded, and where nobody can act an alarm is raised. */
export function settled(state: Approval, events: readonly ApprovalEvent[], stamp: Happening): readonly ApprovalEvent[] {
  const all = [...events];
  let after = events.reduce(evolve, state);
  for (let deeds = nextDeeds(after, stamp.at); deeds.length > 0; deeds = nextDeeds(after, stamp.at)) {
    const following = deeds.map((deed): ApprovalEvent => ({ ...stamp, ...deed }));
    all.push(...following);
    after = following.reduce(evolve, after);
  }
  return all;
}

function nextDeeds(state: Approval, at: string): readonly ApprovalDeed[] {
  if (state.result !== null) return [];
  const open = openSteps(state);
  if (state.steps.every(({ passed }) => passed)) return approvedBy(state);
  const rejected = open.find((step) => verdictOf(state, step) === 'rejected');
  if (rejected !== undefined) return [{ type: 'concluded', result: 'rejected', reason: rejected.key }];
  const passed = open.find((step) => verdictOf(state, step) === 'passed');
  if (passed !== undefined) return [{ type: 'step-passed', step: passed.key }];
  return open.flatMap((step) => seatDeeds(state, step, at)).slice(0, 1);
}

/** A request of a policy without any step stays open: nothing passes that nobody has seen. */
function approvedBy({ steps }: Approval): readonly ApprovalDeed[] {
  return steps.length === 0 ? [] : [{ type: 'concluded', result: 'approved', reason: '' }];
}

function seatDeeds(state: Approval, step: Step, at: string): readonly ApprovalDeed[] {
  const { seats, passedOver } = seatingOf(state, step, at);
  if (canonicalJson(seats) !== canonicalJson(step.seats)) return [{ type: 'seated', step: step.key, seats, passedOver }];
  const carried = carriedOver(state, step);
  if (carried.length > 0) return carried;
  return isStuck(state, step) && !step.alarmed ? [{ type: 'alarmed', step: step.key, passedOver }] : [];
}
