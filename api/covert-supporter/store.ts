import type { KeyObject } from 'node:crypto';
import type { Database } from '../../prisma/database.ts';
import { olderThan, pageFrom } from '../http/page.ts';
import { Problem } from '../problem.ts';
import { keyIdOf, seal, unseal } from './seal.ts';

/** Who it is, where he sits, how he is best reached. */
export type Identity = {
  readonly name: string;
  readonly contactId: string | null;
  readonly position: string;
  readonly note: string;
};

/** Whose, and who asks. A sale has one. */
export type Place = { readonly opportunityId: string; readonly userId: string };

/** That it was read is on record before anybody reads it. Null when nobody was named yet. */
export async function readSupporter({ prisma }: Database, key: KeyObject, { opportunityId, userId }: Place) {
  const row = await prisma.covertSupporter.findUnique({ where: { opportunityId } });
  if (row === null) return null;
  if (row.keyId !== keyIdOf(key)) throw new Problem('sealed-under-another-key');
  await prisma.covertSupporterAccess.create({ data: { opportunityId, userId, access: 'read' } });
  const identity = JSON.parse(unseal(key, opportunityId, row)) as Identity;
  return { ...identity, enteredBy: row.createdBy, updatedAt: row.updatedAt.toISOString() };
}

export async function writeSupporter(
  { prisma }: Database,
  { key, identity }: { readonly key: KeyObject; readonly identity: Identity },
  { opportunityId, userId }: Place,
) {
  const sealed = seal(key, opportunityId, JSON.stringify(identity));
  const accesses = { create: { userId, access: 'write' } };
  const row = await prisma.covertSupporter.upsert({
    where: { opportunityId },
    create: { opportunityId, createdBy: userId, ...sealed, accesses },
    update: { createdBy: userId, ...sealed, accesses },
  });
  return { ...identity, enteredBy: userId, updatedAt: row.updatedAt.toISOString() };
}

/** Each reading and writing, latest first. */
export async function listAccesses({ prisma }: Database, opportunityId: string, { limit, cursor }: AccessQuery) {
  const rows = await prisma.covertSupporterAccess.findMany({
    where: { AND: [{ opportunityId }, olderThan('at', cursor)] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageFrom(rows, limit, ({ at, id }) => [at.toISOString(), id]);
}

export type AccessQuery = { readonly limit: number; readonly cursor?: string | undefined };
