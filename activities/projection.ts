import type { Account } from '../domain/account.ts';
import type { WorkflowActivities } from '../workflows/contract.ts';

type Deps = {
  /** The same statement that the API uses after its update. */
  readonly write: (account: Account) => Promise<unknown>;
};

export function projectionActivities({ write }: Deps): Pick<WorkflowActivities, 'project'> {
  return {
    /**
     * May run twice, or beside the API: the key (workflow id, seq) turns every further run into nothing. A reset workflow's other history is
     * refused and tried again for ever, so that it stays visible and the sale does not fail.
     */
    project: async (account) => {
      await write(account);
    },
  };
}
