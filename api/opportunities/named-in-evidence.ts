import { unknownReference } from '../problem.ts';
import type { EvidenceId } from '../../domain/evidence.ts';
import type { Database } from '../../prisma/database.ts';
import type { OpportunityGrant } from '../policies.ts';

/**
 * Refuses, with the pointer of each, what a claim names and must not: a contact of another customer, a user there never was, a document
 * that is neither of the sale nor the caller's own. Gives the named documents that belong to no sale yet.
 */
export async function requireNamed(
  { pool }: Pick<Database, 'pool'>,
  { opportunity, caller }: OpportunityGrant,
  named: readonly EvidenceId[],
): Promise<readonly string[]> {
  if (named.length === 0) return [];
  const { rows } = await pool.query<{ readonly id: string; readonly pointer: string; readonly known: boolean }>({
    name: 'unsettled-in-evidence',
    text: unsettledAmong,
    values: [
      ...[named.map(({ kind }) => kind), named.map(({ id }) => id), named.map(({ pointer }) => pointer)],
      ...[opportunity.row.customerId, opportunity.row.id, caller.userId],
    ],
  });
  const strange = rows.filter(({ known }) => !known);
  if (strange.length > 0) throw unknownReference(...strange.slice(0, 100).map(({ pointer }) => pointer));
  return rows.map(({ id }) => id);
}

const unsettledAmong = `
  SELECT * FROM (
    SELECT named.id, named.pointer, named.place, CASE named.kind
      WHEN 'contact' THEN EXISTS (SELECT FROM contact c WHERE c.id = named.id AND c.customer_id = $4)
      WHEN 'user' THEN EXISTS (SELECT FROM "user" u WHERE u.id = named.id)
      ELSE d.opportunity_id = $5 OR d.uploader_id = $6
    END IS TRUE AS known, d.id IS NOT NULL AND d.opportunity_id IS NULL AS loose
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS named (kind, id, pointer, place)
    LEFT JOIN document d ON named.kind = 'document' AND d.id = named.id
  ) one
  WHERE loose OR NOT known ORDER BY place`;
