import type { z } from 'zod';
import type { ClaimCheckpoint } from '../../domain/opportunity/command.ts';
import type { Database } from '../../prisma/database.ts';
import { requireSignedCopy } from '../contracts/signed-copy.ts';
import { documentRefs } from '../documents/refs.ts';
import { given } from '../http/given.ts';
import type { OpportunityGrant } from '../policies.ts';
import type { ClaimBody } from './command-schema.ts';

type Said = z.output<typeof ClaimBody> & { readonly checkpoint: string };

/** A claim's documents are named by id; the hash of their bytes goes with the claim. */
export async function claimOf(database: Database, grant: OpportunityGrant, said: Said): Promise<ClaimCheckpoint> {
  const { checkpoint, occurredAt, note, evidence, buyer, contract } = said;
  await requireSignedCopy(database, grant, evidence);
  const documents = await documentRefs(database, grant, { ids: said.documents, pointer: '/documents' });
  return { type: 'claim-checkpoint', checkpoint, occurredAt, note, evidence, documents, ...given({ buyer, contract }) };
}
