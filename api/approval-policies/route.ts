import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { policyProblems } from '../../domain/approval/policy-validation.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Database } from '../../prisma/database.ts';
import { findContract } from '../contracts/query.ts';
import { ContractParams } from '../contracts/schema.ts';
import { seesOpportunity, setsRules, signedIn } from '../policies.ts';
import { Problem, unknownReference } from '../problem.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { approvalPolicies } from '../rulebooks/books.ts';
import type { Which } from '../rulebooks/query.ts';
import { findVersion } from '../rulebooks/query.ts';
import { VersionParams } from '../rulebooks/schema.ts';
import { latest } from '../rules.ts';
import { explainNow } from './explain.ts';
import { ExplainBody, Explanation, Trial } from './schema.ts';
import { tryDraft } from './trial.ts';

export const approvalPolicyRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/approval-policies/explain',
    summary: 'Who would be asked for these terms now, and why',
    params: none,
    query: none,
    body: ExplainBody,
    reply: Explanation,
    status: 200,
    policy: signedIn,
    handler: async ({ caller, body }, { database }) => {
      const { ownerId = caller.userId, submitterId = ownerId } = body;
      await requirePeople(database, { '/ownerId': ownerId, '/submitterId': submitterId });
      const policy = body.policy === undefined ? await policyInForce(database) : await checkedDraft(database, body.policy);
      const asking = { ownerId, submitterId, lastEditorId: submitterId };
      return explainNow(database, { policy, terms: { ...body.terms, documents: [] }, asking });
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/contracts/:number/explanation',
    summary: 'Who would be asked for this contract version, were it submitted now, and why',
    params: ContractParams,
    query: none,
    body: none,
    reply: Explanation,
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, params }, { database }) => {
      const { terms, authorId, onBehalfOf } = await findContract(database, opportunity.row.id, params.number);
      const { ownerId } = opportunity.row;
      const asking = {
        ownerId,
        submitterId: ownerId,
        lastEditorId: authorId,
        requestedFor: onBehalfOf === null ? [] : [onBehalfOf],
      };
      return explainNow(database, {
        policy: await policyInForce(database),
        terms: terms as unknown as ContractTerms,
        asking,
      });
    },
  }),
  route({
    method: 'post',
    path: '/approval-policies/:key/versions/:version/try',
    summary: 'What this draft would have changed for the contract versions submitted so far',
    params: VersionParams,
    query: none,
    body: none,
    reply: Trial,
    status: 200,
    policy: setsRules,
    handler: async ({ params }, { database }) => {
      const draft = await checkedDraft(database, params);
      return tryDraft(database, { old: await policyInForce(database), draft });
    },
  }),
];

/** The one that the next submission is decided by. */
async function policyInForce(database: Database): Promise<ApprovalPolicy> {
  const policy = await latest(database, 'approval_policy', null);
  if (policy === null) throw new Problem('policy-missing');
  return policy.document as ApprovalPolicy;
}

/** A draft can be asked once it holds together, also when it finds too few people: that is what it is asked for. */
async function checkedDraft(database: Database, which: Which): Promise<ApprovalPolicy> {
  const { document, status } = await findVersion(database, approvalPolicies, which);
  const errors = status === 'published' ? [] : policyProblems(document);
  if (errors.length > 0) throw new Problem('approval-policy-invalid', { errors });
  return document as unknown as ApprovalPolicy;
}

async function requirePeople({ prisma }: Database, named: { readonly [pointer: string]: string }): Promise<void> {
  const found = await prisma.user.findMany({ where: { id: { in: Object.values(named) }, active: true }, select: { id: true } });
  const missing = Object.entries(named).filter(([, userId]) => !found.some(({ id }) => id === userId));
  if (missing.length > 0) throw unknownReference(...missing.map(([pointer]) => pointer));
}
