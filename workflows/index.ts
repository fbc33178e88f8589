export { contractApproval } from './contract-approval.ts';
export { opportunity } from './opportunity.ts';
