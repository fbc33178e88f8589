import type { Database } from '../../prisma/database.ts';
import { documentRefs } from '../documents/refs.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';

/** The hash that is recorded beside the approved one must be that of the copy that was uploaded. */
export async function requireSignedCopy(
  database: Database,
  grant: OpportunityGrant,
  { signedCopy, signedCopySha256 }: { readonly [field: string]: unknown },
): Promise<void> {
  if (typeof signedCopy !== 'string' || typeof signedCopySha256 !== 'string') return; // the playbook says whether it must be there
  const [document] = await documentRefs(database, grant, { ids: [signedCopy], pointer: '/evidence/signedCopy' });
  if (document?.sha256 === signedCopySha256) return;
  throw new Problem('invalid-request', { errors: [{ pointer: '/evidence/signedCopySha256', code: 'not-its-hash' }] });
}
