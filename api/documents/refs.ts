import { unknownReference } from '../problem.ts';
import type { DocumentRef } from '../../domain/opportunity/command.ts';
import type { Database } from '../../prisma/database.ts';
import type { OpportunityGrant } from '../policies.ts';

type Named = { readonly ids: readonly string[]; /** Where they were named. */ readonly pointer: string };

/** Documents of the sale, or the caller's own that are in no sale yet, with the hash of their bytes. */
export async function documentRefs(
  { prisma }: Database,
  { opportunity, caller }: OpportunityGrant,
  { ids, pointer }: Named,
): Promise<readonly DocumentRef[]> {
  if (ids.length === 0) return [];
  const found = await prisma.document.findMany({
    where: {
      id: { in: [...ids] },
      OR: [{ opportunityId: opportunity.row.id }, { opportunityId: null, uploaderId: caller.userId }],
    },
    select: { id: true, sha256: true },
  });
  const missing = ids.flatMap((id, at) => (found.some((one) => one.id === id) ? [] : [`${pointer}/${at}`]));
  if (missing.length > 0) throw unknownReference(...missing);
  return ids.flatMap((id) => found.filter((one) => one.id === id));
}
