import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import type { Kinship, Standing } from '../standing.ts';
import { isSuperiorColumn, standingOf } from '../standing.ts';
import type { WholeRow } from './row.ts';
import { opportunityColumns, opportunityTables } from './row.ts';

/** A sale and what the caller is to it. */
export type SeenOpportunity = { readonly row: WholeRow; readonly standing: Standing };

/** Null when there is none, and just so when it is none of the caller's business. */
export async function findOpportunity(database: Database, caller: Caller, id: string): Promise<SeenOpportunity | null> {
  const { rows } = await database.pool.query<WholeRow & Kinship>({ ...byId, values: [caller.userId, id] });
  const found = rows[0];
  if (found === undefined) return null;
  const { isSuperior, ...row } = found;
  const standing = await standingOf(database, caller, { ownerId: row.ownerId, isSuperior });
  return standing === null ? null : { row, standing };
}

const byId = {
  name: 'opportunity-with-standing',
  text: `SELECT ${opportunityColumns}, o.bare, ${isSuperiorColumn('o.owner_id')} FROM ${opportunityTables} WHERE o.id = $2`,
};
