import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { Reassign } from '../../domain/opportunity/command.ts';
import type { Deps } from '../deps.ts';
import { isUntold, tell } from './tell.ts';

const batch = 50;

type Orphan = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly teamId: string;
  readonly heirId: string;
  readonly heirTeamId: string | null;
  /** As the history keeps it. */
  readonly reason: 'owner-left' | 'owner-only-administers';
};

/** Open sales of those who left, or only administer by now, go to the nearest superior who is still here and does not only administer, else to leadership. */
export async function handOverSales(deps: Deps): Promise<void> {
  const { rows } = await deps.database.pool.query<Orphan>({ name: 'orphaned-sales', text: orphaned, values: [batch] });
  for (const { id, idempotencyKey, teamId, heirId, heirTeamId, reason } of rows) {
    const content: Reassign = { type: 'reassign', ownerId: heirId, teamId: heirTeamId ?? teamId, reason };
    if ((await tell(deps, { workflowId: opportunityWorkflowId(id), idempotencyKey, content })) === 'away') return;
  }
}

const idempotencyKey = `'left:' || o.id || ':' || o.seq`;

const orphaned = `
  SELECT o.id, ${idempotencyKey} AS "idempotencyKey", o.team_id AS "teamId", heir.id AS "heirId", heir.team_id AS "heirTeamId",
    CASE WHEN u.active THEN 'owner-only-administers' ELSE 'owner-left' END AS reason
  FROM opportunity o JOIN "user" u ON u.id = o.owner_id AND (NOT u.active OR only_administers(u.roles))
  CROSS JOIN LATERAL (
    SELECT h.id, h.team_id FROM (
      SELECT l.user_id, l.level FROM line_above(o.owner_id) l
      UNION ALL SELECT x.id, 1000 FROM "user" x WHERE x.roles @> ARRAY['leadership']
    ) candidate JOIN "user" h ON h.id = candidate.user_id AND h.active AND NOT only_administers(h.roles)
    ORDER BY candidate.level, h.id LIMIT 1
  ) heir
  WHERE o.ended_at IS NULL AND ${isUntold(idempotencyKey)}
  ORDER BY o.id LIMIT $1`;
