import type { WorkflowActivities } from '../workflows/contract.ts';

type PeopleActivities = Pick<WorkflowActivities, 'findPeople' | 'findRecipients'>;

/** Both only ask. The answer becomes an event, so that it stays what it was. */
export function peopleActivities({ findPeople, findRecipients }: PeopleActivities): PeopleActivities {
  return {
    findPeople: (question) => findPeople(question),
    findRecipients: (question) => findRecipients(question),
  };
}
