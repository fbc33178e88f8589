import type { BareOpportunity, OpportunitySummary } from '../../domain/opportunity/summary.ts';

/** A sale as the read model has it, with the names of those it is about. */
export type OpportunityRow = Omit<OpportunitySummary, 'kind' | 'bare' | 'importKey'> & {
  readonly customerName: string | null;
  readonly ownerName: string | null;
  readonly teamName: string | null;
  readonly updatedAt: string;
};

export type WholeRow = OpportunityRow & { readonly bare: BareOpportunity };

/** Instants come as text of one format, dates as text, so that nothing is lost on the way. */
export const opportunityColumns = `
  o.id, o.seq, o.name, o.customer_id AS "customerId", o.owner_id AS "ownerId", o.team_id AS "teamId",
  o.bare #>> '{facts,amount,amount}' AS amount, o.currency, o.close_on::text AS "closeOn", o.stage,
  ${instant('stage_entered_at')} AS "stageEnteredAt", o.buyer_step AS "buyerStep", o.state, o.won, ${instant('opened_at')} AS "openedAt",
  ${instant('ended_at')} AS "endedAt", ${instant('stage_due_at')} AS "stageDueAt", ${instant('next_due_at')} AS "nextDueAt",
  o.escalation_level AS "escalationLevel", o.odds, o.debts, o.pending_verifications AS "pendingVerifications",
  o.playbook_key AS "playbookKey", o.playbook_version AS "playbookVersion", o.timing_version AS "timingVersion",
  o.calendar_key AS "calendarKey", o.calendar_version AS "calendarVersion",
  ${instant('updated_at')} AS "updatedAt", c.name AS "customerName", u.name AS "ownerName", t.name AS "teamName"`;

export const opportunityTables = `
  opportunity o LEFT JOIN customer c ON c.id = o.customer_id LEFT JOIN "user" u ON u.id = o.owner_id LEFT JOIN team t ON t.id = o.team_id`;

/** What a list and a single sale both show. */
export function opportunityView(row: OpportunityRow) {
  const { amount, currency, playbookKey, playbookVersion, timingVersion, stageDueAt, ...rest } = row;
  return {
    ...rest,
    amount: amount === null || currency === null ? null : { amount, currency },
    stageDueAt,
    overdue: stageDueAt !== null && stageDueAt <= new Date().toISOString(),
    playbook: { key: playbookKey, version: playbookVersion, timingVersion },
  };
}

function instant(column: string): string {
  return `to_char(o.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
