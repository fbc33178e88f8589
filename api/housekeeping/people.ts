import type { ChangePeople } from '../../domain/approval/command.ts';
import type { ApprovalEvent } from '../../domain/approval/event.ts';
import { knowingEvents, knownAfter } from '../../domain/approval/known.ts';
import type { People } from '../../domain/approval/people.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { approvalWorkflowId } from '../../domain/ids.ts';
import { findPeople } from '../../prisma/people.ts';
import type { Deps } from '../deps.ts';
import { documentOf } from '../../prisma/rule-documents.ts';
import { tell } from './tell.ts';

const batch = 200;
const sideBySide = 8;

/** A request that was not compared with people as they stand since one of them changed. */
type Behind = {
  readonly id: string;
  readonly opportunityId: string;
  readonly version: number;
  readonly seq: number;
  readonly policyKey: string;
  readonly policyVersion: number;
  /** Of all changes of people so far; a 64-bit integer as text. */
  readonly clock: string;
  /** By which the process learned who is who, in order. */
  readonly told: readonly ApprovalEvent[];
};

/**
 * Open requests hear of absences, deputies, roles, groups, superiors and leavers, at once and only when it concerns somebody they know or
 * could ask. First come those in which a changed person sits; then those that it does not concern are marked in one statement, and what is
 * left is looked at one by one.
 */
export async function followPeople(deps: Deps): Promise<void> {
  const { pool } = deps.database;
  await followAll(deps, (await pool.query<Behind>({ ...seatedBehind, values: [knowingEvents, batch] })).rows);
  await pool.query({ ...markUnconcerned, values: [knowingEvents] });
  await followAll(deps, (await pool.query<Behind>({ ...otherwiseBehind, values: [knowingEvents, batch] })).rows);
}

async function followAll(deps: Deps, rows: readonly Behind[]): Promise<void> {
  for (let from = 0; from < rows.length; from += sideBySide) {
    const heard = await Promise.all(rows.slice(from, from + sideBySide).map((row) => follow(deps, row)));
    if (!heard.includes(true)) return;
  }
}

/** False when nothing can be told now. A process that has gone on meanwhile, also by being told, is looked at again. */
async function follow(deps: Deps, row: Behind): Promise<boolean> {
  const told = row.told.reduce<People>(knownAfter, []);
  const policy = await documentOf(deps.database, 'approval_policy', { key: row.policyKey, version: row.policyVersion });
  const people = await findPeople(deps.database, { policy, concerned: told.map(({ id }) => id) });
  if (!isSame(people, told) && !(await tellPeople(deps, row, people))) return false;
  const mark = 'UPDATE approval SET people_version = $3 WHERE id = $1 AND seq = $2 AND people_version < $3';
  await deps.database.pool.query(mark, [row.id, row.seq, row.clock]);
  return true;
}

async function tellPeople(deps: Deps, { opportunityId, version, seq, clock }: Behind, people: People): Promise<boolean> {
  const workflowId = approvalWorkflowId(opportunityId, version);
  const content: ChangePeople = { type: 'change-people', people };
  const idempotencyKey = `people:${workflowId}:${clock}:${seq}`;
  return (await tell(deps, { workflowId, idempotencyKey, content, said: { clock } })) === 'told';
}

function isSame(people: People, others: People): boolean {
  const inOrder = (some: People) => canonicalJson(some.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
  return inOrder(people) === inOrder(others);
}

/** Somebody changed whom the process knows, or whom its policy names by now. Whoever else comes in does so by a change of one of these. */
const isConcerned = `EXISTS (
  SELECT FROM person_change p WHERE p.version > a.people_version AND (
    EXISTS (SELECT FROM event e WHERE e.workflow_id = 'contract-approval:' || a.id AND e.type = ANY ($1)
      AND jsonb_path_exists(e.body, '$.*.id ? (@ == $id)', jsonb_build_object('id', p.user_id)))
    OR EXISTS (SELECT FROM "user" u JOIN approval_policy y ON y.key = a.policy_key AND y.version = a.policy_version
      WHERE u.id = p.user_id AND (
        jsonb_path_query_array(y.document, '$.steps[*].approvers[*].person') ? u.id
        OR jsonb_path_query_array(y.document, '$.steps[*].approvers[*].role') ?| u.roles
        OR jsonb_path_query_array(y.document, '$.steps[*].approvers[*].group')
          ?| ARRAY(SELECT m.group_key FROM approver_group_member m WHERE m.user_id = u.id)))))`;

const markUnconcerned = {
  name: 'mark-unconcerned',
  text: `
    UPDATE approval a SET people_version = c.version FROM people_clock c
    WHERE a.status = 'open' AND a.people_version < c.version AND NOT ${isConcerned}`,
};

const behind = `
  SELECT a.id, a.opportunity_id AS "opportunityId", a.version, a.seq, a.policy_key AS "policyKey", a.policy_version AS "policyVersion",
    c.version::text AS clock,
    (SELECT coalesce(jsonb_agg(e.body ORDER BY e.seq), '[]') FROM event e
      WHERE e.workflow_id = 'contract-approval:' || a.id AND e.type = ANY ($1)) AS told
  FROM people_clock c JOIN approval a ON a.status = 'open' AND a.people_version < c.version`;

const seatedBehind = {
  name: 'seated-behind',
  text: `${behind} WHERE EXISTS (
      SELECT FROM approval_seat s JOIN person_change p ON p.user_id IN (s.user_id, s.on_behalf_of)
      WHERE s.approval_id = a.id AND p.version > a.people_version)
    ORDER BY a.id LIMIT $2`,
};

const otherwiseBehind = { name: 'otherwise-behind', text: `${behind} ORDER BY a.id LIMIT $2` };
