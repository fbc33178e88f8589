import type { Actor, Capacity } from '../domain/actor.ts';
import { onlyAdministers } from '../domain/actor.ts';
import type { Caller } from './caller.ts';
import type { Database } from '../prisma/database.ts';

type Pool = Pick<Database, 'pool'>;

/** What somebody is to a sale, and for whom when he stands in. */
export type Standing = { readonly capacity: Capacity; readonly onBehalfOf?: string };

/** Whose sale it is, and whether the caller is above him in the line. */
export type Kinship = { readonly ownerId: string; readonly isSuperior: boolean };

/** Null: the sale does not exist for this caller. The nearest capacity counts, but nobody manages sales who only administers. */
export async function standingOf(database: Pool, caller: Caller, kinship: Kinship): Promise<Standing | null> {
  if (onlyAdministers(caller)) return { capacity: 'admin' };
  const standing =
    ownStanding(caller, kinship) ?? (await deputyStanding(database, caller, kinship.ownerId)) ?? lastStanding(caller);
  return standing === null || standing.capacity === 'admin' || !('apiKey' in caller.by) ? standing : { capacity: 'integration' };
}

function ownStanding({ userId, roles }: Caller, { ownerId, isSuperior }: Kinship): Standing | null {
  if (userId === ownerId) return { capacity: 'owner' };
  if (isSuperior) return { capacity: 'superior' };
  return roles.includes('leadership') ? { capacity: 'leadership' } : null;
}

/** Asked apart, of those who are nothing else: to plan it takes longer than all the rest. */
async function deputyStanding({ pool }: Pool, { userId }: Caller, ownerId: string): Promise<Standing | null> {
  const { rows } = await pool.query<{ readonly id: string }>({ name: 'deputy-of', text: deputyOf, values: [userId, ownerId] });
  const [away] = rows;
  return away === undefined ? null : { capacity: away.id === ownerId ? 'owner' : 'superior', onBehalfOf: away.id };
}

function lastStanding({ roles }: Caller): Standing | null {
  return roles.includes('admin') ? { capacity: 'admin' } : null;
}

export function actorOf({ userId }: Caller, { capacity, onBehalfOf }: Standing): Actor {
  return { userId, capacity, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

/** SQL: whether user $1 is above the column `owner`. */
export function isSuperiorColumn(owner: string): string {
  return `EXISTS (SELECT FROM line_above(${owner}) l WHERE l.user_id = $1) AS "isSuperior"`;
}

/** Whose sales the caller sees, or null for everybody's. Those who left count too: their sales are still somebody's. */
export async function ownersSeenBy({ pool }: Pool, { userId, roles }: Caller): Promise<readonly string[] | null> {
  if (roles.includes('leadership') || roles.includes('admin')) return null;
  const { rows } = await pool.query<{ readonly id: string }>({ name: 'owners-seen', text: ownersSeen, values: [userId] });
  return rows.map((row) => row.id);
}

const isRepresented = `EXISTS (SELECT FROM stand_in(away.user_id, 'verification', now()) s WHERE s.user_id = $1 AND s.on_behalf_of IS NOT NULL)`;

/** The nearest of user $2 and his line whom user $1 stands in for: whoever is away is represented by whoever his absences come down to. */
const deputyOf = `
  SELECT away.user_id AS id
  FROM (SELECT $2::text AS user_id, 0 AS level UNION ALL SELECT l.user_id, l.level FROM line_above($2) l) away
  WHERE is_absent(away.user_id, now()) AND ${isRepresented} ORDER BY away.level LIMIT 1`;

const ownersSeen = `
  SELECT user_id AS id FROM subtree_of($1)
  UNION
  SELECT below.user_id FROM (SELECT DISTINCT a.user_id FROM absence a WHERE a.from_at <= now() AND a.until_at > now()) away
  CROSS JOIN LATERAL subtree_of(away.user_id) below WHERE ${isRepresented}`;
