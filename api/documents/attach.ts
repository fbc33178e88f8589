import type { Database } from '../../prisma/database.ts';

type Filing = { readonly opportunityId: string; readonly uploaderId: string };

/** What belonged to no sale yet belongs to this one from now on: who sees the sale can read it. Again, it changes nothing. */
export async function attachDocuments(
  { prisma }: Pick<Database, 'prisma'>,
  { opportunityId, uploaderId }: Filing,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await prisma.document.updateMany({
    where: { id: { in: [...ids] }, opportunityId: null, uploaderId },
    data: { opportunityId },
  });
}
