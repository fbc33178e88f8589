import type { Database } from '../prisma/database.ts';
import { findRecipients } from '../prisma/people.ts';
import { writeAccount } from '../prisma/write-account.ts';
import type { WorkflowActivities } from '../workflows/contract.ts';

type Deps = { readonly database: Database };

/** Everything that workflows need done outside. */
export function activities({ database }: Deps): WorkflowActivities {
  return {
    /**
     * By the same statement that the API uses after its update. May run twice, or beside the API: the key (workflow id, seq) turns every
     * further run into nothing. A reset workflow's other history is refused and tried again for ever, so that it stays visible and the sale
     * does not fail.
     */
    project: async (account) => {
      await writeAccount(database, account);
    },
    /** Only asks. The answer becomes an event, so that it stays what it was. */
    findRecipients: (question) => findRecipients(database, question),
  };
}
