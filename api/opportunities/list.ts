import type { Condition } from '../../domain/opportunity/summary.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import { instantCursorOf, pageFrom } from '../http/page.ts';
import { literal } from '../http/pattern.ts';
import { ownersSeenBy } from '../standing.ts';
import type { OpportunityRow } from './row.ts';
import { opportunityColumns, opportunityTables } from './row.ts';

export type OpportunityFilter = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly stage?: string | undefined;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly customer?: string | undefined;
  readonly state?: readonly Condition[] | undefined;
  readonly overdue?: boolean | undefined;
  /** Part of the name of the sale or of its customer. */
  readonly text?: string | undefined;
};

/** The sales the caller may see, latest change first. */
export async function listOpportunities(database: Database, caller: Caller, filter: OpportunityFilter) {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const conditions = conditionsOf(filter, await ownersSeenBy(database, caller), put);
  const text = `SELECT ${opportunityColumns} FROM ${opportunityTables}
    ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
    ORDER BY o.updated_at DESC, o.id DESC LIMIT ${put(filter.limit + 1)}`;
  const { rows } = await database.pool.query<OpportunityRow>(text, values);
  return pageFrom(rows, filter.limit, ({ updatedAt, id }) => [updatedAt, id]);
}

type Put = (value: unknown) => string;

function conditionsOf(filter: OpportunityFilter, owners: readonly string[] | null, put: Put): readonly string[] {
  const { stage, owner, team, customer, state } = filter;
  return [
    ...(owners === null ? [] : [`o.owner_id = ANY (${put(owners)})`]),
    ...(stage === undefined ? [] : [`o.stage = ${put(stage)}`]),
    ...(owner === undefined ? [] : [`o.owner_id = ${put(owner)}`]),
    ...(team === undefined ? [] : [`o.team_id = ${put(team)}`]),
    ...(customer === undefined ? [] : [`o.customer_id = ${put(customer)}`]),
    ...(state === undefined ? [] : [`o.state = ANY (${put(state)})`]),
    ...furtherConditions(filter, put),
  ];
}

function furtherConditions({ overdue, text, cursor }: OpportunityFilter, put: Put): readonly string[] {
  const place = instantCursorOf(cursor);
  return [
    ...(overdue === undefined
      ? []
      : [overdue ? 'o.stage_due_at <= now()' : '(o.stage_due_at > now() OR o.stage_due_at IS NULL)']),
    ...(text === undefined ? [] : [textCondition(put(`%${literal(text)}%`))]),
    ...(place === null ? [] : [`(o.updated_at, o.id) < (${put(place[0])}::timestamptz, ${put(place[1])})`]),
  ];
}

function textCondition(pattern: string): string {
  return `(o.name ILIKE ${pattern} OR o.customer_id = ANY (ARRAY(SELECT id FROM customer WHERE name ILIKE ${pattern})))`; // an array lets both indexes be used
}
