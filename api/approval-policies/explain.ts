import { explain } from '../../domain/approval/explain.ts';
import type { Explanation } from '../../domain/approval/explain.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { Asking } from '../../domain/approval/rehearsal.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople, namesOf } from '../../prisma/people.ts';

export type Question = {
  readonly policy: ApprovalPolicy;
  readonly terms: ContractTerms;
  readonly asking: Asking;
};

/** Who would be asked for these terms now, and why, by the people of this moment. */
export async function explainNow(database: Database, { policy, terms, asking }: Question) {
  const people = await findPeople(database, { policy, concerned: Object.values(asking).flat() });
  const explanation = explain(policy, terms, { ...asking, people, at: new Date().toISOString() });
  const names = await namesOf(database, seated(explanation));
  return { policy: { key: policy.key, version: policy.version }, ...explanationView(explanation, names) };
}

function seated({ steps }: Explanation): readonly string[] {
  return steps.flatMap(({ seats }) => seats.map(({ userId }) => userId));
}

function explanationView({ facts, isForeseen, rows, steps, skipped }: Explanation, names: ReadonlyMap<string, string>) {
  return {
    facts: { ...facts },
    isForeseen,
    rows: rows.map(({ row: { key, title }, matches, conditions }) => ({ key, title, matches, conditions: [...conditions] })),
    steps: steps.map(({ step: { key, title, rank, mode }, because, seats, passedOver, isStuck }) => ({
      ...{ key, title, rank, mode, because, passedOver, isStuck },
      seats: seats.map(({ userId, onBehalfOf }) => ({ userId, name: names.get(userId) ?? null, onBehalfOf })),
    })),
    skipped: skipped.map(({ step: { key, title }, because }) => ({ key, title, because })),
  };
}
