import type { People } from '../domain/approval/people.ts';
import type { ApprovalPolicy } from '../domain/approval/policy.ts';
import type { Told } from '../domain/opportunity/event.ts';
import type { RecipientQuestion } from '../workflows/contract.ts';
import type { Database } from './database.ts';

type Pool = Pick<Database, 'pool'>;

/** Whoever is to be told now; the rules stand in the SQL function `recipients`. Empty only in a company without anybody to lead it. */
export async function findRecipients(
  { pool }: Pool,
  { ownerId, tell, at, alreadyTold }: RecipientQuestion,
): Promise<readonly Told[]> {
  const { rows } = await pool.query<Told & { readonly onBehalfOf: string | null }>({
    name: 'find-recipients',
    text: `SELECT user_id AS "userId", level, on_behalf_of AS "onBehalfOf" FROM recipients($1, $2, $3, 'escalation', $4, $5) ORDER BY level, user_id`,
    values: [ownerId, tell.to, tell.to === 'superior' ? tell.level : 0, at, alreadyTold],
  });
  return rows.map(({ userId, level, onBehalfOf }) => ({ userId, level, ...(onBehalfOf !== null && { onBehalfOf }) }));
}

/** Superiors, nearest first; those who left are in it. */
export async function lineAbove({ pool }: Pool, userId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'line-above',
    text: 'SELECT user_id AS id FROM line_above($1)',
    values: [userId],
  });
  return rows.map(({ id }) => id);
}

/** The person and everybody below him. */
export async function subtreeOf({ pool }: Pool, userId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'subtree-of',
    text: 'SELECT user_id AS id FROM subtree_of($1)',
    values: [userId],
  });
  return rows.map(({ id }) => id);
}

/** By id; whom nobody knows has none. */
export async function namesOf({ pool }: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const text = 'SELECT id, name FROM "user" WHERE id = ANY ($1)';
  const { rows } = await pool.query<{ readonly id: string; readonly name: string }>(text, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What may be done in somebody's place while he is away. */
export const duties = ['approval', 'escalation', 'verification'] as const;
export type Duty = (typeof duties)[number];

/** Whom an approval may concern besides those its policy names. */
export type PeopleQuestion = { readonly policy: ApprovalPolicy; readonly concerned: readonly string[] };

/** Everybody a policy can ask, those concerned, and for each of them the line above and the deputies, with absences that are not over. */
export async function findPeople({ pool }: Pool, { policy, concerned }: PeopleQuestion): Promise<People> {
  const named = policy.steps.flatMap(({ approvers }) => approvers);
  const vetoes = policy.steps.flatMap(({ mode }) => (mode.kind === 'veto' ? [mode.by] : []));
  const persons = named.flatMap((one) => ('person' in one ? [one.person] : []));
  const groups = named.flatMap((one) => ('group' in one ? [one.group] : []));
  const roles = named.flatMap((one) => ('role' in one ? [one.role] : []));
  const values = [[...concerned, ...persons, ...vetoes], groups, roles];
  return (await pool.query<People[number]>({ name: 'find-people', text: peopleConcerned, values })).rows;
}

const peopleConcerned = `
  WITH RECURSIVE concerned AS (
    SELECT u.id FROM "user" u
    WHERE u.id = ANY ($1) OR (u.active AND (u.roles && $3
      OR EXISTS (SELECT FROM approver_group_member m WHERE m.user_id = u.id AND m.group_key = ANY ($2))))
    UNION
    SELECT next.id FROM concerned c JOIN "user" u ON u.id = c.id
    CROSS JOIN LATERAL (
      SELECT u.superior_id AS id WHERE u.superior_id IS NOT NULL
      UNION ALL
      SELECT a.deputy_id FROM absence a WHERE a.user_id = u.id AND a.deputy_id IS NOT NULL AND a.until_at > now()
    ) next
  )
  SELECT u.id, u.superior_id AS "superiorId", u.active, u.roles,
    coalesce((SELECT jsonb_agg(m.group_key ORDER BY m.group_key) FROM approver_group_member m WHERE m.user_id = u.id), '[]') AS groups,
    coalesce((SELECT jsonb_agg(jsonb_build_object(
        'fromAt', iso_instant(a.from_at), 'untilAt', iso_instant(a.until_at),
        'deputyId', CASE WHEN a.kinds = '{}' OR 'approval' = ANY (a.kinds) THEN a.deputy_id END,
        'ceiling', CASE WHEN a.ceiling_amount IS NOT NULL
          THEN jsonb_build_object('amount', trim_scale(a.ceiling_amount)::text, 'currency', a.ceiling_currency) END
      ) ORDER BY a.deputy_id IS NULL, a.from_at, a.id) FROM absence a WHERE a.user_id = u.id AND a.until_at > now()), '[]') AS absences
  FROM concerned JOIN "user" u USING (id) ORDER BY u.id`;
