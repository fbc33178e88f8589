import type { z } from 'zod';
import type { ClaimCheckpoint } from '../../domain/opportunity/command.ts';
import type { Database } from '../../prisma/database.ts';
import { given } from '../http/given.ts';
import type { OpportunityGrant } from '../policies.ts';
import type { ClaimBody } from './command-schema.ts';
import { unknown } from './opening.ts';

/** A claim's documents are named by id; the hash of their bytes goes with the claim. */
export async function claimOf(
  database: Database,
  { opportunity, caller }: OpportunityGrant,
  { checkpoint, ...body }: z.output<typeof ClaimBody> & { readonly checkpoint: string },
): Promise<ClaimCheckpoint> {
  const { documents, occurredAt, note, evidence, buyer, contract } = body;
  const found = await database.prisma.document.findMany({
    where: {
      id: { in: [...documents] },
      OR: [{ opportunityId: opportunity.row.id }, { opportunityId: null, uploaderId: caller.userId }],
    },
    select: { id: true, sha256: true },
  });
  const missing = documents.flatMap((id, at) => (found.some((one) => one.id === id) ? [] : [`/documents/${at}`]));
  if (missing.length > 0) throw unknown(...missing);
  const refs = documents.flatMap((id) => found.filter((one) => one.id === id));
  return { type: 'claim-checkpoint', checkpoint, occurredAt, note, evidence, documents: refs, ...given({ buyer, contract }) };
}
