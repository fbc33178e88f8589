import type { Database } from '../../prisma/database.ts';

const sha256 = 'b'.repeat(64);

/** A signed copy that ann has uploaded and that belongs to no sale yet. */
export async function aSignedCopy({ prisma }: Database): Promise<void> {
  const file = { name: 'signed.pdf', mimeType: 'application/pdf', size: 2, uploaderId: 'ann' };
  await prisma.document.create({ data: { id: 'signed-copy', sha256, ...file } });
}

/** A claim of the signature that names this copy. */
export function signedCopyOf<Claim extends { readonly evidence: object }>(claim: Claim, hash = sha256): Claim {
  return { ...claim, evidence: { ...claim.evidence, signedCopy: 'signed-copy', signedCopySha256: hash } };
}
