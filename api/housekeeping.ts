import { setTimeout as sleep } from 'node:timers/promises';
import { machine } from '../domain/actor.ts';
import type { ChangePeople } from '../domain/approval/command.ts';
import type { ApprovalPolicy } from '../domain/approval/policy.ts';
import type { Calendar } from '../domain/calendar.ts';
import { approvalWorkflowId, opportunityWorkflowId } from '../domain/ids.ts';
import type { ChangeTiming, Reassign } from '../domain/opportunity/command.ts';
import { timingOf } from '../domain/playbook-timing.ts';
import type { Playbook } from '../domain/playbook.ts';
import { findPeople } from '../prisma/people.ts';
import type { Asked } from './commands.ts';
import { send } from './commands.ts';
import type { Deps } from './deps.ts';
import { Problem } from './problem.ts';
import { documentOf, latest } from './rules.ts';

const everyMs = 10_000;
const batch = 50;
const mostRetimed = 500;

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

/** Running sales follow the newest calendar, and the allowances and ladders of their playbook's newest version; nothing that fired is unfired. */
async function followTiming(deps: Deps): Promise<void> {
  const calendar = await latest(deps.database, 'calendar', null);
  if (calendar === null) return;
  const { rows } = await deps.database.pool.query<Behind>({
    name: 'behind',
    text: behind,
    values: [calendar.version, mostRetimed],
  });
  for (const { id, key, version, isCalendarBehind, isTimingBehind } of rows) {
    const content: ChangeTiming = {
      type: 'change-timing',
      ...(isCalendarBehind && { calendar: calendar.document as Calendar }),
      ...(isTimingBehind && { timing: await newestTiming(deps, { key, version }) }),
    };
    const idempotencyKey = `timing:${id}:${calendar.key}:${calendar.version}:${key}:${version}`;
    await tell(deps, { workflowId: opportunityWorkflowId(id), idempotencyKey, content });
  }
}

async function newestTiming({ database }: Deps, playbook: { readonly key: string; readonly version: number }) {
  return timingOf((await documentOf(database, 'playbook', playbook)) as Playbook);
}

const chores = [handOverSales, handOverApprovals, followTiming] as const;

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

type Behind = {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly isCalendarBehind: boolean;
  readonly isTimingBehind: boolean;
};

const behind = `
  SELECT o.id, o.playbook_key AS key, newest.version, o.calendar_version < $1 AS "isCalendarBehind",
    o.timing_version < newest.version AS "isTimingBehind"
  FROM opportunity o
  JOIN (SELECT key, max(version) AS version FROM playbook WHERE status = 'published' GROUP BY key) newest ON newest.key = o.playbook_key
  WHERE o.ended_at IS NULL AND (o.calendar_version < $1 OR o.timing_version < newest.version)
  ORDER BY o.id LIMIT $2`;

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
