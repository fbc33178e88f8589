import { unknownReference } from '../problem.ts';
import type { EvidenceId } from '../../domain/evidence.ts';
import type { Database } from '../../prisma/database.ts';
import type { OpportunityGrant } from '../policies.ts';

/**
 * Refuses, with the pointer of each, what a claim names and must not: a contact of another customer, a user there never was, a document
 * that is neither of the sale nor, in no sale yet, the caller's own: whoever verifies the claim must be able to read it.
 */
export async function requireNamed(
  { pool }: Pick<Database, 'pool'>,
  { opportunity, caller }: OpportunityGrant,
  named: readonly EvidenceId[],
): Promise<void> {
  if (named.length === 0) return;
  const { rows } = await pool.query<{ readonly pointer: string }>({
    name: 'unknown-in-evidence',
    text: unknownAmong,
    values: [
      ...[named.map(({ kind }) => kind), named.map(({ id }) => id), named.map(({ pointer }) => pointer)],
      ...[opportunity.row.customerId, opportunity.row.id, caller.userId],
    ],
  });
  if (rows.length > 0) throw unknownReference(...rows.map(({ pointer }) => pointer));
}

const unknownAmong = `
  SELECT named.pointer FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS named (kind, id, pointer, place)
  WHERE NOT CASE named.kind
    WHEN 'contact' THEN EXISTS (SELECT FROM contact c WHERE c.id = named.id AND c.customer_id = $4)
    WHEN 'user' THEN EXISTS (SELECT FROM "user" u WHERE u.id = named.id)
    ELSE EXISTS (SELECT FROM document d
      WHERE d.id = named.id AND (d.opportunity_id = $5 OR d.opportunity_id IS NULL AND d.uploader_id = $6))
  END
  ORDER BY place LIMIT 100`;
