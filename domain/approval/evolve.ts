import { remembering } from '../memory.ts';
import type { ApprovalEvent, ApprovalEventOf, ApprovalEventType } from './event.ts';
import type { People, Person } from './people.ts';
import type { PolicyStep } from './policy.ts';
import { stepsFor } from './policy.ts';
import type { Approval, Decision, Seat, SlotChange, Step } from './state.ts';
import { besideSlot } from './verdict.ts';

/** The state after something happened. Nothing is refused here. */
export function evolve(state: Approval, event: ApprovalEvent): Approval {
  const counted = { ...state, seq: state.seq + 1, lastAt: event.at > state.lastAt ? event.at : state.lastAt };
  const after = (appliers[event.type] as Apply<ApprovalEventType>)(counted, event);
  return { ...after, recent: remembering(state.recent, event, counted.seq) };
}

type Apply<Type extends ApprovalEventType> = (state: Approval, event: ApprovalEventOf<Type>) => Approval;

const appliers: { readonly [Type in ApprovalEventType]: Apply<Type> } = {
  requested: (state) => ({ ...state, steps: stepsFor(state.request.policy, state.request.version.terms).map(stepOf) }),
  'people-known': (state, { people }) => ({ ...state, people }),
  'carried-over': (state, { step, userId, onBehalfOf, fromVersion, at }) =>
    withDecision(state, { ...carried, step, slot: slotOfCarried(state, step, userId), userId, onBehalfOf, at, fromVersion }),
  seated: (state, { step, seats }) => withStep(state, step, (one) => ({ ...one, seats, alarmed: false })),
  alarmed: (state, { step }) => withStep(state, step, (one) => ({ ...one, alarmed: true })),
  decided: (state, { step, slot, userId, onBehalfOf, origin, verdict, comment, hash, at }) =>
    withDecision(state, { step, slot, userId, onBehalfOf, origin, verdict, comment, hash, at, fromVersion: null }),
  returned,
  'went-up': (state, { step, userId, by }) =>
    slotsHeldBy(state, step, by).reduce((before, slot) => withChange(before, step, { kind: 'went-up', slot, userId }), state),
  transferred: (state, { step, slot, from, to }) =>
    withChange(knowing(state, to), step, { kind: 'transferred', slot, from, to: to.id }),
  'approver-added': approverAdded,
  'seat-claimed': (state, { step, slot, userId }) => withChange(state, step, { kind: 'claimed', slot, userId }),
  'handed-back': (state, { step, slot, userId }) =>
    withStep(state, step, (one) => ({ ...one, changes: one.changes.filter((change) => !isTakenBy(change, slot, userId)) })),
  commented: (state) => state,
  nudged: (state, { at }) => ({ ...state, nudgedAt: at }),
  reminded: (state, { step, userId }) => withSeat(state, { step, userId }, { reminded: true }),
  escalated: (state, { step, slot, userId, to }) => {
    const told = withSeat(state, { step, userId }, { escalated: true });
    return to === null ? told : withChange(told, step, { kind: 'escalated', slot, userId: to });
  },
  'absences-reviewed': (state) => state,
  'step-passed': (state, { step }) => withStep(state, step, (one) => ({ ...one, passed: true, seats: [] })),
  concluded: (state, { result, at }) => ({
    ...state,
    result,
    concludedAt: at,
    steps: state.steps.map((step) => ({ ...step, seats: [] })),
  }),
  'command-rejected': (state) => state,
};

/** What came after the step it returns to is void, and asked again. */
function returned(state: Approval, { toStep }: ApprovalEventOf<'returned'>): Approval {
  const rank = state.steps.find(({ key }) => key === toStep)?.rank ?? 0;
  const again = state.steps.filter((step) => step.rank >= rank).map(({ key }) => key);
  return {
    ...state,
    steps: state.steps.map((step) => (again.includes(step.key) ? { ...step, passed: false, seats: [], alarmed: false } : step)),
    decisions: state.decisions.map((one) => (again.includes(one.step) ? { ...one, isVoid: true } : one)),
    returns: { ...state.returns, [toStep]: (state.returns[toStep] ?? 0) + 1 },
  };
}

/** Before and after are steps of their own, a little lower or higher in rank; beside is a slot more. */
function approverAdded(state: Approval, { step, person, where }: ApprovalEventOf<'approver-added'>): Approval {
  const known = knowing(state, person);
  const current = state.steps.find(({ key }) => key === step);
  if (current === undefined) return known;
  if (where === 'beside')
    return withChange(known, step, { kind: 'beside', slot: `${besideSlot}${person.id}`, userId: person.id });
  const rank = where === 'before' ? between(known, current.rank, -1) : between(known, current.rank, 1);
  const rule: PolicyStep = {
    ...current.rule,
    key: `${step}-${where}-${person.id}-${state.seq}`,
    rank,
    approvers: [{ person: person.id }],
    mode: { kind: 'any' },
  };
  const steps = [...known.steps, stepOf(rule)].toSorted((one, other) => one.rank - other.rank);
  return { ...known, steps: steps.map((one) => (where === 'before' && one.rank === current.rank ? { ...one, seats: [] } : one)) };
}

/** Halfway to the neighbouring rank. */
function between({ steps }: Approval, rank: number, direction: 1 | -1): number {
  const ranks = steps.map((step) => step.rank).filter((other) => (other - rank) * direction > 0);
  const neighbour = direction === 1 ? Math.min(...ranks, rank + 1) : Math.max(...ranks, rank - 1);
  return (rank + neighbour) / 2;
}

function stepOf(rule: PolicyStep): Step {
  return { key: rule.key, rank: rule.rank, rule, passed: false, seats: [], alarmed: false, changes: [] };
}

const carried = { origin: 'carried-over', verdict: 'approve', comment: '', hash: '' } as const;

/** The slot he stood in then may have another name now: the first of the step that is not filled yet. */
function slotOfCarried(state: Approval, step: string, userId: string): string {
  const seats = state.steps.find(({ key }) => key === step)?.seats ?? [];
  return seats.find((seat) => seat.userId === userId || seat.onBehalfOf === userId)?.slot ?? '';
}

function withDecision(state: Approval, decision: Omit<Decision, 'seq' | 'isVoid'>): Approval {
  return { ...state, decisions: [...state.decisions, { ...decision, seq: state.seq, isVoid: false }] };
}

function slotsHeldBy({ steps }: Approval, step: string, userId: string): readonly string[] {
  const seats = steps.find(({ key }) => key === step)?.seats ?? [];
  return seats.filter((seat) => seat.userId === userId).map(({ slot }) => slot);
}

function isTakenBy(change: SlotChange, slot: string, userId: string): boolean {
  if (change.slot !== slot) return false;
  return change.kind === 'transferred' ? change.to === userId : change.kind === 'claimed' && change.userId === userId;
}

function withChange(state: Approval, step: string, change: SlotChange): Approval {
  return withStep(state, step, (one) => ({ ...one, changes: [...one.changes, change] }));
}

function withSeat(
  state: Approval,
  { step, userId }: { readonly step: string; readonly userId: string },
  difference: Partial<Seat>,
): Approval {
  const changedSeat = (seat: Seat) => (seat.userId === userId ? { ...seat, ...difference } : seat);
  return withStep(state, step, (one) => ({ ...one, seats: one.seats.map(changedSeat) }));
}

function withStep(state: Approval, key: string, change: (step: Step) => Step): Approval {
  return { ...state, steps: state.steps.map((step) => (step.key === key ? change(step) : step)) };
}

function knowing(state: Approval, person: Person): Approval {
  const others: People = (state.people ?? []).filter(({ id }) => id !== person.id);
  return { ...state, people: [...others, person] };
}
