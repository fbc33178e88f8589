import type { Calendar } from '../../domain/calendar.ts';
import { opportunityWorkflowId } from '../../domain/ids.ts';
import type { ChangeTiming } from '../../domain/opportunity/command.ts';
import { timingOf } from '../../domain/playbook-timing.ts';
import type { Deps } from '../deps.ts';
import { documentOf } from '../../prisma/rule-documents.ts';
import { latest } from '../rules.ts';
import { isUntold, tell } from './tell.ts';

const batch = 500;

/** Running sales follow the newest calendar, and the allowances and ladders of their playbook's newest version; nothing that fired is unfired. */
export async function followTiming(deps: Deps): Promise<void> {
  const calendar = await latest(deps.database, 'calendar', null);
  if (calendar === null) return;
  const { rows } = await deps.database.pool.query<Behind>({
    name: 'behind',
    text: behind,
    values: [calendar.key, calendar.version, batch],
  });
  for (const { id, idempotencyKey, key, version, isCalendarBehind, isTimingBehind } of rows) {
    const content: ChangeTiming = {
      type: 'change-timing',
      ...(isCalendarBehind && { calendar: calendar.document as Calendar }),
      ...(isTimingBehind && { timing: await newestTiming(deps, { key, version }) }),
    };
    if ((await tell(deps, { workflowId: opportunityWorkflowId(id), idempotencyKey, content })) === 'away') return;
  }
}

async function newestTiming({ database }: Deps, playbook: { readonly key: string; readonly version: number }) {
  return timingOf(await documentOf(database, 'playbook', playbook));
}

type Behind = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly key: string;
  readonly version: number;
  readonly isCalendarBehind: boolean;
  readonly isTimingBehind: boolean;
};

const idempotencyKey = `concat_ws(':', 'timing', o.id, $1::text, $2::int, o.playbook_key, newest.version)`;
const isCalendarBehind = '(o.calendar_key, o.calendar_version) <> ($1, $2)';

const behind = `
  SELECT o.id, ${idempotencyKey} AS "idempotencyKey", o.playbook_key AS key, newest.version, ${isCalendarBehind} AS "isCalendarBehind",
    o.timing_version < newest.version AS "isTimingBehind"
  FROM opportunity o
  JOIN (SELECT key, max(version) AS version FROM playbook WHERE status = 'published' GROUP BY key) newest ON newest.key = o.playbook_key
  WHERE o.ended_at IS NULL AND (${isCalendarBehind} OR o.timing_version < newest.version)
    AND ${isUntold(idempotencyKey)}
  ORDER BY o.id LIMIT $3`;
