import { remembering } from '../memory.ts';
import type { ApprovalEvent, ApprovalEventOf, ApprovalEventType } from './event.ts';
import { knownAfter } from './known.ts';
import type { PolicyStep } from './policy.ts';
import { stepsFor } from './policy.ts';
import { besideSlot } from './slot.ts';
import type { Approval, Decision, Seat, SlotChange, Step } from './state.ts';
import { isAfter, takerOf } from './state.ts';

/** The state after something happened. Nothing is refused here. */
export function evolve(state: Approval, event: ApprovalEvent): Approval {
  const lastAt = event.at > state.lastAt ? event.at : state.lastAt;
  const reviewedAt = event.type === 'command-rejected' ? state.reviewedAt : lastAt;
  const counted = { ...state, seq: state.seq + 1, lastAt, reviewedAt };
  const after = (appliers[event.type] as Apply<ApprovalEventType>)(counted, event);
  return { ...after, recent: remembering(state.recent, event, counted.seq) };
}

type Apply<Type extends ApprovalEventType> = (state: Approval, event: ApprovalEventOf<Type>) => Approval;

const appliers: { readonly [Type in ApprovalEventType]: Apply<Type> } = {
  requested: (state) => ({
    ...state,
    steps: stepsFor(state.request.policy, state.request.version.terms).map((rule) => stepOf(rule)),
  }),
  'people-known': knowing,
  'carried-over': (state, { type: origin, step, slot, userId, onBehalfOf, hash, fromVersion, fromSeq, at }) => {
    const from = { fromVersion, ...(fromSeq === undefined ? {} : { fromSeq }) };
    return withDecision(state, { step, slot, userId, onBehalfOf, origin, verdict: 'approve', comment: '', hash, at, ...from });
  },
  seated: (state, { step, seats }) =>
    withStep(state, step, (one) => ({ ...one, seats, asked: union(one.asked, seats), alarmed: false })),
  alarmed: (state, { step }) => withStep(state, step, (one) => ({ ...one, alarmed: true })),
  decided: (state, { step, slot, userId, onBehalfOf, origin, verdict, comment, hash, at }) =>
    withDecision(state, { step, slot, userId, onBehalfOf, origin, verdict, comment, hash, at, fromVersion: null }),
  returned,
  'went-up': (state, { step, slot, userId }) => withChange(state, step, { kind: 'went-up', slot, userId }),
  transferred: (state, event) => {
    const { step, slot, from, to } = event;
    return withChange(knowing(state, event), step, { kind: 'transferred', slot, from, to: to.id });
  },
  'approver-added': approverAdded,
  'seat-claimed': (state, { step, slot, userId, candidateId, onBehalfOf }) =>
    withChange(state, step, { kind: 'claimed', slot, userId, candidateId, onBehalfOf }),
  'handed-back': handedBack,
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

function knowing(state: Approval, event: ApprovalEvent): Approval {
  return { ...state, people: knownAfter(state.people, event) };
}

/** What came after the step it returns to is void, and asked again. */
function returned(state: Approval, { toStep }: ApprovalEventOf<'returned'>): Approval {
  const target = state.steps.find(({ key }) => key === toStep);
  if (target === undefined) return state;
  const again = state.steps.filter((step) => step === target || isAfter(state, step, target)).map(({ key }) => key);
  return {
    ...state,
    steps: state.steps.map((step) => (again.includes(step.key) ? { ...step, passed: false, seats: [], alarmed: false } : step)),
    decisions: state.decisions.map((one) => (again.includes(one.step) ? { ...one, isVoid: true } : one)),
    returns: { ...state.returns, [toStep]: (state.returns[toStep] ?? 0) + 1 },
  };
}

/** Before and after are steps of their own, which one step or all that follow wait for; beside is a slot more. */
function approverAdded(state: Approval, event: ApprovalEventOf<'approver-added'>): Approval {
  const { step, person, where } = event;
  const known = knowing(state, event);
  const current = state.steps.find(({ key }) => key === step);
  if (current === undefined) return known;
  if (where === 'beside')
    return withChange(known, step, { kind: 'beside', slot: besideSlot(person.id, state.seq), userId: person.id });
  const rank = where === 'before' ? current.rank : justAfter(known, current.rank);
  const rule: PolicyStep = {
    ...current.rule,
    key: `${step}-${where}-${person.id}-${state.seq}`,
    rank,
    approvers: [{ person: person.id }],
    mode: { kind: 'any' },
  };
  const added = stepOf(rule, where === 'before' ? step : null);
  const steps = [...known.steps, added].toSorted((one, other) => one.rank - other.rank);
  return where === 'before' ? withStep({ ...known, steps }, step, (one) => ({ ...one, seats: [] })) : { ...known, steps };
}

/** Halfway to the next rank. */
function justAfter({ steps }: Approval, rank: number): number {
  const higher = steps.map((step) => step.rank).filter((other) => other > rank);
  return (rank + Math.min(...higher, rank + 1)) / 2;
}

function stepOf(rule: PolicyStep, precedes: string | null = null): Step {
  return { key: rule.key, rank: rule.rank, rule, precedes, passed: false, seats: [], asked: [], alarmed: false, changes: [] };
}

function union(asked: readonly string[], seats: readonly Seat[]): readonly string[] {
  return [...new Set([...asked, ...seats.map(({ userId }) => userId)])];
}

function withDecision(state: Approval, decision: Omit<Decision, 'seq' | 'isVoid'>): Approval {
  return { ...state, decisions: [...state.decisions, { ...decision, seq: state.seq, isVoid: false }] };
}

/** Only the last time he took it is undone. */
function handedBack(state: Approval, { step, slot, userId }: ApprovalEventOf<'handed-back'>): Approval {
  return withStep(state, step, (one) => {
    const last = one.changes.findLastIndex((change) => change.slot === slot && takerOf(change) === userId);
    return { ...one, changes: one.changes.filter((_change, at) => at !== last) };
  });
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
