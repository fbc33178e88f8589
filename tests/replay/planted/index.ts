import { sleep } from '@temporalio/workflow';
import { contractApproval } from '../../../workflows/contract-approval.ts';
import { opportunity as honest } from '../../../workflows/opportunity.ts';
import type { OpportunityStart } from '../../../workflows/contract.ts';

/** A sale whose first timer comes after something else: what a careless change does to sales that are under way. */
export async function opportunity(start: OpportunityStart): Promise<unknown> {
  await sleep(1);
  return honest(start);
}

export { contractApproval };
