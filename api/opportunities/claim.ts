import type { z } from 'zod';
import type { EvidenceId } from '../../domain/evidence.ts';
import { evidenceIds } from '../../domain/evidence.ts';
import type { EvidenceField } from '../../domain/evidence-field.ts';
import type { ClaimCheckpoint } from '../../domain/opportunity/command.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import type { Database } from '../../prisma/database.ts';
import { requireSignedCopy } from '../contracts/signed-copy.ts';
import { documentRefs } from '../documents/refs.ts';
import { given } from '../http/given.ts';
import type { OpportunityGrant } from '../policies.ts';
import { documentOf } from '../../prisma/rule-documents.ts';
import type { ClaimBody } from './command-schema.ts';
import { withInstants } from './evidence-instants.ts';
import { requireNamed } from './named-in-evidence.ts';

type Said = z.output<typeof ClaimBody> & { readonly checkpoint: string };

/**
 * A claim's documents are named by id; the hash of their bytes goes with the claim. All that it names must be there: no rule of the sale
 * can know. The caller's own documents among them become the sale's when the claim is written, so that whoever verifies it can read them.
 */
export async function claimOf(database: Database, grant: OpportunityGrant, said: Said): Promise<ClaimCheckpoint> {
  const { checkpoint, occurredAt, note, buyer, contract } = said;
  const fields = await fieldsOf(database, grant, checkpoint);
  const evidence = withInstants(fields, said.evidence);
  await requireNamed(database, grant, namedIn(fields, { evidence, buyer }));
  await requireSignedCopy(database, grant, evidence);
  const documents = await documentRefs(database, grant, { ids: said.documents, pointer: '/documents' });
  return { type: 'claim-checkpoint', checkpoint, occurredAt, note, evidence, documents, ...given({ buyer, contract }) };
}

async function fieldsOf(
  database: Database,
  { opportunity }: OpportunityGrant,
  checkpoint: string,
): Promise<readonly EvidenceField[]> {
  const { playbookKey: key, playbookVersion: version } = opportunity.row;
  const playbook = await documentOf(database, 'playbook', { key, version });
  return checkpointRule(playbook, checkpoint)?.fields ?? [];
}

function namedIn(fields: readonly EvidenceField[], { evidence, buyer }: Pick<Said, 'evidence' | 'buyer'>): readonly EvidenceId[] {
  const confirmer = buyer === undefined ? [] : [{ kind: 'contact' as const, id: buyer.contactId, pointer: '/buyer/contactId' }];
  return [...evidenceIds(fields, evidence), ...confirmer];
}
