import { signatureOf } from './signature.ts';
import { IdParams, Page } from '../http/schema.ts';
import { claimOf } from '../opportunities/claim.ts';
import { commandRoute } from '../opportunities/command-route.ts';
import { ClaimBody } from '../opportunities/command-schema.ts';
import { seesOpportunity } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { addContract, contractView, findContract, listContracts } from './query.ts';
import { Contract, ContractPage, ContractParams, NewContract } from './schema.ts';
import { submissionOf } from './submit.ts';

export const contractRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/opportunities/:id/contracts',
    summary: 'Contract versions, newest first',
    params: IdParams,
    query: Page,
    body: none,
    reply: ContractPage,
    status: 200,
    policy: seesOpportunity,
    handler: ({ opportunity, query }, { database }) => listContracts(database, opportunity.row.id, query),
  }),
  route({
    method: 'post',
    path: '/opportunities/:id/contracts',
    summary: 'Add a contract version; it never changes again, and the same terms are a new one only after it was submitted',
    params: IdParams,
    query: none,
    body: NewContract,
    reply: Contract,
    status: 201,
    policy: seesOpportunity,
    handler: async ({ opportunity, caller, body }, { database }) => {
      return contractView(database, await addContract(database, { opportunity, caller }, body.terms));
    },
  }),
  route({
    method: 'get',
    path: '/opportunities/:id/contracts/:number',
    summary: 'One contract version',
    params: ContractParams,
    query: none,
    body: none,
    reply: Contract,
    status: 200,
    policy: seesOpportunity,
    handler: async ({ opportunity, params }, { database }) => {
      return contractView(database, await findContract(database, opportunity.row.id, params.number));
    },
  }),
  commandRoute({
    path: '/contracts/:number/submit',
    summary:
      'Ask for approval of a version; it takes the place of the one before, and its request can be read a moment after the answer',
    params: ContractParams,
    body: none,
    content: ({ params, ...grant }, { database }) => submissionOf(database, grant, params.number),
  }),
  commandRoute({
    path: '/contracts/:number/signature',
    summary: 'Record the signature of the approved version, with its evidence',
    params: ContractParams,
    body: ClaimBody.omit({ contract: true }).meta({ id: 'Signature' }),
    content: async ({ params, body, ...grant }, { database }) => {
      const { hash } = await findContract(database, grant.opportunity.row.id, params.number);
      const checkpoint = await signatureOf(database, grant.opportunity.row);
      return claimOf(database, grant, { ...body, checkpoint, contract: { number: params.number, hash } });
    },
  }),
];
