import type { Duration } from './calendar.ts';
import type { EvidenceField } from './evidence-field.ts';
import type { Text } from './text.ts';

export type StageKey = string;
export type CheckpointKey = string;
export type BuyerStepKey = string;

/** The versioned definition of stages, checkpoints, evidence, time allowances, ladders and rules. One JSON document. */
export type Playbook = {
  readonly key: string;
  readonly version: number;
  readonly name: Text;
  readonly buyerSteps: readonly BuyerStep[];
  /** In order. The last stage's gate is the end of the sale. */
  readonly stages: readonly StageRule[];
  /** A claim that waits for its second person. */
  readonly verification: Watch;
  /** A late entry, or a failed qualification, that waits for a manager's ruling. */
  readonly ruling: Watch;
  /** No recorded customer contact. */
  readonly silence: Watch;
  readonly lossReview: Watch;
  readonly acknowledgement: Acknowledgement;
  readonly odds: OddsRule;
};

export type BuyerStep = { readonly key: BuyerStepKey; readonly title: Text };

export type StageRule = {
  readonly key: StageKey;
  readonly title: Text;
  readonly work: Text;
  readonly buyerStep: BuyerStepKey;
  /** Every group must be satisfied; any one checkpoint satisfies its group. */
  readonly gate: readonly (readonly CheckpointKey[])[];
  readonly checkpoints: readonly CheckpointRule[];
  /** Working time since the last accepted checkpoint. */
  readonly allowance: Duration;
  /** The allowance is for making a delivery plan; once there is one, its date counts instead. */
  readonly measuredBy?: 'delivery-plan';
  readonly ladder: Ladder;
  /** Percent, 0 to 100. */
  readonly odds: number;
};

export type CheckpointRule = {
  readonly key: CheckpointKey;
  readonly title: Text;
  /** Checkpoints of the same stage that must be satisfied first. */
  readonly requires: readonly CheckpointKey[];
  /** `claim`: at once. `second-person`: verified by someone other than the claimant. `approval`: by the approval workflow alone. */
  readonly acceptance: 'claim' | 'second-person' | 'approval';
  readonly fields: readonly EvidenceField[];
  /** Weighted mean of the `score` fields, 0 to 100, below which a manager must rule. */
  readonly threshold?: number;
  /** `signature`: needs the approved contract version, and wins the sale. */
  readonly meaning?: 'signature';
};

export type Watch = { readonly allowance: Duration; readonly ladder: Ladder };

/** Who is told when, counted from the clock's start (percent of its allowance) or from its breach (after). */
export type Ladder = {
  readonly rungs: readonly Rung[];
  /** After the last rung, again and again until somebody acknowledges. */
  readonly repeat?: Duration;
};

export type Rung = { readonly when: { readonly percent: number } | { readonly after: Duration }; readonly tell: Tell };

export type Tell = { readonly to: 'owner' } | { readonly to: 'superior'; readonly level: number } | { readonly to: 'leadership' };

/** How long an acknowledgement keeps a ladder quiet when it names no snooze, and the longest snooze it may name. */
export type Acknowledgement = { readonly quiet: Duration; readonly longestSnooze: Duration };

/** Factors between 0 and 1 that a stage's base odds are multiplied by. */
export type OddsRule = {
  readonly perWaiver: number;
  readonly lateEntry: number;
  readonly paused: number;
  readonly overdue: number;
};

/** The rule of one checkpoint, wherever it stands. */
export function checkpointRule(playbook: Playbook, key: CheckpointKey): CheckpointRule | undefined {
  return playbook.stages.flatMap((stage) => stage.checkpoints).find((rule) => rule.key === key);
}

export function stageRule(playbook: Playbook, key: StageKey): StageRule | undefined {
  return playbook.stages.find((stage) => stage.key === key);
}

/** True when each group of the stage's gate has a satisfied checkpoint. */
export function gateIsSatisfied(stage: StageRule, isSatisfied: (key: CheckpointKey) => boolean): boolean {
  return stage.gate.every((group) => group.some(isSatisfied));
}

/** Derived, never set: the first stage whose gate is not satisfied; undefined when all are. */
export function firstOpenStage(playbook: Playbook, isSatisfied: (key: CheckpointKey) => boolean): StageRule | undefined {
  return playbook.stages.find((stage) => !gateIsSatisfied(stage, isSatisfied));
}
