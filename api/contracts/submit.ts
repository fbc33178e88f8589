import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { Approval, ApprovalRequest, EarlierApproval } from '../../domain/approval/state.ts';
import { inForce } from '../../domain/approval/state.ts';
import type { BareApproval } from '../../domain/approval/summary.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Calendar } from '../../domain/calendar.ts';
import type { SubmitContract } from '../../domain/opportunity/command.ts';
import type { Database } from '../../prisma/database.ts';
import type { ContractVersion as Row } from '../../prisma/generated/client.ts';
import { findPeople } from '../../prisma/people.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';
import { latest } from '../rules.ts';
import { findContract } from './query.ts';

/** All that the approval needs to know, as it stands now: the terms, today's policy and calendar, who is who, what was decided before. */
export async function submissionOf(database: Database, grant: OpportunityGrant, number: number): Promise<SubmitContract> {
  const { row } = grant.opportunity;
  const version = await findContract(database, row.id, number);
  const [policy, calendar] = await Promise.all([latest(database, 'approval_policy', null), latest(database, 'calendar', null)]);
  if (policy === null || calendar === null) throw new Problem('policy-missing');
  const request: ApprovalRequest = {
    ...{ opportunityId: row.id, opportunityName: row.name, customerName: row.customerName ?? '', ownerId: row.ownerId },
    version: versionOf(version),
    submitterId: grant.caller.userId,
    lastEditorId: version.authorId,
    requestedAt: new Date().toISOString(),
    policy: policy.document as ApprovalPolicy,
    calendar: calendar.document as Calendar,
    earlier: await earlierOf(database, row.id, number),
  };
  const concerned = [row.ownerId, request.submitterId, request.lastEditorId];
  const people = await findPeople(database, { policy: request.policy, concerned });
  const { hash } = version;
  return { type: 'submit-contract', version: { number, hash }, lastEditorId: version.authorId, request, people };
}

/** The approvals of the version before; null when there was none. */
async function earlierOf(database: Database, opportunityId: string, number: number): Promise<EarlierApproval | null> {
  const before = await database.prisma.approval.findFirst({
    where: { opportunityId, version: { lt: number } },
    orderBy: { version: 'desc' },
  });
  if (before === null) return null;
  const decisions = inForce(before.bare as unknown as BareApproval as Approval).filter(({ verdict }) => verdict === 'approve');
  return {
    version: versionOf(await findContract(database, opportunityId, before.version)),
    policyVersion: before.policyVersion,
    approvals: decisions.map(({ step, userId, onBehalfOf, seq }) => ({ step, userId, onBehalfOf, seq })),
  };
}

function versionOf({ number, hash, terms }: Row) {
  return { number, hash, terms: terms as unknown as ContractTerms };
}
