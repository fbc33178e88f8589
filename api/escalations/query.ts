import type { EscalationState } from '../../domain/opportunity/state.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';

type Row = Pick<EscalationState, 'level' | 'firedAt' | 'told' | 'acknowledged'> & {
  readonly opportunityId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly stage: string | null;
  readonly clock: string;
};

/** Of sales that still run. At most 500: nobody answers more in a day. */
export async function listEscalations({ pool }: Database, { userId }: Caller, answeredToo: boolean): Promise<readonly Row[]> {
  const values = [userId, answeredToo];
  return (await pool.query<Row>({ name: 'escalations-of', text: escalationsOf, values })).rows;
}

const escalationsOf = `
  SELECT o.id AS "opportunityId", o.name, o.owner_id AS "ownerId", o.stage, e.clock, (e.one ->> 'level')::int AS level,
    e.one ->> 'firedAt' AS "firedAt", e.one -> 'told' AS told, nullif(e.one -> 'acknowledged', 'null') AS acknowledged
  FROM opportunity o CROSS JOIN LATERAL jsonb_each(o.bare -> 'escalations') AS e(clock, one)
  WHERE o.ended_at IS NULL AND o.bare -> 'escalations' <> '{}' AND e.one -> 'told' ? $1
    AND ($2 OR e.one -> 'acknowledged' = 'null')
  ORDER BY (e.one ->> 'level')::int DESC, e.one ->> 'firedAt', o.id LIMIT 500`;
