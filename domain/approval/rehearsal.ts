import type { Happening } from '../actor.ts';
import { machine } from '../actor.ts';
import { defaultCalendar } from '../default-calendar.ts';
import { begin, decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { PassedOver, People } from './people.ts';
import type { ApprovalPolicy } from './policy.ts';
import { stepsFor } from './policy.ts';
import { isRefusal } from '../refusal.ts';
import { seatingOf } from './seating.ts';
import { settled } from './settle.ts';
import type { Approval, Seat, Step } from './state.ts';
import { openSteps, requested } from './state.ts';
import type { ContractTerms } from './terms.ts';
import { isStuck } from './verdict.ts';

/** Who asks for an approval. */
export type Asking = {
  readonly ownerId: string;
  readonly submitterId: string;
  readonly lastEditorId: string;
  /** Where they stand in for somebody. */
  readonly requestedFor?: readonly string[];
};

/** Of whom it is asked, and when. */
export type Company = { readonly people: People; readonly at: string };

export type Setting = Asking & Company;

/** Who would be asked in a step. `isStuck`: they cannot bring it to an end, and an administrator would be told. */
export type Staffed = {
  readonly step: Step;
  readonly seats: readonly Pick<Seat, 'slot' | 'userId' | 'onBehalfOf'>[];
  readonly passedOver: readonly PassedOver[];
  readonly isStuck: boolean;
};

/**
 * Plays a request through by the very rules that hold in earnest, as if at each turn the first one asked approved, all in one instant: who
 * is asked in a later step hangs on who decided before.
 */
export function rehearsed(policy: ApprovalPolicy, terms: ContractTerms, setting: Setting): readonly Staffed[] {
  const stamp = { at: setting.at, actor: machine };
  const start = requested(requestOf(policy, terms, setting));
  let state = begin(start, setting.people, stamp).reduce(evolve, start);
  const staffed = new Map<string, Staffed>();
  while (state.result === null && openSteps(state).length > 0) {
    for (const step of openSteps(state)) if (!staffed.has(step.key)) staffed.set(step.key, staffedNow(state, step));
    state = nextTurn(state, stamp);
  }
  return [...staffed.values()];
}

/** The same for many contracts in one company: those that go alike are played once. */
export function rehearsing(policy: ApprovalPolicy, company: Company) {
  const played = new Map<string, readonly Staffed[]>();
  /** Then it hangs on the amount, too, who is asked. */
  const hasCeilings = company.people.some(({ absences }) => absences.some(({ ceiling }) => ceiling !== null));
  return (terms: ContractTerms, asking: Asking): readonly Staffed[] => {
    const steps = stepsFor(policy, terms).map(({ key }) => key);
    const { ownerId, submitterId, lastEditorId, requestedFor = [] } = asking;
    const like = JSON.stringify([steps, ownerId, submitterId, lastEditorId, requestedFor, hasCeilings && terms.amount]);
    const staffed = played.get(like) ?? rehearsed(policy, terms, { ...asking, ...company });
    if (played.size < mostRemembered) played.set(like, staffed);
    return staffed;
  };
}

const mostRemembered = 5_000;

function staffedNow(state: Approval, step: Step): Staffed {
  const { seats, passedOver } = seatingOf(state, step, state.lastAt);
  return {
    step,
    seats: seats.map(({ slot, userId, onBehalfOf }) => ({ slot, userId, onBehalfOf })),
    passedOver,
    isStuck: isStuck(state, step),
  };
}

/** The first one asked approves; a step in which nobody is asked is left behind. */
function nextTurn(state: Approval, stamp: Happening): Approval {
  const [open] = openSteps(state);
  const seat = openSteps(state).flatMap(({ seats }) => seats)[0];
  if (seat === undefined) {
    const passed = { ...stamp, type: 'step-passed' as const, step: open?.key ?? '' };
    return settled(state, [passed], stamp).reduce(evolve, state);
  }
  const actor = { userId: seat.userId, capacity: 'approver' as const };
  const command = { commandId: `turn-${state.seq}`, fingerprint: '', actor, at: stamp.at };
  const decision = decide(state, { ...command, type: 'approve', hash: state.request.version.hash, comment: '-' }, stamp.at);
  return isRefusal(decision) ? { ...state, result: 'withdrawn' } : decision.reduce(evolve, state);
}

/** Nobody sees it. */
const anyHash = '';

function requestOf(policy: ApprovalPolicy, terms: ContractTerms, { at, ...asking }: Setting) {
  const { ownerId, submitterId, lastEditorId, requestedFor = [] } = asking;
  return {
    ...{ opportunityId: '', opportunityName: '', customerName: '', submitterId, lastEditorId, requestedFor },
    ...{ ownerId, requestedAt: at },
    ...{ version: { number: 1, hash: anyHash, terms }, policy, calendar: defaultCalendar, earlier: null },
  };
}
