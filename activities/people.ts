import type { WorkflowActivities } from '../workflows/contract.ts';

type Deps = Pick<WorkflowActivities, 'findRecipients'>;

export function peopleActivities({ findRecipients }: Deps): Pick<WorkflowActivities, 'findRecipients'> {
  return {
    /** Only asks. The answer becomes an event, so that it stays what it was. */
    findRecipients: (question) => findRecipients(question),
  };
}
