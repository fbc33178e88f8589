import { setTimeout as sleep } from 'node:timers/promises';
import { machine } from '../domain/actor.ts';
import { opportunityWorkflowId } from '../domain/ids.ts';
import { send } from './commands.ts';
import type { Deps } from './deps.ts';
import { Problem } from './problem.ts';

const everyMs = 10_000;
const batch = 50;

export type Housekeeping = { readonly stop: () => Promise<void> };

/** What must become so by itself, looked for again and again: nothing is lost when a process dies in between. */
export function startHousekeeping(deps: Deps): Housekeeping {
  const stopping = new AbortController();
  const running = keepHouse(stopping.signal, deps);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function keepHouse(stopping: AbortSignal, deps: Deps): Promise<void> {
  while (!stopping.aborted) {
    await handOverSales(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'housekeeping failed'));
    await sleep(everyMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}

type Orphan = {
  readonly id: string;
  readonly seq: number;
  readonly teamId: string;
  readonly heirId: string;
  readonly heirTeamId: string | null;
};

/** Open sales of those who left go to the nearest superior who is still here, else to leadership. */
export async function handOverSales(deps: Deps): Promise<void> {
  const { rows } = await deps.database.pool.query<Orphan>({ name: 'orphaned-sales', text: orphaned, values: [batch] });
  for (const { id, seq, teamId, heirId, heirTeamId } of rows) {
    await give(deps, { id, seq, ownerId: heirId, teamId: heirTeamId ?? teamId });
  }
}

/** The key holds the sequence: after another event, the sale is looked at anew. */
async function give(
  deps: Deps,
  { id, seq, ownerId, teamId }: { readonly id: string; readonly seq: number; readonly ownerId: string; readonly teamId: string },
) {
  try {
    await send(deps, {
      workflowId: opportunityWorkflowId(id),
      actor: machine,
      idempotencyKey: `left:${id}:${seq}`,
      content: { type: 'reassign', ownerId, teamId, reason: 'owner-left' } as { readonly type: string },
    });
    deps.log.info({ opportunityId: id }, 'sale handed up after its owner left');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ opportunityId: id, code: error.code }, 'sale could not be handed up');
  }
}

const orphaned = `
  SELECT o.id, o.seq, o.team_id AS "teamId", heir.id AS "heirId", heir.team_id AS "heirTeamId"
  FROM opportunity o JOIN "user" u ON u.id = o.owner_id AND NOT u.active
  CROSS JOIN LATERAL (
    SELECT h.id, h.team_id FROM (
      SELECT l.user_id, l.level FROM line_above(o.owner_id) l
      UNION ALL SELECT x.id, 1000 FROM "user" x WHERE x.roles @> ARRAY['leadership']
    ) candidate JOIN "user" h ON h.id = candidate.user_id AND h.active
    ORDER BY candidate.level, h.id LIMIT 1
  ) heir
  WHERE o.ended_at IS NULL
  ORDER BY o.id LIMIT $1`;
