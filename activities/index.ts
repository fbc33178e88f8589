import type { Database } from '../prisma/database.ts';
import { findRecipients } from '../prisma/people.ts';
import { writeAccount } from '../prisma/write-account.ts';
import type { WorkflowActivities } from '../workflows/contract.ts';
import { peopleActivities } from './people.ts';
import { projectionActivities } from './projection.ts';

type Deps = { readonly database: Database };

/** Everything that workflows need done outside. */
export function activities({ database }: Deps): WorkflowActivities {
  return {
    ...projectionActivities({ write: (account) => writeAccount(database, account) }),
    ...peopleActivities({ findRecipients: (question) => findRecipients(database, question) }),
  };
}
