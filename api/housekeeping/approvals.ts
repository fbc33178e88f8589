import type { ChangePeople } from '../../domain/approval/command.ts';
import type { People } from '../../domain/approval/people.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { approvalWorkflowId } from '../../domain/ids.ts';
import { findPeople } from '../../prisma/people.ts';
import type { Deps } from '../deps.ts';
import { documentOf } from '../rules.ts';
import { tell } from './tell.ts';

const batch = 200;

/** A request that was not compared with people as they stand since one of them changed. */
type Behind = {
  readonly id: string;
  readonly opportunityId: string;
  readonly version: number;
  readonly concerned: readonly string[];
  readonly policyKey: string;
  readonly policyVersion: number;
  /** Of all changes of people so far; a 64-bit integer as text. */
  readonly clock: string;
  /** Who was who, when the process was told last. */
  readonly told: People;
};

/**
 * Open requests hear of absences, deputies, roles, groups, superiors and leavers, at once and only when it concerns somebody they know or
 * could ask. First come those in which a changed person sits.
 */
export async function followPeople(deps: Deps): Promise<void> {
  const { rows } = await deps.database.pool.query<Behind>({ name: 'behind-people', text: behindPeople, values: [batch] });
  for (const row of rows) await follow(deps, row);
}

async function follow(deps: Deps, row: Behind): Promise<void> {
  const { id, opportunityId, version, policyKey, policyVersion, concerned, told, clock } = row;
  const policy = (await documentOf(deps.database, 'approval_policy', {
    key: policyKey,
    version: policyVersion,
  })) as ApprovalPolicy;
  const people = await findPeople(deps.database, { policy, concerned: [...concerned, ...told.map((person) => person.id)] });
  const content: ChangePeople = { type: 'change-people', people };
  const workflowId = approvalWorkflowId(opportunityId, version);
  const isTold = canonicalJson(people) === canonicalJson(told);
  if (!isTold && !(await tell(deps, { workflowId, idempotencyKey: `people:${workflowId}:${clock}`, content }))) return;
  await deps.database.pool.query('UPDATE approval SET people_version = $2 WHERE id = $1 AND people_version < $2', [id, clock]);
}

const behindPeople = `
  SELECT a.id, a.opportunity_id AS "opportunityId", a.version, a.policy_key AS "policyKey", a.policy_version AS "policyVersion",
    c.version::text AS clock, ARRAY[a.owner_id, a.submitter_id, a.last_editor_id]
      || ARRAY(SELECT s.user_id FROM approval_seat s WHERE s.approval_id = a.id) AS concerned,
    coalesce((SELECT e.body -> 'people' FROM event e WHERE e.workflow_id = 'contract-approval:' || a.id AND e.type = 'people-known'
      ORDER BY e.seq DESC LIMIT 1), '[]') AS told
  FROM people_clock c JOIN approval a ON a.status = 'open' AND a.people_version < c.version
  ORDER BY NOT EXISTS (SELECT FROM approval_seat s JOIN person_change p ON p.user_id IN (s.user_id, s.on_behalf_of)
    WHERE s.approval_id = a.id AND p.version > a.people_version), a.id
  LIMIT $1`;
