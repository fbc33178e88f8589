import type { Company, Staffed } from './rehearsal.ts';
import { rehearsing } from './rehearsal.ts';
import type { Asking } from './rehearsal.ts';
import type { ApprovalPolicy } from './policy.ts';
import type { ContractTerms } from './terms.ts';

/** A contract version of the past, and who asked for its approval. */
export type PastVersion = Asking & { readonly id: string; readonly requestedAt: string; readonly terms: ContractTerms };

/** What one version would have been through. */
export type Course = {
  readonly steps: readonly string[];
  readonly people: readonly string[];
  readonly stuck: readonly string[];
  readonly waitMs: number | null;
};

export type ComparedVersion = {
  readonly id: string;
  readonly requestedAt: string;
  readonly old: Course;
  readonly draft: Course;
  readonly isChanged: boolean;
};

/** How long steps took in the past, in working milliseconds. */
export type StepWaits = {
  readonly byStep: { readonly [step: string]: number };
  /** For a step of which history says nothing; null when it says nothing of any. */
  readonly otherwise: number | null;
};

/** Sums over versions; people by the versions in which they would be asked. */
export type Tally = {
  readonly tried: number;
  readonly changed: number;
  readonly steps: Pair;
  readonly waitMs: { readonly old: number | null; readonly draft: number | null };
  readonly asked: { readonly [userId: string]: Pair };
};

export type Pair = { readonly old: number; readonly draft: number };
export type Difference = Pair & { readonly userId: string };

type Policies = { readonly old: ApprovalPolicy; readonly draft: ApprovalPolicy };

export const emptyTally: Tally = {
  tried: 0,
  changed: 0,
  steps: { old: 0, draft: 0 },
  waitMs: { old: 0, draft: 0 },
  asked: {},
};

/** Tells of any version of the past what each policy would do with it in the company of today. */
export function comparing(policies: Policies, company: Company, waits: StepWaits): (past: PastVersion) => ComparedVersion {
  const old = rehearsing(policies.old, company);
  const draft = rehearsing(policies.draft, company);
  return ({ id, requestedAt, terms, ...asking }) => {
    const courses = { old: courseOf(old(terms, asking), waits), draft: courseOf(draft(terms, asking), waits) };
    return { id, requestedAt, ...courses, isChanged: isChanged(courses.old, courses.draft) };
  };
}

/** Some more versions counted in. */
export function tallied(tally: Tally, versions: readonly ComparedVersion[]): Tally {
  const plus = (pair: Pair, measure: (course: Course) => number) => ({
    old: pair.old + total(versions.map(({ old }) => measure(old))),
    draft: pair.draft + total(versions.map(({ draft }) => measure(draft))),
  });
  const people = [...new Set(versions.flatMap(({ old, draft }) => [...old.people, ...draft.people]))];
  const asked = people.map((id) => [id, plus(tally.asked[id] ?? none, (course) => Number(course.people.includes(id)))] as const);
  return {
    tried: tally.tried + versions.length,
    changed: tally.changed + versions.filter((version) => version.isChanged).length,
    steps: plus(tally.steps, ({ steps }) => steps.length),
    waitMs: {
      old: versions.reduce((sum, { old }) => added(sum, old.waitMs), tally.waitMs.old),
      draft: versions.reduce((sum, { draft }) => added(sum, draft.waitMs), tally.waitMs.draft),
    },
    asked: { ...tally.asked, ...Object.fromEntries(asked) },
  };
}

/** Who would be asked in more versions, and who in fewer. */
export function differencesOf({ asked }: Tally): { readonly more: readonly Difference[]; readonly less: readonly Difference[] } {
  const all = Object.keys(asked)
    .toSorted()
    .map((userId) => ({ userId, ...(asked[userId] ?? none) }));
  return { more: all.filter(({ old, draft }) => draft > old), less: all.filter(({ old, draft }) => draft < old) };
}

/** Per version on average, in working milliseconds. */
export function meanWaits({ tried, waitMs: { old, draft } }: Tally): Tally['waitMs'] {
  const mean = (sum: number | null) => (sum === null || tried === 0 ? null : Math.round(sum / tried));
  return { old: mean(old), draft: mean(draft) };
}

const none: Pair = { old: 0, draft: 0 };

function isChanged(old: Course, draft: Course): boolean {
  return old.steps.join() !== draft.steps.join() || old.people.join() !== draft.people.join();
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
function waitOf(staffed: readonly Staffed[], { byStep, otherwise }: StepWaits): number | null {
  if (otherwise === null) return null;
  const ranks = [...new Set(staffed.map(({ step }) => step.rank))];
  const waitsAt = (rank: number) =>
    staffed.filter(({ step }) => step.rank === rank).map(({ step }) => byStep[step.key] ?? otherwise);
  return total(ranks.map((rank) => Math.max(...waitsAt(rank))));
}

function added(sum: number | null, one: number | null): number | null {
  return sum === null || one === null ? null : sum + one;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
