import type { Database } from '../../prisma/database.ts';
import type { Entry } from './entry.ts';
import { folded, lookup, newId } from './name.ts';
import type { Listed } from './people.ts';
import { listingOf } from './people.ts';
import type { Parties, Sought } from './parties.ts';
import { findParties } from './parties.ts';
import { cut } from './value.ts';

export type Making = Sought & { readonly parties: Parties; readonly by: string };

/** Takes in what the sales name and nobody has entered yet, and finds it again: what somebody else was quicker to take is not there. */
export async function makeParties(database: Database, making: Making): Promise<Parties> {
  await makeTeams(database, making.parties);
  await makePeople(database, making);
  await makeCustomers(database, making);
  return findParties(database, making);
}

async function makeTeams({ prisma }: Database, { missing: { teams } }: Parties): Promise<void> {
  const data = teams.map((name) => ({ id: newId('team', name), name }));
  await prisma.team.createMany({ data, skipDuplicates: true });
}

/**
 * They cannot sign in before somebody sets them a password. Where no address was recorded they get one that reaches nobody, and no mail until
 * they have another. All are made before anybody is put under anybody, and none without his superior.
 */
async function makePeople({ prisma }: Database, making: Making): Promise<void> {
  const teams = lookup('team', await prisma.team.findMany({ select: { id: true, name: true } }));
  const people = peopleIn(making);
  const data = people.map(({ name, email, team, isManager }) => {
    const id = newId('user', name);
    const teamId = teams(team ?? '')[0]?.id ?? null;
    return { id, name, email: email ?? `${id}@imported.invalid`, teamId, roles: [isManager ? 'manager' : 'rep'] };
  });
  const underSuperiors = people.flatMap(({ name, manager }) => {
    const superiorId = superiorOf(making.parties, { name, manager });
    return superiorId === null
      ? []
      : [prisma.user.updateMany({ where: { id: newId('user', name), superiorId: null }, data: { superiorId } })];
  });
  await prisma.$transaction([prisma.user.createMany({ data, skipDuplicates: true }), ...underSuperiors]);
}

type NewPerson = Pick<Listed, 'manager' | 'team' | 'email'> & { readonly name: string; readonly isManager: boolean };

function peopleIn({ plan, parties: { missing }, defaultTeam }: Making): readonly NewPerson[] {
  const listing = listingOf(plan.agents, defaultTeam);
  const led = new Map([...listing.values()].flatMap(({ manager, team }) => (manager === null ? [] : [[folded(manager), team]])));
  return missing.people.map((name) => {
    const unlisted = { manager: null, email: null, team: led.get(folded(name)) ?? defaultTeam };
    const { manager, email, team } = listing.get(folded(name)) ?? unlisted;
    return { name, manager, email, team, isManager: led.has(folded(name)) };
  });
}

function superiorOf({ people }: Parties, { name, manager }: Pick<NewPerson, 'name' | 'manager'>): string | null {
  if (manager === null || folded(manager) === folded(name)) return null;
  const found = people.named(manager);
  if (found === null) return newId('user', manager);
  return 'code' in found ? null : found.id;
}

async function makeCustomers({ prisma }: Database, { plan, parties: { missing }, by }: Making): Promise<void> {
  const accounts = new Map(plan.accounts.map((entry) => [folded(entry.fields['customer'] ?? ''), entry]));
  const data = missing.customers.map((name) => ({
    id: newId('customer', name),
    name,
    createdBy: by,
    ...accountOf(accounts.get(folded(name))),
  }));
  await prisma.customer.createMany({ data, skipDuplicates: true });
}

/** Columns that Pursuit has no place for are kept as a note, as they were written. */
function accountOf(entry: Entry | undefined) {
  if (entry === undefined) return {};
  const { industry = null, region = null, address = null, parent = null } = entry.fields;
  const rest = [['parent', parent] as const, ...entry.rest].filter(([, value]) => value !== null);
  return {
    industry: short(industry),
    region: short(region),
    address: short(address),
    note: cut(rest.map((pair) => pair.join(': ')).join('; '), 4_000),
  };
}

function short(text: string | null): string | null {
  return text === null ? null : cut(text, 200);
}
