import type { z } from 'zod';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { termsHash } from '../../domain/approval/terms.ts';
import { approvalIdOf } from '../../domain/ids.ts';
import type { Database } from '../../prisma/database.ts';
import { oneAtATime } from '../../prisma/database.ts';
import type { ContractVersion as Row } from '../../prisma/generated/client.ts';
import { attachDocuments } from '../documents/attach.ts';
import { documentRefs } from '../documents/refs.ts';
import { numberCursorOf, pageFrom } from '../http/page.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { NewContract } from './schema.ts';

type Said = z.output<typeof NewContract>['terms'];

/**
 * The next version. The same terms again are no new version, until it is submitted: a repeat of the request gives the first one. A
 * version is submitted once, so the terms of one that was withdrawn or returned come again under a new number.
 */
export async function addContract(database: Database, grant: OpportunityGrant, said: Said): Promise<Row> {
  const { caller, opportunity } = grant;
  if (!['owner', 'superior'].includes(opportunity.standing.capacity)) throw new Problem('not-permitted');
  const documents = await documentRefs(database, grant, { ids: said.documents, pointer: '/terms/documents' });
  await attachDocuments(database, { opportunityId: opportunity.row.id, uploaderId: caller.userId }, said.documents);
  const terms: ContractTerms = { ...said, documents };
  const hash = termsHash(terms);
  const opportunityId = opportunity.row.id;
  const submitted = opportunity.row.bare.approval?.version.number ?? 0;
  return oneAtATime(database, `contract:${opportunityId}`, async ({ contractVersion }) => {
    const latest = await contractVersion.findFirst({ where: { opportunityId }, orderBy: { number: 'desc' } });
    if (latest?.hash === hash && latest.number > submitted) return latest;
    const authors = { authorId: caller.userId, onBehalfOf: opportunity.standing.onBehalfOf ?? null };
    const data = { opportunityId, number: (latest?.number ?? 0) + 1, hash, ...authors };
    return contractVersion.create({ data: { ...data, terms: structuredClone(terms) as object } });
  });
}

export type ContractQuery = { readonly limit: number; readonly cursor?: string | undefined };

/** Newest first. */
export async function listContracts({ prisma }: Database, opportunityId: string, { limit, cursor }: ContractQuery) {
  const before = numberCursorOf(cursor);
  const where = { opportunityId, ...(before === null ? {} : { number: { lt: before } }) };
  const rows = await prisma.contractVersion.findMany({ where, orderBy: { number: 'desc' }, take: limit + 1 });
  const approvals = await approvalsOf({ prisma }, rows);
  const { items, nextCursor } = pageFrom(rows, limit, ({ number }) => [String(number), '']);
  return { items: items.map((row) => viewOf(row, approvals)), nextCursor };
}

export async function findContract({ prisma }: Pick<Database, 'prisma'>, opportunityId: string, number: number): Promise<Row> {
  const row = await prisma.contractVersion.findUnique({ where: { opportunityId_number: { opportunityId, number } } });
  if (row === null) throw new Problem('not-found');
  return row;
}

/** Under whose ids the versions would be approved whose terms name a document. */
export async function approvalsNaming(
  { prisma }: Pick<Database, 'prisma'>,
  opportunityId: string,
  documentId: string,
): Promise<readonly string[]> {
  const terms = { path: ['documents'], array_contains: [{ id: documentId }] };
  const rows = await prisma.contractVersion.findMany({ where: { opportunityId, terms }, select: { number: true } });
  return rows.map(({ number }) => approvalIdOf(opportunityId, number));
}

export async function contractView(database: Pick<Database, 'prisma'>, row: Row) {
  return viewOf(row, await approvalsOf(database, [row]));
}

type ApprovalLine = { readonly id: string; readonly status: string };

function viewOf(row: Row, approvals: readonly ApprovalLine[]) {
  const { opportunityId, number, terms, hash, authorId, onBehalfOf, createdAt } = row;
  return {
    ...{ opportunityId, number, hash, authorId, onBehalfOf },
    approval: approvals.find(({ id }) => id === approvalIdOf(opportunityId, number)) ?? null,
    terms: terms as unknown as ContractTerms,
    createdAt: createdAt.toISOString(),
  };
}

function approvalsOf({ prisma }: Pick<Database, 'prisma'>, rows: readonly Row[]): Promise<readonly ApprovalLine[]> {
  const ids = rows.map(({ opportunityId, number }) => approvalIdOf(opportunityId, number));
  return prisma.approval.findMany({ where: { id: { in: ids } }, select: { id: true, status: true } });
}
