import type { Actor } from '../../domain/actor.ts';
import { machine } from '../../domain/actor.ts';
import type { ApprovalCommand } from '../../domain/approval/command.ts';
import { standing } from '../../domain/approval/carry-over.ts';
import { nextDeadline, passDeadline } from '../../domain/approval/deadline.ts';
import { begin, decide } from '../../domain/approval/decide.ts';
import type { ApprovalEvent } from '../../domain/approval/event.ts';
import { evolve } from '../../domain/approval/evolve.ts';
import type { Absence, People, Person } from '../../domain/approval/people.ts';
import type { ApprovalPolicy, ApproverRef, PolicyStep, StepMode } from '../../domain/approval/policy.ts';
import type { ApprovalRefusalCode } from '../../domain/approval/refusal-code.ts';
import type { Approval, ApprovalRequest, EarlierApproval } from '../../domain/approval/state.ts';
import { openSteps, requested } from '../../domain/approval/state.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { addDuration } from '../../domain/calendar.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { anApprovalRequest } from './approval-request.ts';
import { aPlainCalendar } from './calendar.ts';

/** Monday, 9:00 in Shanghai: the first working minute of a week without holidays. */
export const monday = '2026-03-09T01:00:00.000Z';

/** Two lines under one chief: the rep's, and finance's; legal has one person. */
export const people: People = [
  aPerson('chief', { roles: ['leadership'] }),
  aPerson('director', { superiorId: 'chief' }),
  aPerson('manager', { superiorId: 'director' }),
  aPerson('rep', { superiorId: 'manager' }),
  aPerson('cfo', { superiorId: 'chief' }),
  aPerson('accountant', { superiorId: 'cfo', groups: ['finance'] }),
  aPerson('controller', { superiorId: 'cfo', groups: ['finance'] }),
  aPerson('treasurer', { superiorId: 'cfo', groups: ['finance'] }),
  aPerson('lawyer', { superiorId: 'chief', groups: ['legal'] }),
  aPerson('expert', { superiorId: 'chief' }),
];

export function aPerson(id: string, changes: Partial<Person> = {}): Person {
  return { id, superiorId: null, active: true, roles: [], groups: [], absences: [], ...changes };
}

/** The same people, one of them changed. */
export function changing(id: string, changes: Partial<Person>, among: People = people): People {
  return among.map((one) => (one.id === id ? { ...one, ...changes } : one));
}

/** This week, Monday to Sunday, unless told otherwise. */
export function away(id: string, absence: Partial<Absence> = {}, among: People = people): People {
  const week = { fromAt: '2026-03-08T16:00:00.000Z', untilAt: '2026-03-15T16:00:00.000Z', deputyId: null, ceiling: null };
  return among.map((one) => (one.id === id ? { ...one, absences: [...one.absences, { ...week, ...absence }] } : one));
}

export function aStep(
  key: string,
  approvers: readonly ApproverRef[],
  changes: { readonly rank?: number; readonly mode?: StepMode } = {},
): PolicyStep {
  return {
    key,
    title: { en: key, zh: key },
    rank: 1,
    approvers,
    mode: { kind: 'any' },
    remindAfter: { workingHours: 24 },
    escalateAfter: { workingHours: 48 },
    ...changes,
  };
}

/** One row that always holds, with all these steps. */
export function aPolicy(steps: readonly PolicyStep[], changes: Partial<ApprovalPolicy> = {}): ApprovalPolicy {
  return {
    key: 'contract',
    version: 1,
    name: { en: 'Contracts', zh: '合同' },
    rows: [{ key: 'all', title: { en: 'All', zh: '全部' }, when: [], steps: steps.map(({ key }) => key) }],
    steps,
    counting: 'first',
    comments: ['reject', 'return', 'transfer'],
    ...changes,
  };
}

/** Manager, then director. */
export const twoSteps = aPolicy([
  aStep('manager', [{ superior: 1 }], { rank: 1 }),
  aStep('director', [{ superior: 2 }], { rank: 2 }),
]);

type Asked = {
  readonly policy?: ApprovalPolicy;
  readonly people?: People;
  readonly terms?: ContractTerms;
  readonly number?: number;
  readonly earlier?: EarlierApproval | undefined;
  readonly request?: Partial<ApprovalRequest>;
};

/** A request just made, on Monday morning. */
export function aRequest(made: Asked = {}): Approval {
  return firstEvents(made).reduce(evolve, nobodyAsked(made));
}

/** What its making makes happen. */
export function firstEvents(made: Asked = {}): readonly ApprovalEvent[] {
  return begin(nobodyAsked(made), made.people ?? people, { at: monday, actor: machine });
}

function nobodyAsked({ policy = twoSteps, people: _people, request, earlier, ...asked }: Asked): Approval {
  const made = { policy, calendar: aPlainCalendar(), requestedAt: monday, earlier: earlier ?? null };
  return requested(anApprovalRequest({ ...made, ...asked, ...request }));
}

type Said<Command> = Command extends unknown ? Omit<Command, 'commandId' | 'fingerprint' | 'actor' | 'at' | 'seen'> : never;

let commands = 0;

/** A command with a new id; its content is its fingerprint. */
export function by(userId: string | Actor, said: Said<ApprovalCommand>, stamp: { readonly at?: string } = {}): ApprovalCommand {
  commands += 1;
  const actor: Actor = typeof userId === 'string' ? { userId, capacity: 'approver' } : userId;
  const at = stamp.at ?? monday;
  return { commandId: `command-${commands}`, fingerprint: JSON.stringify(said), actor, at, ...said };
}

export function approval(state: Approval, userId: string): ApprovalCommand {
  return by(userId, { type: 'approve', hash: state.request.version.hash, comment: '' });
}

export function rejection(state: Approval, userId: string): ApprovalCommand {
  return by(userId, { type: 'reject', hash: state.request.version.hash, comment: 'The margin is too thin.' });
}

export function aReturn(state: Approval, userId: string, toStep?: string): ApprovalCommand {
  const said = { type: 'return' as const, hash: state.request.version.hash, comment: 'Once more, please.' };
  return by(userId, toStep === undefined ? said : { ...said, toStep });
}

/** Decides and folds; a refusal here is a mistake of the test. */
export function after(state: Approval, ...given: readonly ApprovalCommand[]): Approval {
  return given.reduce((before, command) => {
    const decision = decide(before, command, latest(before, command.at));
    if (isRefusal(decision)) throw new Error(`${command.type} was refused: ${JSON.stringify(decision)}`);
    return decision.reduce(evolve, before);
  }, state);
}

/** Approved by each in turn. */
export function approvedBy(state: Approval, ...userIds: readonly string[]): Approval {
  return userIds.reduce((before, userId) => after(before, approval(before, userId)), state);
}

/** Why a command is refused; undefined when it is not. */
export function refusalOf(state: Approval, command: ApprovalCommand): Refusal<ApprovalRefusalCode> | undefined {
  const decision = decide(state, command, latest(state, command.at));
  return isRefusal(decision) ? decision : undefined;
}

export function refused(state: Approval, command: ApprovalCommand): ApprovalRefusalCode | undefined {
  return refusalOf(state, command)?.refused;
}

/** Lets time pass: every deadline up to an instant does what it does. */
export function until(state: Approval, at: string): Approval {
  let now = state;
  for (let due = nextDeadline(now); due !== null && due.dueAt <= at; due = nextDeadline(now)) {
    now = passDeadline(now, due).reduce(evolve, now);
  }
  return now;
}

/** Monday morning plus so many working hours. */
export function workingHours(hours: number): string {
  return addDuration(aPlainCalendar(), monday, { workingHours: hours });
}

/** Who can act now, in the order in which they are asked. */
export function asked(state: Approval): readonly string[] {
  return openSteps(state).flatMap(({ seats }) => seats.map(({ userId }) => userId));
}

export function alarmed(state: Approval): boolean {
  return openSteps(state).some((step) => step.alarmed);
}

/** What a request tells the next one about its approvals. */
export function earlierOf(before: Approval): EarlierApproval | undefined {
  return comingAfter(before).earlier ?? undefined;
}

/** What a request is told of those before it, the newest first. */
export function comingAfter(...past: readonly Approval[]): Pick<ApprovalRequest, 'earlier' | 'older'> {
  const [earlier = null, ...older] = standing(past.map(pastOf));
  return { earlier, older };
}

export function pastOf(outcome: Approval) {
  const { version, policy } = outcome.request;
  return { version, policyVersion: policy.version, outcome };
}

function latest(state: Approval, at: string): string {
  return at > state.lastAt ? at : state.lastAt;
}
