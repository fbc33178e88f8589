import type { Database } from '../../prisma/database.ts';
import { folded, listingOf, newId, type Listed, type Missing } from './parties.ts';
import type { Entry, Plan } from './plan.ts';

export type Making = { readonly plan: Plan; readonly missing: Missing; readonly defaultTeam: string | null; readonly by: string };

/** Takes in what the sales name and nobody has entered yet. Doing it again, or twice at once, changes nothing. */
export async function makeParties(database: Database, making: Making): Promise<void> {
  await makeTeams(database, making.missing);
  await makePeople(database, making);
  await makeCustomers(database, making);
}

async function makeTeams({ prisma }: Database, { teams }: Missing): Promise<void> {
  const data = teams.map((name) => ({ id: newId('team', name), name }));
  await prisma.team.createMany({ data, skipDuplicates: true });
}

/**
 * They cannot sign in before somebody sets them an address and a password: until then they get no mail, and their address, where none was
 * recorded, is in the domain that reaches nobody. Managers first, as superiors of the others.
 */
async function makePeople({ prisma }: Database, making: Making): Promise<void> {
  const teams = new Map((await prisma.team.findMany()).map(({ id, name }) => [folded(name), id]));
  for (const { name, manager, email, team, isManager } of peopleIn(making)) {
    const id = newId('user', name);
    const data = {
      ...{ id, name, email: email ?? `${id}@imported.invalid`, wantsMail: false, roles: [isManager ? 'manager' : 'rep'] },
      teamId: teams.get(folded(team ?? '')) ?? null,
      superiorId: await superiorOf({ prisma }, manager, name),
    };
    await prisma.user.createMany({ data: [data], skipDuplicates: true });
  }
}

type NewPerson = Omit<Listed, 'owner'> & { readonly name: string; readonly isManager: boolean };

function peopleIn({ plan, missing, defaultTeam }: Making): readonly NewPerson[] {
  const listed = listingOf(plan.agents, defaultTeam);
  const led = new Map([...listed.values()].flatMap(({ manager, team }) => (manager === null ? [] : [[folded(manager), team]])));
  const people = missing.people.map((name) => {
    const isManager = led.has(folded(name));
    const unlisted = { manager: null, email: null, team: led.get(folded(name)) ?? defaultTeam };
    const { owner: _owner, ...place } = { owner: name, ...unlisted, ...listed.get(folded(name)) };
    return { ...place, name, isManager };
  });
  return people.toSorted((one, other) => Number(other.isManager) - Number(one.isManager));
}

async function superiorOf({ prisma }: Pick<Database, 'prisma'>, manager: string | null, name: string): Promise<string | null> {
  if (manager === null || folded(manager) === folded(name)) return null;
  const found = await prisma.user.findMany({ where: { name: { equals: manager, mode: 'insensitive' }, active: true } });
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

async function makeCustomers({ prisma }: Database, { plan, missing, by }: Making): Promise<void> {
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
  const rest = Object.entries({ ...(parent === null ? {} : { parent }), ...entry.rest }).filter(([, value]) => value !== null);
  return {
    industry: short(industry),
    region: short(region),
    address: short(address),
    note: rest
      .map((pair) => pair.join(': '))
      .join('; ')
      .slice(0, 4_000),
  };
}

function short(text: string | null): string | null {
  return text?.slice(0, 200) ?? null;
}
