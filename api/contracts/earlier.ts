import type { Outcome } from '../../domain/approval/carry-over.ts';
import { standing } from '../../domain/approval/carry-over.ts';
import type { EarlierApproval } from '../../domain/approval/state.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Database } from '../../prisma/database.ts';
import type { ContractVersion as Row } from '../../prisma/generated/client.ts';

/** The version submitted before, and of those before it what still stands; newest first. */
export async function earlierVersions(
  { prisma }: Database,
  opportunityId: string,
  number: number,
): Promise<readonly EarlierApproval[]> {
  const before = { opportunityId, version: { lt: number } };
  const rows = await prisma.approval.findMany({ where: before, orderBy: { version: 'desc' }, take: farthestBack });
  const contracts = await prisma.contractVersion.findMany({
    where: { opportunityId, number: { in: rows.map(({ version }) => version) } },
  });
  const past = rows.flatMap(({ version, policyVersion, bare }) => {
    const contract = contracts.find((one) => one.number === version);
    const outcome = bare as unknown as Outcome;
    return contract === undefined ? [] : [{ version: versionOf(contract), policyVersion, outcome }];
  });
  return standing(past).filter(({ approvals }, at) => at === 0 || approvals.length > 0);
}

export function versionOf({ number, hash, terms }: Row) {
  return { number, hash, terms: terms as unknown as ContractTerms };
}

/** What was approved longer ago is asked again. */
const farthestBack = 20;
