import type { Approval as Row } from '../../prisma/generated/client.ts';

/** What a line shows of a request. `amount`: decimal, without zeros at its end. */
export type LineRow = Pick<Row, Exclude<keyof typeof columns, 'amount'>> & { readonly amount: string };

const columns = {
  id: 'a.id',
  opportunityId: 'a.opportunity_id',
  opportunityName: 'a.opportunity_name',
  customerName: 'a.customer_name',
  version: 'a.version',
  hash: 'a.hash',
  amount: 'trim_scale(a.amount)::text',
  currency: 'a.currency',
  submitterId: 'a.submitter_id',
  lastEditorId: 'a.last_editor_id',
  ownerId: 'a.owner_id',
  status: 'a.status',
  currentSteps: 'a.current_steps',
  requestedAt: 'a.requested_at',
  concludedAt: 'a.concluded_at',
  nextDueAt: 'a.next_due_at',
  alarmed: 'a.alarmed',
} as const;

/** Of `approval a`; without its state, which is large. */
export const lineColumns = Object.entries(columns)
  .map(([name, column]) => `${column} AS "${name}"`)
  .join(', ');

/** Field by field: spreading fifty rows costs more than reading them. */
export function lineView(row: LineRow) {
  return {
    id: row.id,
    opportunityId: row.opportunityId,
    opportunityName: row.opportunityName,
    customerName: row.customerName,
    version: row.version,
    hash: row.hash,
    submitterId: row.submitterId,
    lastEditorId: row.lastEditorId,
    ownerId: row.ownerId,
    status: row.status,
    currentSteps: row.currentSteps,
    alarmed: row.alarmed,
    amount: { amount: row.amount, currency: row.currency },
    requestedAt: row.requestedAt.toISOString(),
    concludedAt: row.concludedAt?.toISOString() ?? null,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
  };
}
