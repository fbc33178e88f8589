import type { Evidence } from '../../domain/evidence-field.ts';
import type { Database } from '../../prisma/database.ts';

const sha256 = 'b'.repeat(64);
const idOf = (sale: string) => `file-of-${sale}`;

/** A file that ann has uploaded to a sale: what is filed with one is not named in another. */
export async function aFileOf(sale: string, { prisma }: Pick<Database, 'prisma'>): Promise<void> {
  const file = { name: 'signed.pdf', mimeType: 'application/pdf', size: 2, uploaderId: 'ann', sha256 };
  await prisma.document.create({ data: { id: idOf(sale), opportunityId: sale, ...file } });
}

/** The builders' evidence with this file for every document, and its hash for that of the signed copy. */
export function namingFileOf(sale: string, evidence: Evidence): Evidence {
  const named = JSON.parse(JSON.stringify(evidence).replaceAll('"document-1"', `"${idOf(sale)}"`)) as Evidence;
  return 'signedCopySha256' in named ? { ...named, signedCopySha256: sha256 } : named;
}
