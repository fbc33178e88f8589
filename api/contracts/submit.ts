import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { ApprovalRequest } from '../../domain/approval/state.ts';
import type { Calendar } from '../../domain/calendar.ts';
import type { SubmitContract } from '../../domain/opportunity/command.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople } from '../../prisma/people.ts';
import type { OpportunityGrant } from '../policies.ts';
import { Problem } from '../problem.ts';
import { latest } from '../rules.ts';
import { earlierVersions, versionOf } from './earlier.ts';
import { findContract } from './query.ts';

/** All that the approval needs to know, as it stands now: the terms, today's policy and calendar, who is who, what was decided before. */
export async function submissionOf(database: Database, grant: OpportunityGrant, number: number): Promise<SubmitContract> {
  const { row } = grant.opportunity;
  const version = await findContract(database, row.id, number);
  const [policy, calendar] = await Promise.all([latest(database, 'approval_policy', null), latest(database, 'calendar', null)]);
  if (policy === null || calendar === null) throw new Problem('policy-missing');
  const [earlier = null, ...older] = await earlierVersions(database, row.id, number);
  const request: ApprovalRequest = {
    ...{ opportunityId: row.id, opportunityName: row.name, customerName: row.customerName ?? '', ownerId: row.ownerId },
    version: versionOf(version),
    submitterId: grant.caller.userId,
    lastEditorId: version.authorId,
    requestedFor: requestedFor(grant.opportunity.standing.onBehalfOf, version.onBehalfOf),
    requestedAt: new Date().toISOString(),
    policy: policy.document as ApprovalPolicy,
    calendar: calendar.document as Calendar,
    ...{ earlier, older },
  };
  const concerned = [row.ownerId, request.submitterId, request.lastEditorId, ...(request.requestedFor ?? [])];
  const people = await findPeople(database, { policy: request.policy, concerned });
  const { hash } = version;
  return { type: 'submit-contract', version: { number, hash }, lastEditorId: version.authorId, request, people };
}

/** Whom submitter and author stood in for: the act is theirs too. */
function requestedFor(...principals: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(principals.flatMap((one) => one ?? []))];
}
