import type { ApprovalPolicy } from './policy.ts';
import type { Setting, Staffed } from './rehearsal.ts';
import { rehearsed } from './rehearsal.ts';
import type { ContractTerms } from './terms.ts';

/** A contract version of the past, and who asked for its approval of whom. */
export type PastVersion = { readonly id: string; readonly terms: ContractTerms; readonly setting: Setting };

/** What one version would have been through. */
export type Course = {
  readonly steps: readonly string[];
  readonly people: readonly string[];
  readonly stuck: readonly string[];
  readonly waitMs: number | null;
};

export type ComparedVersion = { readonly id: string; readonly old: Course; readonly draft: Course; readonly isChanged: boolean };

/** People are counted by the versions in which they would be asked. */
export type Comparison = {
  readonly versions: readonly ComparedVersion[];
  readonly changed: number;
  readonly steps: { readonly old: number; readonly draft: number };
  readonly more: readonly Difference[];
  readonly less: readonly Difference[];
  /** Per version on average; null where history says nothing of a step. */
  readonly meanWaitMs: { readonly old: number | null; readonly draft: number | null };
};

export type Difference = { readonly userId: string; readonly old: number; readonly draft: number };

/** How long a step took in the past, in working milliseconds; by the step's key. */
export type StepWaits = { readonly [step: string]: number };

type Policies = { readonly old: ApprovalPolicy; readonly draft: ApprovalPolicy };

/** What a draft would have changed for the versions of the past: who is asked more, who less, in how many steps, and how long it takes. */
export function compareDecisions(policies: Policies, past: readonly PastVersion[], waits: StepWaits = {}): Comparison {
  const versions = past.map((version) => comparedVersion(policies, version, waits));
  const differences = differencesOf(versions);
  return {
    versions,
    changed: versions.filter(({ isChanged }) => isChanged).length,
    steps: {
      old: total(versions.map(({ old }) => old.steps.length)),
      draft: total(versions.map(({ draft }) => draft.steps.length)),
    },
    more: differences.filter(({ old, draft }) => draft > old),
    less: differences.filter(({ old, draft }) => draft < old),
    meanWaitMs: { old: meanOf(versions.map(({ old }) => old.waitMs)), draft: meanOf(versions.map(({ draft }) => draft.waitMs)) },
  };
}

function comparedVersion(policies: Policies, { id, terms, setting }: PastVersion, waits: StepWaits): ComparedVersion {
  const old = courseOf(rehearsed(policies.old, terms, setting), waits);
  const draft = courseOf(rehearsed(policies.draft, terms, setting), waits);
  const isChanged = old.steps.join() !== draft.steps.join() || old.people.join() !== draft.people.join();
  return { id, old, draft, isChanged };
}

function courseOf(staffed: readonly Staffed[], waits: StepWaits): Course {
  return {
    steps: staffed.map(({ step }) => step.key),
    people: [...new Set(staffed.flatMap(({ seats }) => seats.map(({ userId }) => userId)))].toSorted(),
    stuck: staffed.filter(({ isStuck }) => isStuck).map(({ step }) => step.key),
    waitMs: waitOf(staffed, waits),
  };
}

/** Steps side by side take as long as the longest; steps one after the other take their sum. */
function waitOf(staffed: readonly Staffed[], waits: StepWaits): number | null {
  if (staffed.some(({ step }) => waits[step.key] === undefined)) return null;
  const ranks = [...new Set(staffed.map(({ step }) => step.rank))];
  const longest = (rank: number) =>
    Math.max(...staffed.filter(({ step }) => step.rank === rank).map(({ step }) => waits[step.key] ?? 0));
  return total(ranks.map(longest));
}

function differencesOf(versions: readonly ComparedVersion[]): readonly Difference[] {
  const everybody = [...new Set(versions.flatMap(({ old, draft }) => [...old.people, ...draft.people]))].toSorted();
  const times = (side: 'old' | 'draft', userId: string) => versions.filter((one) => one[side].people.includes(userId)).length;
  return everybody.map((userId) => ({ userId, old: times('old', userId), draft: times('draft', userId) }));
}

function meanOf(waits: readonly (number | null)[]): number | null {
  const known = waits.filter((wait) => wait !== null);
  return waits.length === 0 || known.length < waits.length ? null : total(known) / known.length;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
