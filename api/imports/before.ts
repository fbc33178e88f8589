import { opportunityIdOf, opportunityWorkflowId } from '../../domain/ids.ts';
import type { Database } from '../../prisma/database.ts';
import { openingPrefix } from './asks.ts';
import { importedIdOf } from './imported.ts';

/** A row that is there already. No fingerprint where its sale was opened by hand, under the same source and key. */
export type Known = { readonly fingerprint: string | null; readonly opportunityId: string | null };
/** By key. */
export type Before = ReadonlyMap<string, Known>;

/** Keys asked about at once. */
const batch = 1_000;

/** Which of these rows an import has taken in, and which of them somebody opened by hand. */
export async function takenBefore(database: Database, source: string, keys: readonly string[]): Promise<Before> {
  const known = new Map<string, Known>();
  for (let from = 0; from < keys.length; from += batch) {
    const some = keys.slice(from, from + batch);
    for (const [key, one] of await openedByHand(database, source, some)) known.set(key, one);
    const rows = await database.prisma.importRow.findMany({ where: { source, outcome: 'opened', key: { in: some } } });
    for (const { key, fingerprint, opportunityId } of rows) known.set(key, { fingerprint, opportunityId });
  }
  return known;
}

/** By its opening command: what an import opened and was cut short in, the same import goes on with. */
export async function openedByHand({ pool }: Pick<Database, 'pool'>, source: string, keys: readonly string[]): Promise<Before> {
  const keyOf = new Map(keys.map((key) => [opportunityWorkflowId(importedIdOf({ source, key })), key]));
  const { rows } = await pool.query<{ readonly workflowId: string }>(openings, [[...keyOf.keys()], openingPrefix]);
  return new Map(
    rows.map(({ workflowId }) => [
      keyOf.get(workflowId) ?? '',
      { fingerprint: null, opportunityId: opportunityIdOf(workflowId) },
    ]),
  );
}

const openings = `
  SELECT DISTINCT workflow_id AS "workflowId" FROM command
  WHERE workflow_id = ANY ($1) AND type = 'open' AND state <> 'refused' AND NOT starts_with(idempotency_key, $2)`;
