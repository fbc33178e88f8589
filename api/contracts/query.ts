import type { z } from 'zod';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { termsHash } from '../../domain/approval/terms.ts';
import { approvalIdOf } from '../../domain/ids.ts';
import type { Database } from '../../prisma/database.ts';
import type { ContractVersion as Row } from '../../prisma/generated/client.ts';
import { attachDocuments } from '../documents/attach.ts';
import { documentRefs } from '../documents/refs.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { NewContract } from './schema.ts';

type Said = z.output<typeof NewContract>['terms'];

/** The next version. The same terms again are no new version: a repeat of the request gives the first one. */
export async function addContract(database: Database, grant: OpportunityGrant, said: Said): Promise<Row> {
  const { caller, opportunity } = grant;
  if (!['owner', 'superior'].includes(opportunity.standing.capacity)) throw new Problem('not-permitted');
  const documents = await documentRefs(database, grant, { ids: said.documents, pointer: '/terms/documents' });
  await attachDocuments(database, { opportunityId: opportunity.row.id, uploaderId: caller.userId }, said.documents);
  const terms: ContractTerms = { ...said, documents };
  const hash = termsHash(terms);
  const latest = (await listContracts(database, opportunity.row.id))[0];
  if (latest?.hash === hash) return latest;
  const authors = { authorId: caller.userId, onBehalfOf: opportunity.standing.onBehalfOf ?? null };
  const data = { opportunityId: opportunity.row.id, number: (latest?.number ?? 0) + 1, hash, ...authors };
  return database.prisma.contractVersion.create({ data: { ...data, terms: structuredClone(terms) as object } });
}

/** Newest first. */
export async function listContracts({ prisma }: Pick<Database, 'prisma'>, opportunityId: string): Promise<readonly Row[]> {
  return prisma.contractVersion.findMany({ where: { opportunityId }, orderBy: { number: 'desc' }, take: 500 });
}

export async function findContract({ prisma }: Pick<Database, 'prisma'>, opportunityId: string, number: number): Promise<Row> {
  const row = await prisma.contractVersion.findUnique({ where: { opportunityId_number: { opportunityId, number } } });
  if (row === null) throw new Problem('not-found');
  return row;
}

export async function contractView({ prisma }: Pick<Database, 'prisma'>, row: Row) {
  const { opportunityId, number, terms, hash, authorId, onBehalfOf, createdAt } = row;
  const approval = await prisma.approval.findUnique({
    where: { id: approvalIdOf(opportunityId, number) },
    select: { id: true, status: true },
  });
  return {
    opportunityId,
    number,
    hash,
    authorId,
    onBehalfOf,
    approval,
    terms: terms as unknown as ContractTerms,
    createdAt: createdAt.toISOString(),
  };
}
