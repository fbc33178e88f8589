import { machine } from '../../domain/actor.ts';
import { begin } from '../../domain/approval/decide.ts';
import { evolve } from '../../domain/approval/evolve.ts';
import { requested } from '../../domain/approval/state.ts';
import { summaryOf } from '../../domain/approval/summary.ts';
import type { Database } from '../../prisma/database.ts';
import { anApprovalRequest, staff } from '../builders/approval-request.ts';

export const requests = 100_000;

/**
 * Requests of five hundred people over two years. For the leader 5,000 wait, of them 1,000 each for his group, on behalf and overdue; he
 * asked for 500 and decided 25,000. For the lawyer some 200 wait.
 */
export async function fill({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query(everybody);
  await pool.query(allRequests, [JSON.stringify(aState())]);
  for (const statement of [allSeats, allDecisions, allDeciders, 'VACUUM ANALYZE']) await pool.query(statement);
}

/** What such a request carries besides, as large as it is in life. */
function aState() {
  const asked = requested(anApprovalRequest());
  const events = begin(asked, staff, { at: asked.lastAt, actor: machine });
  return summaryOf(events.reduce(evolve, asked)).bare;
}

const everybody = `
  INSERT INTO "user" (id, name, email, roles) SELECT 'rep-' || n, 'Rep ' || n, 'rep-' || n || '@boilers.example', '{rep}'
  FROM generate_series(1, 500) n`;

const at = "('2025-01-01'::timestamptz + n * interval '10 minutes')";

const allRequests = `
  INSERT INTO approval (id, seq, opportunity_id, opportunity_name, customer_name, version, hash, amount, currency, submitter_id,
    last_editor_id, owner_id, policy_key, policy_version, status, current_steps, requested_at, concluded_at, next_due_at, alarmed, bare,
    updated_at, people_version)
  SELECT 'sale-' || n || ':1', 4, 'sale-' || n, 'Boilers for hotel ' || n, 'Hotel ' || n, 1, encode(sha256(n::text::bytea), 'hex'),
    (n::bigint * 7919 % 10000000) + 0.5, CASE n % 20 WHEN 7 THEN 'EUR' WHEN 11 THEN 'USD' ELSE 'CNY' END, who, who, who, 'contract', 1,
    CASE WHEN is_open THEN 'open' WHEN n % 9 = 0 THEN 'rejected' ELSE 'approved' END,
    CASE WHEN is_open THEN '{leadership}'::text[] ELSE '{}' END, ${at}, CASE WHEN NOT is_open THEN ${at} + interval '2 days' END,
    CASE WHEN is_open THEN ${at} + interval '3 days' END, false, $1::jsonb, ${at}, (SELECT version FROM people_clock)
  FROM generate_series(1, ${requests}) n,
    LATERAL (SELECT CASE WHEN n % 200 = 1 THEN 'chief' ELSE 'rep-' || n % 500 + 1 END AS who, n % 4 = 0 AS is_open) one`;

const allSeats = `
  INSERT INTO approval_seat (
    approval_id, step, slot, user_id, on_behalf_of, origin, since_at, reminded, overdue, group_key, amount, currency
  )
  SELECT a.id, 'leadership', 'role:leadership', CASE WHEN n % 20 = 0 THEN 'chief' WHEN n % 500 = 4 THEN 'lawyer' ELSE 'rep-' || n * 7 % 500 + 1 END,
    CASE WHEN n % 100 = 20 THEN 'south' END, 'policy', a.requested_at + interval '1 day', false, n % 100 = 40,
    CASE WHEN n % 100 IN (0, 4) THEN 'legal' END, a.amount, a.currency
  FROM approval a, LATERAL (SELECT substr(a.opportunity_id, 6)::integer AS n) one WHERE a.status = 'open'`;

const allDecisions = `
  INSERT INTO approval_decision (approval_id, seq, step, slot, user_id, origin, verdict, comment, at, hash)
  SELECT a.id, 3, 'leadership', 'role:leadership',
    CASE WHEN n % 4 = 1 THEN CASE a.submitter_id WHEN 'chief' THEN 'north' ELSE 'chief' END ELSE 'rep-' || (n + 1) % 500 + 1 END, 'policy',
    CASE a.status WHEN 'rejected' THEN 'reject' ELSE 'approve' END, '', a.concluded_at, a.hash
  FROM approval a, LATERAL (SELECT substr(a.opportunity_id, 6)::integer AS n) one WHERE a.status <> 'open'`;

const allDeciders = `
  INSERT INTO approval_decider (approval_id, user_id, decided_at, amount, currency)
  SELECT a.id, d.user_id, d.at, a.amount, a.currency FROM approval_decision d JOIN approval a ON a.id = d.approval_id`;
