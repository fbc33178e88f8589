import { unstaffedSteps } from '../../domain/approval/explain.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { policyFault } from '../../domain/approval/policy-text.ts';
import { policyProblems } from '../../domain/approval/policy-validation.ts';
import type { FieldError } from '../../domain/evidence-field.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople } from '../../prisma/people.ts';

/** Everything for which it cannot be published here: faults of the document and, once it has none, steps that find too few people. */
export async function policyProblemsHere(document: unknown, database: Database): Promise<readonly FieldError[]> {
  const faults = policyProblems(document);
  return faults.length > 0 ? faults : staffProblems(document as ApprovalPolicy, database);
}

/** A step that hangs on the reporting line is at fault only when it finds too few for every rep. */
async function staffProblems(policy: ApprovalPolicy, database: Database): Promise<readonly FieldError[]> {
  const owners = await typicalOwners(database);
  const people = await findPeople(database, { policy, concerned: owners });
  const stuck = owners.map((ownerId) => new Set(unstaffedSteps(policy, people, ownerId).map(({ key }) => key)));
  return policy.steps.flatMap(({ key }, at) =>
    stuck.length > 0 && stuck.every((steps) => steps.has(key)) ? policyFault(`/steps/${at}/approvers`, 'resolves-to-nobody') : [],
  );
}

/** One rep of each superior: they share the line above them. */
async function typicalOwners({ pool }: Database): Promise<readonly string[]> {
  const { rows } = await pool.query<{ readonly id: string }>(
    `SELECT DISTINCT ON (superior_id) id FROM "user" WHERE active AND roles @> ARRAY['rep'] ORDER BY superior_id, id LIMIT 50`,
  );
  return rows.map(({ id }) => id);
}
