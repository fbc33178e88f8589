import type { Calendar } from '../calendar.ts';
import type { Remembered } from '../memory.ts';
import type { Money } from '../money.ts';
import type { BuyerStepKey, CheckpointKey, Playbook, StageKey, StageRule } from '../playbook.ts';
import { firstOpenStage } from '../playbook.ts';
import type { ImportSource, VersionRef } from './command.ts';
import type { Debt, EndResult, RulingSubject } from './event.ts';
import type { RefusalCode } from './refusal-code.ts';

/** One sale, as its workflow carries it. Plain JSON. */
export type Opportunity = {
  readonly schemaVersion: 1;
  readonly id: string;
  /** Number of events so far. */
  readonly seq: number;
  readonly playbook: Playbook;
  readonly calendar: Calendar;
  /** Of the playbook whose allowances and ladders `playbook` has by now. */
  readonly timingVersion: number;
  /** Null until it is opened. */
  readonly facts: Facts | null;
  readonly checkpoints: { readonly [key: CheckpointKey]: CheckpointState };
  readonly ruling: Ruling | null;
  readonly clock: Clock;
  readonly lastContactAt: string;
  /** From here the silence is counted: the last contact, or the end of a pause or ruling after it. */
  readonly silentSince: string;
  readonly pause: { readonly since: string; readonly until: string } | null;
  readonly approval: ApprovalState | null;
  readonly won: boolean;
  /** People have asked something of it here: it is no longer what its import made of it. */
  readonly isUnderWay: boolean;
  readonly outcome: Outcome | null;
  readonly ended: EndResult | null;
  /** By clock: how far its ladder has fired. */
  readonly escalations: { readonly [clock: string]: EscalationState };
  /** The instant of the last event: time never goes back. */
  readonly lastAt: string;
  /** The latest 200 commands and what became of them, oldest first. */
  readonly recent: readonly Remembered<RefusalCode>[];
};

export type Facts = {
  readonly name: string;
  readonly customerId: string;
  readonly ownerId: string;
  readonly teamId: string;
  readonly amount: Money | null;
  readonly closeOn: string | null;
  readonly openedAt: string;
  readonly enteredStage: StageKey;
  readonly stageEnteredAt: string;
  readonly buyerStep: BuyerStepKey | null;
  readonly deliveryDueOn: string | null;
  readonly effortCapWorkingDays: number | null;
  readonly imported: ImportSource | null;
};

/** A claim may stand on a carried-over checkpoint, which stays satisfied meanwhile. */
export type CheckpointState = {
  readonly standing: 'open' | 'accepted' | 'waived' | 'carried-over';
  readonly claim: Claim | null;
  readonly debt: Debt | null;
  readonly since: string;
};

/** `onBehalfOf`: in whose place it was made, where somebody stood in. */
export type Claim = { readonly by: string; readonly onBehalfOf?: string; readonly at: string; readonly occurredAt: string };
export type Ruling = { readonly about: RulingSubject; readonly since: string; readonly checkpoint: CheckpointKey | null };

/** The stage's clock: what it had used when it last began to run, and null while somebody else holds the ball. */
export type Clock = { readonly startedAt: string; readonly usedMs: number; readonly runningSince: string | null };

export type ApprovalState = {
  readonly version: VersionRef;
  readonly open: boolean;
  readonly since: string;
  readonly approved: boolean;
};

export type Outcome = { readonly outcome: Exclude<EndResult, 'completed'>; readonly at: string; readonly reviewOwed: boolean };

export type EscalationState = {
  readonly rungsFired: number;
  /** The highest level told so far: 0 the owner, 1 the superior, and so on up. */
  readonly level: number;
  /** When somebody was last told: repeats count from here, so that an outage is made up by one, not by all it missed. */
  readonly firedAt: string;
  /** Which run of the clock this is about: an earlier run's firings do not count for a later one. */
  readonly startedAt: string;
  readonly told: readonly string[];
  readonly acknowledged: { readonly by: string; readonly at: string; readonly quietUntil: string } | null;
};

/** A sale that has heard nothing yet but its rules. */
export function unopened(id: string, playbook: Playbook, calendar: Calendar): Opportunity {
  return {
    schemaVersion: 1,
    id,
    seq: 0,
    playbook,
    calendar,
    timingVersion: playbook.version,
    facts: null,
    checkpoints: {},
    ruling: null,
    clock: { startedAt: dawn, usedMs: 0, runningSince: null },
    lastContactAt: dawn,
    silentSince: dawn,
    pause: null,
    approval: null,
    won: false,
    isUnderWay: false,
    outcome: null,
    ended: null,
    escalations: {},
    lastAt: dawn,
    recent: [],
  };
}

/** Accepted, waived or carried over. */
export function isSatisfied({ checkpoints }: Pick<Opportunity, 'checkpoints'>, key: CheckpointKey): boolean {
  const standing = checkpoints[key]?.standing ?? 'open';
  return standing !== 'open';
}

/** Derived, never set: no path can skip a stage. Undefined when every gate is satisfied. */
export function stageOf(state: Pick<Opportunity, 'playbook' | 'checkpoints'>): StageRule | undefined {
  return firstOpenStage(state.playbook, (key) => isSatisfied(state, key));
}

/** The groups of checkpoints that keep the sale in its stage: any one of each lets it out. */
export function missingGroups(state: Pick<Opportunity, 'playbook' | 'checkpoints'>): StageRule['gate'] {
  return stageOf(state)?.gate.filter((group) => !group.some((key) => isSatisfied(state, key))) ?? [];
}

/** A checkpoint of the stage in which the sale stands. */
export function isPresent(state: Pick<Opportunity, 'playbook' | 'checkpoints'>, key: CheckpointKey): boolean {
  return stageOf(state)?.checkpoints.some((rule) => rule.key === key) === true;
}

/** What a clock's ladder has come to, where it has fired; no name that every object has is a clock. */
export function escalationOf({ escalations }: Pick<Opportunity, 'escalations'>, clock: string): EscalationState | undefined {
  return Object.hasOwn(escalations, clock) ? escalations[clock] : undefined;
}

export function hasEnded(state: Opportunity): boolean {
  return state.ended !== null;
}

/** Checkpoints whose claim waits for its second person. */
export function pendingClaims({ checkpoints }: Pick<Opportunity, 'checkpoints'>): readonly (readonly [CheckpointKey, Claim])[] {
  return Object.entries(checkpoints).flatMap(([key, { claim }]) => (claim === null ? [] : [[key, claim] as const]));
}

const dawn = '1970-01-01T00:00:00.000Z';
