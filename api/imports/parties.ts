import { onlyAdministers } from '../../domain/actor.ts';
import type { Database } from '../../prisma/database.ts';
import type { Lookup } from './name.ts';
import { folded, lookup, newId } from './name.ts';
import type { Listing, People } from './people.ts';
import { listingOf, peopleOf } from './people.ts';
import type { Plan } from './plan.ts';
import type { Reason } from './reason.ts';
import type { Sale } from './sale.ts';
import { isSale } from './sale.ts';

/** Who and what the sales name, found by name or to be made. */
export type Parties = {
  readonly ownerOf: (sale: Sale) => Owner | Reason;
  readonly customerOf: (sale: Sale) => { readonly id: string } | Reason;
  readonly people: People;
  readonly missing: Missing;
};

export type Owner = { readonly id: string; readonly teamId: string };

/** Names of what is not there yet. */
export type Missing = {
  readonly teams: readonly string[];
  readonly people: readonly string[];
  readonly customers: readonly string[];
};

export type Sought = { readonly plan: Plan; readonly defaultTeam: string | null };

/** Finds people, teams and customers by their names, whatever their case. What is missing gets an id that follows from its name. */
export async function findParties({ prisma }: Pick<Database, 'prisma'>, { plan, defaultTeam }: Sought): Promise<Parties> {
  const [users, teams, customers] = await Promise.all([
    prisma.user.findMany({ select: { id: true, name: true, email: true, teamId: true, roles: true, active: true } }),
    prisma.team.findMany({ select: { id: true, name: true } }),
    prisma.customer.findMany({ select: { id: true, name: true } }),
  ]);
  const listing = listingOf(plan.agents, defaultTeam);
  const people = peopleOf(users, listing, plan.agentsLeftOut);
  const known: Known = { people, listing, defaultTeam, teams: lookup('team', teams), customers: lookup('customer', customers) };
  return {
    ownerOf: (sale) => findOwner(known, sale),
    customerOf: (sale) => findCustomer(known, sale),
    people,
    missing: missingIn(plan, known),
  };
}

type Known = Pick<Parties, 'people'> & {
  readonly listing: Listing;
  readonly defaultTeam: string | null;
  readonly teams: Lookup;
  readonly customers: Lookup;
};

function missingIn({ drafts, accounts }: Plan, known: Known): Missing {
  const { people, listing, defaultTeam, teams, customers } = known;
  const listed = [...listing.values()].filter(({ owner }) => !isReason(people.named(owner)));
  const sales = drafts.flatMap(({ read }) => (isSale(read) ? [read] : []));
  const owners = sales.filter((sale) => !isReason(findOwner(known, sale))).map(({ owner }) => owner);
  const named = [...listed.map(({ owner }) => owner), ...listed.map(({ manager }) => manager), ...owners];
  return {
    teams: firstSpellings([...listed.map(({ team }) => team), defaultTeam]).filter((name) => teams(name).length === 0),
    people: firstSpellings(named).filter((name) => people.named(name) === null),
    customers: firstSpellings([
      ...accounts.map(({ fields }) => fields['customer'] ?? null),
      ...sales.map(({ customer }) => customer),
    ]).filter((name) => customers(name).length === 0),
  };
}

function findOwner({ people, listing, teams, defaultTeam }: Known, { owner }: Sale): Owner | Reason {
  const person = people.named(owner);
  if (isReason(person)) return person;
  const { id, teamId, roles } = person ?? { id: newId('user', owner), teamId: null, roles: [] };
  if (onlyAdministers({ roles })) return { field: 'owner', code: 'owner-only-administers', value: owner };
  const place = teamId ?? teamIdIn(teams, listing.get(folded(owner))?.team ?? defaultTeam);
  return place === null ? { field: 'team', code: 'team-required', value: owner } : { id, teamId: place };
}

function teamIdIn(teams: Lookup, team: string | null): string | null {
  return team === null ? null : idIn(teams, 'team', team);
}

function findCustomer({ customers }: Known, { customer }: Sale): { readonly id: string } | Reason {
  if (customers(customer).length > 1) return { field: 'customer', code: 'customer-ambiguous', value: customer };
  return { id: idIn(customers, 'customer', customer) };
}

function isReason(found: object | null): found is Reason {
  return found !== null && 'code' in found;
}

function idIn(known: Lookup, kind: 'team' | 'customer', name: string): string {
  return known(name)[0]?.id ?? newId(kind, name);
}

function firstSpellings(names: readonly (string | null)[]): readonly string[] {
  const first = new Map<string, string>();
  for (const name of names) if (name !== null && !first.has(folded(name))) first.set(folded(name), name);
  return [...first.values()];
}
