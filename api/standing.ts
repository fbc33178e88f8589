import type { Actor, Capacity } from '../domain/actor.ts';
import type { Caller } from './caller.ts';
import type { Database } from '../prisma/database.ts';

/** What somebody is to a sale, and for whom when he stands in. */
export type Standing = { readonly capacity: Capacity; readonly onBehalfOf?: string };

/** `line` starts with the sale's owner; a deputy stands for one of it today. */
export type Kinship = { readonly ownerId: string; readonly isSuperior: boolean; readonly deputyOf: string | null };

/** Null: the sale does not exist for this caller. The nearest capacity counts. */
export function standingOf(caller: Caller, { ownerId, isSuperior, deputyOf }: Kinship): Standing | null {
  const standing = personalStanding(caller, { ownerId, isSuperior, deputyOf });
  return standing !== null && 'apiKey' in caller.by ? { capacity: 'integration' } : standing;
}

function personalStanding({ userId, roles }: Caller, { ownerId, isSuperior, deputyOf }: Kinship): Standing | null {
  if (userId === ownerId) return { capacity: 'owner' };
  if (isSuperior) return { capacity: 'superior' };
  if (roles.includes('leadership')) return { capacity: 'leadership' };
  if (deputyOf !== null) return { capacity: deputyOf === ownerId ? 'owner' : 'superior', onBehalfOf: deputyOf };
  return roles.includes('admin') ? { capacity: 'admin' } : null;
}

export function actorOf({ userId }: Caller, { capacity, onBehalfOf }: Standing): Actor {
  return { userId, capacity, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
}

/** SQL: what user $1 is to the column `owner`. A person who is away is represented by whoever his absences come down to. */
export function kinshipColumns(owner: string): string {
  return `
    EXISTS (SELECT FROM line_above(${owner}) l WHERE l.user_id = $1) AS "isSuperior",
    (SELECT away.user_id FROM (SELECT ${owner} AS user_id, 0 AS level UNION ALL SELECT l.user_id, l.level FROM line_above(${owner}) l) away
      WHERE is_absent(away.user_id, now()) AND ${isRepresented} ORDER BY away.level LIMIT 1) AS "deputyOf"`;
}

/** Whose sales the caller sees, or null for everybody's. Those who left count too: their sales are still somebody's. */
export async function ownersSeenBy(
  { pool }: Pick<Database, 'pool'>,
  { userId, roles }: Caller,
): Promise<readonly string[] | null> {
  if (roles.includes('leadership') || roles.includes('admin')) return null;
  const { rows } = await pool.query<{ readonly id: string }>({ name: 'owners-seen', text: ownersSeen, values: [userId] });
  return rows.map((row) => row.id);
}

const isRepresented = `EXISTS (SELECT FROM stand_in(away.user_id, 'verification', now()) s WHERE s.user_id = $1 AND s.on_behalf_of IS NOT NULL)`;

const ownersSeen = `
  SELECT user_id AS id FROM subtree_of($1)
  UNION
  SELECT below.user_id FROM (SELECT DISTINCT a.user_id FROM absence a WHERE a.from_at <= now() AND a.until_at > now()) away
  CROSS JOIN LATERAL subtree_of(away.user_id) below WHERE ${isRepresented}`;
