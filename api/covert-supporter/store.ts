import type { KeyObject } from 'node:crypto';
import type { Database } from '../../prisma/database.ts';
import { Problem } from '../problem.ts';
import { keyIdOf, seal, unseal } from './seal.ts';

/** Who it is, where he sits, how he is best reached. */
export type Identity = {
  readonly name: string;
  readonly contactId: string | null;
  readonly position: string;
  readonly note: string;
};

/** Whose, and who asks. A sale has one; its row goes by the sale's id. */
export type Place = { readonly opportunityId: string; readonly userId: string };

/** That it was read is on record before anybody reads it. Null when nobody was named yet. */
export async function readSupporter({ prisma }: Database, key: KeyObject, { opportunityId, userId }: Place) {
  const row = await prisma.covertSupporter.findUnique({ where: { id: opportunityId } });
  if (row === null) return null;
  if (row.keyId !== keyIdOf(key)) throw new Problem('sealed-under-another-key');
  await prisma.covertSupporterAccess.create({ data: { covertSupporterId: row.id, userId, access: 'read' } });
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
    where: { id: opportunityId },
    create: { id: opportunityId, opportunityId, createdBy: userId, ...sealed, accesses },
    update: { createdBy: userId, ...sealed, accesses },
  });
  return { ...identity, enteredBy: userId, updatedAt: row.updatedAt.toISOString() };
}

/** Each reading and writing, latest first. */
export async function listAccesses({ prisma }: Database, opportunityId: string, query: AccessQuery) {
  const { limit, before } = query;
  const at = before === null ? undefined : new Date(before[0]);
  const after = at === undefined ? {} : { OR: [{ at: { lt: at } }, { at, id: { lt: before?.[1] ?? '' } }] };
  return prisma.covertSupporterAccess.findMany({
    where: { AND: [{ covertSupporterId: opportunityId }, after] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
}

export type AccessQuery = { readonly limit: number; readonly before: readonly [string, string] | null };
