import type { ApprovalEvent } from './event.ts';
import type { People, Person } from './people.ts';

/** Who is who to a request after an event, going by those it knew before. */
export function knownAfter(people: People, event: ApprovalEvent): People {
  switch (event.type) {
    case 'people-known':
      return toldAnew(people, event.people);
    case 'transferred':
      return joinedBy(people, event.to, event.known);
    case 'approver-added':
      return joinedBy(people, event.person, event.known);
    default:
      return people;
  }
}

/** Events of these types alone change it. */
export const knowingEvents: readonly ApprovalEvent['type'][] = ['people-known', 'transferred', 'approver-added'];

/** Who is no longer concerned by any rule is kept, without his groups: somebody may have asked him, or stand below him. */
function toldAnew(before: People, people: People): People {
  const others = before.filter((one) => !people.some(({ id }) => id === one.id));
  return [...people, ...others.map((one) => ({ ...one, roles: [], groups: [] }))];
}

/** The newcomer, and those around him who were not known yet: of everybody else the request knows more. */
function joinedBy(before: People, person: Person, around: People = []): People {
  const others = before.filter(({ id }) => id !== person.id);
  const isNew = ({ id }: Person) => id !== person.id && !others.some((one) => one.id === id);
  return [...others, person, ...around.filter(isNew)];
}
