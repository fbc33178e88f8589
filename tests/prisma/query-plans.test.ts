import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../prisma/database.ts';
import { freshDatabase } from '../harness/database.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  db = openDatabase(fresh.url);
  for (const statement of [manyCustomers, manySales, manyRequests, manySeats, manyLines, 'VACUUM ANALYZE'])
    await db.pool.query(statement);
});

afterAll(async () => {
  await db.close();
  await drop();
});

describe('with 30,000 rows no list is read as a whole', () => {
  const page = 'ORDER BY updated_at DESC, id DESC LIMIT 51';
  test.for([
    { list: 'all sales, latest first', of: `SELECT id FROM opportunity ${page}` },
    {
      list: 'all sales, a later page',
      of: `SELECT id FROM opportunity WHERE (updated_at, id) < ('2026-06-01T00:00:00.000Z'::timestamptz, 'sale-5000') ${page}`,
    },
    { list: 'an owner’s sales', of: `SELECT id FROM opportunity WHERE owner_id = 'user-7' ${page}` },
    {
      list: 'the sales of a few owners',
      of: `SELECT id FROM opportunity WHERE owner_id = ANY ('{user-7,user-8,user-9}') ${page}`,
    },
    { list: 'an owner’s open sales', of: `SELECT id FROM opportunity WHERE owner_id = 'user-7' AND state = 'open' ${page}` },
    { list: 'a team’s sales', of: `SELECT id FROM opportunity WHERE team_id = 'team-3' ${page}` },
    { list: 'sales of a stage', of: `SELECT id FROM opportunity WHERE stage = 'tender' ${page}` },
    { list: 'sales of a rare state', of: `SELECT id FROM opportunity WHERE state = 'awaiting-ruling' ${page}` },
    { list: 'overdue sales', of: `SELECT id FROM opportunity WHERE stage_due_at <= '2026-01-02' ${page}` },
    {
      list: 'escalations of sales that run',
      of: `SELECT id FROM opportunity CROSS JOIN LATERAL jsonb_each(bare -> 'escalations')
        WHERE ended_at IS NULL AND bare -> 'escalations' <> '{}'`,
    },
    { list: 'sales by a part of their name', of: `SELECT id FROM opportunity WHERE name ILIKE '%hotel 4711%' ${page}` },
    {
      list: 'sales by a part of their name or their customer’s',
      of: `SELECT id FROM opportunity WHERE name ILIKE '%number 4711%'
        OR customer_id = ANY (ARRAY(SELECT id FROM customer WHERE name ILIKE '%number 4711%')) ${page}`,
    },
    { list: 'a sale’s approvals', of: "SELECT id FROM approval WHERE opportunity_id = 'sale-77' ORDER BY version" },
    {
      list: 'what one asked for',
      of: "SELECT id FROM approval WHERE submitter_id = 'user-7' ORDER BY requested_at DESC, id DESC LIMIT 51",
    },
    {
      list: 'the queue by waiting time',
      of: `SELECT a.id FROM approval_seat s JOIN approval a ON a.id = s.approval_id WHERE s.user_id = 'user-7'
        ORDER BY s.since_at, s.approval_id LIMIT 51`,
    },
    {
      list: 'the queue by amount',
      of: `SELECT a.id FROM approval_seat s JOIN approval a ON a.id = s.approval_id WHERE s.user_id = 'user-7'
        ORDER BY s.currency DESC, s.amount DESC, s.approval_id DESC LIMIT 51`,
    },
    {
      list: 'the queue of those one stands in for',
      of: `SELECT approval_id FROM approval_seat WHERE user_id = 'user-7' AND on_behalf_of IS NOT NULL
        ORDER BY since_at, approval_id LIMIT 51`,
    },
    { list: 'the length of a queue', of: "SELECT count(*) FROM approval_seat WHERE user_id = 'user-7'" },
    { list: 'the length of an overdue queue', of: "SELECT count(*) FROM approval_seat WHERE user_id = 'user-7' AND overdue" },
    { list: 'an inbox', of: "SELECT id FROM inbox WHERE recipient_id = 'user-7' ORDER BY created_at DESC, id DESC LIMIT 51" },
    { list: 'the number of unread lines', of: "SELECT count(*) FROM inbox WHERE recipient_id = 'user-7' AND read_at IS NULL" },
  ])('$list', async ({ of }) => {
    const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${of}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');

    expect(plan).not.toMatch(/Seq Scan/);
    expect(plan).toMatch(/Index/);
  });
});

const manyCustomers = `
  INSERT INTO customer (id, name, created_by) SELECT 'customer-' || n, 'Customer number ' || n, 'user-1' FROM generate_series(1, 6000) n`;

const manySales = `
  INSERT INTO opportunity (id, seq, name, customer_id, owner_id, team_id, stage, stage_entered_at, state, won, opened_at, stage_due_at,
    escalation_level, odds, debts, pending_verifications, playbook_key, playbook_version, timing_version, calendar_key, calendar_version, bare, updated_at)
  SELECT 'sale-' || n, 3, 'Boilers for hotel ' || n, 'customer-' || n % 6000, 'user-' || n % 500, 'team-' || n % 40,
    (ARRAY['development', 'entry', 'proposal', 'tender', 'negotiation', 'delivery'])[n % 6 + 1], now(),
    CASE WHEN n % 1000 = 0 THEN 'awaiting-ruling' WHEN n % 3 = 0 THEN 'open' ELSE 'completed' END, false, now(),
    '2026-01-01'::timestamptz + n * interval '5 minutes', 0, 10, 0, 0, 'default', 1, 1, 'default', 1,
    '{"escalations": {}}', '2026-01-01'::timestamptz + (n * 7919 % 30000) * interval '4 minutes'
  FROM generate_series(1, 30000) n`;

const manyRequests = `
  INSERT INTO approval (id, seq, opportunity_id, opportunity_name, customer_name, version, hash, amount, currency, submitter_id, last_editor_id,
    owner_id, policy_key, policy_version, status, requested_at, alarmed, bare, updated_at)
  SELECT 'sale-' || n || ':1', 2, 'sale-' || n, 'Boilers', 'Customer', 1, 'hash', n * 1000, 'CNY', 'user-' || n % 500, 'user-' || n % 500,
    'user-' || n % 500, 'default', 1, 'open', '2026-01-01'::timestamptz + n * interval '4 minutes', false, '{}', now()
  FROM generate_series(1, 30000) n`;

const manySeats = `
  INSERT INTO approval_seat (approval_id, step, slot, user_id, on_behalf_of, origin, since_at, reminded, overdue, amount, currency)
  SELECT 'sale-' || n || ':1', 'sales', 'slot', 'user-' || n % 300, CASE WHEN n % 9 = 0 THEN 'user-' || n % 299 END, 'policy',
    '2026-01-01'::timestamptz + n * interval '4 minutes', false, n % 20 = 0, n * 1000, 'CNY'
  FROM generate_series(1, 30000) n`;

const manyLines = `
  INSERT INTO inbox (key, recipient_id, kind, workflow_id, seq, facts, created_at, read_at)
  SELECT 'key-' || n, 'user-' || n % 500, 'ruled', 'opportunity:sale-' || n, 2, '{}', '2026-01-01'::timestamptz + n * interval '4 minutes',
    CASE WHEN n % 10 > 0 THEN now() END
  FROM generate_series(1, 30000) n`;
