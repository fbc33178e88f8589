import fc from 'fast-check';
import { expect } from 'vitest';
import type { Stamp } from '../../../domain/actor.ts';
import { machine } from '../../../domain/actor.ts';
import type { ApprovalCommand } from '../../../domain/approval/command.ts';
import { nextDeadline, passDeadline } from '../../../domain/approval/deadline.ts';
import { begin, decide } from '../../../domain/approval/decide.ts';
import type { ApprovalEvent } from '../../../domain/approval/event.ts';
import { evolve } from '../../../domain/approval/evolve.ts';
import type { People, Person } from '../../../domain/approval/people.ts';
import type { ApprovalPolicy, ApproverRef, PolicyStep, StepMode } from '../../../domain/approval/policy.ts';
import type { Approval } from '../../../domain/approval/state.ts';
import { openSteps, requested } from '../../../domain/approval/state.ts';
import { addDuration } from '../../../domain/calendar.ts';
import { defaultCalendar } from '../../../domain/default-calendar.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { comingAfter } from '../../builders/approval.ts';
import { anApprovalRequest, someTerms } from '../../builders/approval-request.ts';

const ids = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const anId = fc.constantFrom(...ids);
const beginning = '2026-03-09T01:00:00.000Z';
const later = (hours: number) => addDuration(defaultCalendar, beginning, { hours });

const anAbsence = fc.record({
  fromAt: fc.integer({ min: -300, max: 200 }).map(later),
  untilAt: fc.integer({ min: 300, max: 900 }).map(later),
  deputyId: fc.option(anId),
  ceiling: fc.option(fc.constantFrom({ amount: '1000000', currency: 'CNY' }, { amount: '9000000', currency: 'CNY' })),
});

/** Reporting lines may end, cross and even run in a ring. */
const somePeople: fc.Arbitrary<People> = fc
  .array(
    fc.record({
      superiorId: fc.option(anId),
      active: fc.nat(6).map((luck) => luck > 0),
      roles: fc.subarray(['rep', 'manager', 'leadership']),
      groups: fc.subarray(['finance', 'legal']),
      absences: fc.array(anAbsence, { maxLength: 2 }),
    }),
    { minLength: ids.length, maxLength: ids.length },
  )
  .map((people) => people.map((person, at): Person => ({ id: ids[at] ?? '', ...person })));

const aRef: fc.Arbitrary<ApproverRef> = fc.oneof(
  anId.map((person) => ({ person })),
  fc.integer({ min: 1, max: 3 }).map((superior) => ({ superior })),
  fc.constantFrom('finance', 'legal').map((group) => ({ group })),
  fc.constantFrom('leadership' as const, 'manager' as const).map((role) => ({ role })),
);
const aMode: fc.Arbitrary<StepMode> = fc.oneof(
  fc.constantFrom<StepMode>({ kind: 'any' }, { kind: 'all' }, { kind: 'each-group' }),
  fc.integer({ min: 1, max: 3 }).map((count): StepMode => ({ kind: 'quorum', count })),
  anId.map((by): StepMode => ({ kind: 'veto', by })),
);
/** Each step tests a fact of its own, which always brings it in. */
const facts = ['paymentDays', 'warrantyMonths', 'prepaymentPercent', 'grossMarginPercent'] as const;
export const factOf = (step: number) => facts[step] ?? facts[0];

const aStep = fc.record({
  rank: fc.constantFrom(1, 1, 1, 2, 3),
  approvers: fc.array(aRef, { minLength: 1, maxLength: 3 }),
  mode: aMode,
});
const aPolicy: fc.Arbitrary<ApprovalPolicy> = fc
  .record({
    steps: fc.array(aStep, { minLength: 1, maxLength: 4 }),
    counting: fc.constantFrom('first' as const, 'last' as const),
  })
  .map(({ steps, counting }) => ({
    ...{ key: 'any', version: 1, name: { en: 'any', zh: '任意' }, counting, comments: [] },
    steps: steps.map((step, at): PolicyStep => ({
      ...step,
      key: `s${at}`,
      title: { en: `s${at}`, zh: `s${at}` },
      remindAfter: { workingHours: 24 },
      escalateAfter: { workingHours: 48 },
    })),
    rows: steps.map((_, at) => ({
      ...{ key: `r${at}`, title: { en: `r${at}`, zh: `r${at}` }, steps: [`s${at}`] },
      when: [{ fact: factOf(at), from: -1 }],
    })),
  }));

type Wish = Omit<ApprovalCommand, keyof Stamp> & {
  readonly by: string;
  readonly seat: number | null;
  readonly waitHours: number;
};

const colleague = anId.map((id): Person => ({ id, superiorId: null, active: true, roles: [], groups: [], absences: [] }));
const { hash } = anApprovalRequest().version;
const aVerb = fc.oneof(
  { weight: 18, arbitrary: fc.constant({ type: 'approve', hash, comment: 'c' }) },
  { weight: 1, arbitrary: fc.constant({ type: 'reject', hash, comment: 'c' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('s0', 's1', undefined)
      .map((toStep) => ({ type: 'return', hash, comment: 'c', ...(toStep === undefined ? {} : { toStep }) })),
  },
  { weight: 1, arbitrary: colleague.map((to) => ({ type: 'transfer', to, comment: 'c' })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(colleague, fc.constantFrom('before', 'beside', 'after'))
      .map(([person, where]) => ({ type: 'add-approver', person, where, comment: '' })),
  },
  { weight: 6, arbitrary: fc.constant({ type: 'claim' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ type: 'hand-back' }, { type: 'nudge' }, { type: 'comment', comment: 'c', mentions: [] }),
  },
  { weight: 1, arbitrary: somePeople.map((people) => ({ type: 'change-people', people })) },
);
/** Mostly by somebody who holds a seat: strangers are refused soon enough. */
const aWish = fc
  .tuple(aVerb, anId, fc.option(fc.nat(9), { freq: 5 }), fc.constantFrom(0, 0, 0, 30, 200))
  .map(([verb, by, seat, waitHours]) => ({ ...verb, by, seat, waitHours }) as unknown as Wish);
/** Groups whose members are often away, asked in steps side by side: where one person meets himself. */
const aCrowd: fc.Arbitrary<People> = fc
  .array(
    fc.record({
      superiorId: fc.option(anId, { freq: 2 }),
      groups: fc.subarray(['finance', 'legal']),
      absences: fc.array(
        anId.map((deputyId) => ({ fromAt: later(-1), untilAt: later(700), deputyId, ceiling: null })),
        { maxLength: 1 },
      ),
    }),
    { minLength: ids.length, maxLength: ids.length },
  )
  .map((people) => people.map((person, at): Person => ({ id: ids[at] ?? '', active: true, roles: [], ...person })));

const sideBySide: fc.Arbitrary<ApprovalPolicy> = aPolicy.map((policy) => ({
  ...policy,
  steps: policy.steps.map((step) => ({ ...step, rank: 1 })),
}));

const oneByOne: fc.Arbitrary<ApprovalPolicy> = aPolicy.map((policy) => ({
  ...policy,
  steps: policy.steps.map((step, at) => ({ ...step, rank: at + 1, mode: { kind: 'any' } })),
}));

const aSetting = fc.oneof(fc.record({ policy: aPolicy, people: somePeople }), fc.record({ policy: sideBySide, people: aCrowd }));

const requesters = { submitterId: anId, lastEditorId: anId, requestedFor: fc.subarray(ids, { maxLength: 1 }) };

/** A policy, people, and what they wish, in whatever order. */
export const aLife = fc.record({ ...requesters, setting: aSetting, wishes: fc.array(aWish, { maxLength: 25 }) });

export type Life = typeof aLife extends fc.Arbitrary<infer One> ? One : never;
export type Seen = { readonly before: Approval; readonly event: ApprovalEvent; readonly after: Approval };

/** Plays a request's life, deadlines included, and gives each state it settled in, and each change. */
export function play(
  { setting: { policy, people }, submitterId, lastEditorId, requestedFor, wishes }: Life,
  asked: Parameters<typeof anApprovalRequest>[0] = {},
): {
  readonly seen: readonly Seen[];
  readonly settled: readonly Approval[];
  readonly given: readonly ApprovalCommand[];
} {
  const request = anApprovalRequest({
    ...{ policy, submitterId, lastEditorId, requestedFor },
    ...{ ownerId: submitterId, requestedAt: beginning, ...asked },
  });
  const seen: Seen[] = [];
  let state = requested(request);
  const settled: Approval[] = [];
  const given: ApprovalCommand[] = [];
  const enter = (events: readonly ApprovalEvent[]) => {
    for (const event of events) {
      const after = evolve(state, event);
      seen.push({ before: state, event, after });
      state = after;
    }
    settled.push(state);
  };
  enter(begin(state, people, { at: beginning, actor: machine }));
  let at = beginning;
  for (const [place, { by, seat, waitHours, ...verb }] of wishes.entries()) {
    at = addDuration(defaultCalendar, at, { hours: waitHours });
    for (let due = dueBy(state, at), tries = 0; due !== null; due = dueBy(state, at), tries += 1) {
      enter(passDeadline(state, due));
      expect(tries).toBeLessThan(300);
    }
    const actor = verb.type === 'change-people' ? machine : ({ userId: actorIn(state, by, seat), capacity: 'approver' } as const);
    const onTerms = 'hash' in verb ? { hash: request.version.hash } : {};
    const command = { ...verb, ...onTerms, commandId: `c${place}`, fingerprint: 'f', actor, at } as ApprovalCommand;
    const decision = decide(state, command, state.lastAt > at ? state.lastAt : at);
    if (isRefusal(decision)) continue;
    expect(decision.length).toBeLessThan(100);
    enter(decision);
    given.push(command);
  }
  return { seen, settled, given };
}

function dueBy(state: Approval, at: string) {
  const due = nextDeadline(state);
  return due !== null && due.dueAt <= at ? due : null;
}

function actorIn(state: Approval, stranger: string, seat: number | null): string {
  const seated = openSteps(state).flatMap(({ seats }) => seats.map(({ userId }) => userId));
  return seat === null ? stranger : (seated[seat % seated.length] ?? stranger);
}

const aReturn = fc
  .tuple(fc.constantFrom('s0', 's1'), fc.nat(9))
  .map(([toStep, seat]) => ({ type: 'return', hash, comment: 'c', toStep, by: '', seat, waitHours: 0 }) as unknown as Wish);

const aVersion = fc.record({
  ...requesters,
  wishes: fc.array(fc.oneof({ weight: 5, arbitrary: aWish }, { weight: 1, arbitrary: aReturn }), { maxLength: 12 }),
  /** The step whose fact is another than before. */
  changed: fc.option(fc.nat(3)),
});

/** A contract submitted two to four times, under one policy. */
export const aSaga = fc.record({
  setting: fc.oneof(aSetting, fc.record({ policy: oneByOne, people: aCrowd })),
  versions: fc.array(aVersion, { minLength: 2, maxLength: 4 }),
});

export type Saga = typeof aSaga extends fc.Arbitrary<infer One> ? One : never;
export type Told = ReturnType<typeof play> & { readonly past: readonly Approval[] };

/** Each version played, with those before it, newest first. */
export function tell({ setting, versions }: Saga): readonly Told[] {
  let terms = someTerms();
  let past: readonly Approval[] = [];
  return versions.map(({ changed, ...life }, at) => {
    const number = at + 1;
    terms = { ...terms, remarks: `version ${number}`, ...(changed === null ? {} : { [factOf(changed)]: 40 + number }) };
    const played = play({ setting, ...life }, { terms, number, ...comingAfter(...past) });
    const told = { ...played, past };
    past = [...played.settled.slice(-1), ...past];
    return told;
  });
}
