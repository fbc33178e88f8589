import { setTimeout as sleep } from 'node:timers/promises';
import { machine } from '../domain/actor.ts';
import type { ChangePeople } from '../domain/approval/command.ts';
import type { ApprovalPolicy } from '../domain/approval/policy.ts';
import type { Calendar } from '../domain/calendar.ts';
import { approvalWorkflowId, opportunityWorkflowId } from '../domain/ids.ts';
import type { ChangeTiming, Reassign } from '../domain/opportunity/command.ts';
import { findPeople } from '../prisma/people.ts';
import type { Asked } from './commands.ts';
import { send } from './commands.ts';
import type { Deps } from './deps.ts';
import { Problem } from './problem.ts';
import { documentOf, latest } from './rules.ts';

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
    for (const chore of chores) await chore(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'housekeeping failed'));
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
async function handOverSales(deps: Deps): Promise<void> {
  const { rows } = await deps.database.pool.query<Orphan>({ name: 'orphaned-sales', text: orphaned, values: [batch] });
  for (const { id, seq, teamId, heirId, heirTeamId } of rows) {
    const content: Reassign = { type: 'reassign', ownerId: heirId, teamId: heirTeamId ?? teamId, reason: 'owner-left' };
    await tell(deps, { workflowId: opportunityWorkflowId(id), idempotencyKey: `left:${id}:${seq}`, content });
  }
}

/** Requests that wait for somebody who left are asked anew of whoever stands in his place. */
async function handOverApprovals(deps: Deps): Promise<void> {
  const { rows } = await deps.database.pool.query<Waiting>({
    name: 'orphaned-approvals',
    text: waitingForLeavers,
    values: [batch],
  });
  for (const { opportunityId, version, seq, concerned, policyKey, policyVersion } of rows) {
    const policy = await documentOf(deps.database, 'approval_policy', { key: policyKey, version: policyVersion });
    const people = await findPeople(deps.database, { policy: policy as ApprovalPolicy, concerned });
    const content: ChangePeople = { type: 'change-people', people };
    const workflowId = approvalWorkflowId(opportunityId, version);
    await tell(deps, { workflowId, idempotencyKey: `left:${workflowId}:${seq}`, content });
  }
}

/** Running sales follow the newest calendar; nothing that fired is unfired. */
async function followCalendar(deps: Deps): Promise<void> {
  const calendar = await latest(deps.database, 'calendar', null);
  if (calendar === null) return;
  const behind = await deps.database.prisma.opportunity.findMany({
    where: { endedAt: null, calendarVersion: { lt: calendar.version } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: batch,
  });
  for (const { id } of behind) {
    const content: ChangeTiming = { type: 'change-timing', calendar: calendar.document as Calendar };
    const idempotencyKey = `calendar:${id}:${calendar.key}:${calendar.version}`;
    await tell(deps, { workflowId: opportunityWorkflowId(id), idempotencyKey, content });
  }
}

const chores = [handOverSales, handOverApprovals, followCalendar] as const;

/** The key holds what it is about: when that has changed, it is another command. */
async function tell(deps: Deps, asked: Omit<Asked, 'actor'>): Promise<void> {
  const { workflowId, content } = asked;
  try {
    await send(deps, { ...asked, actor: machine });
    deps.log.info({ workflowId, command: content.type }, 'housekeeping told a process');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ workflowId, command: content.type, code: error.code }, 'housekeeping was refused');
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

type Waiting = {
  readonly opportunityId: string;
  readonly version: number;
  readonly seq: number;
  readonly concerned: readonly string[];
  readonly policyKey: string;
  readonly policyVersion: number;
};

const waitingForLeavers = `
  SELECT a.opportunity_id AS "opportunityId", a.version, a.seq, a.policy_key AS "policyKey", a.policy_version AS "policyVersion",
    ARRAY[a.owner_id, a.submitter_id, a.last_editor_id] || array_agg(s.user_id) AS concerned
  FROM approval a JOIN approval_seat s ON s.approval_id = a.id JOIN "user" u ON u.id = s.user_id AND NOT u.active
  WHERE a.status = 'open'
  GROUP BY a.id ORDER BY a.id LIMIT $1`;
