import { unstaffedSteps } from '../../domain/approval/explain.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { unforeseen } from '../../domain/approval/coverage.ts';
import type { PolicyError } from '../../domain/approval/policy-text.ts';
import { policyFault } from '../../domain/approval/policy-text.ts';
import { policyProblems } from '../../domain/approval/policy-validation.ts';
import { regionText } from '../../domain/approval/region-text.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople } from '../../prisma/people.ts';
import type { Fault } from '../problem.ts';

/** Everything for which it cannot be published here: faults of the document and, once it has none, steps that find too few people. */
export async function policyProblemsHere(document: unknown, database: Database): Promise<readonly Fault[]> {
  const faults = policyProblems(document);
  return faults.length > 0
    ? faults.map((fault) => named(fault, document as ApprovalPolicy))
    : staffProblems(document as ApprovalPolicy, database);
}

/** A gap between rows of several facts lies at none of them: it is told what the contracts have in common. */
function named(fault: PolicyError, policy: ApprovalPolicy): Fault {
  const region = fault.code === 'unforeseen' ? unforeseen(policy) : null;
  return region === null ? fault : { ...fault, say: (language) => regionText(region, language) };
}

/** A step that hangs on the reporting line is at fault only when it finds too few for every rep. */
async function staffProblems(policy: ApprovalPolicy, database: Database): Promise<readonly Fault[]> {
  const owners = await typicalOwners(database);
  const people = await findPeople(database, { policy, concerned: owners });
  const stuck = unstaffedSteps(policy, people, owners).map(({ key }) => key);
  return policy.steps.flatMap(({ key }, at) =>
    stuck.includes(key) ? policyFault(`/steps/${at}/approvers`, 'resolves-to-nobody') : [],
  );
}

/** One person of each superior, for they share the line above them: reps, or in a company that has none, anybody. */
async function typicalOwners({ pool }: Database): Promise<readonly string[]> {
  const { rows } = await pool.query<{ readonly id: string }>(oneOfEachLine);
  return rows.map(({ id }) => id);
}

const oneOfEachLine = `
  WITH seller AS (SELECT id, superior_id FROM "user" WHERE active AND 'rep' = ANY (roles)),
    owner AS (SELECT * FROM seller UNION ALL SELECT id, superior_id FROM "user" WHERE active AND NOT EXISTS (SELECT FROM seller))
  SELECT DISTINCT ON (superior_id) id FROM owner ORDER BY superior_id, id LIMIT 500`;
