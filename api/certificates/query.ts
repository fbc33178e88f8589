import { certificateOf } from '../../domain/approval/certificate.ts';
import type { ApprovalResult } from '../../domain/approval/state.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { namesOf } from '../../prisma/people.ts';
import { documentOf } from '../../prisma/rule-documents.ts';
import type { SeenApproval } from '../approvals/query.ts';
import { findContract } from '../contracts/query.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedCertificate } from './signing.ts';
import { signed } from './signing.ts';

/** The signed certificate of a request that has ended, the same bytes each time, and the terms it is about. */
export async function certificateFor(
  { database, settings }: Pick<Deps, 'database' | 'settings'>,
  { row }: SeenApproval,
): Promise<{ readonly certificate: SignedCertificate; readonly terms: ContractTerms }> {
  const terms = (await findContract(database, row.opportunityId, row.version)).terms as unknown as ContractTerms;
  const { steps, decisions } = row.bare;
  const { opportunityId, opportunityName, customerName, submitterId, lastEditorId, requestedFor, ownerId } = row;
  const certificate = certificateOf({
    request: {
      ...{ opportunityId, opportunityName, customerName, submitterId, lastEditorId, requestedFor, ownerId },
      version: { number: row.version, hash: row.hash, terms },
      requestedAt: row.requestedAt.toISOString(),
      policy: await policyOf(database, row),
    },
    ...{ steps, decisions, result: row.status === 'open' ? null : (row.status as ApprovalResult) },
    concludedAt: row.concludedAt?.toISOString() ?? null,
  });
  if (certificate === null) throw new Problem('request-open');
  return { certificate: signed(certificate, settings.signingKey), terms };
}

function policyOf(database: Deps['database'], { policyKey: key, policyVersion: version }: SeenApproval['row']) {
  return documentOf(database, 'approval_policy', { key, version });
}

/** Names beside ids, for the page that people read. */
export function namesIn(database: Deps['database'], { head, entries }: SignedCertificate): Promise<ReadonlyMap<string, string>> {
  const decided = entries.flatMap(({ userId, onBehalfOf }) => [userId, ...(onBehalfOf === null ? [] : [onBehalfOf])]);
  return namesOf(database, [head.submitterId, head.lastEditorId, ...head.requestedFor, head.ownerId, ...decided]);
}
