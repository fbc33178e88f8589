import { createHash } from 'node:crypto';
import type { Database } from '../../prisma/database.ts';
import { onlyAdministers } from '../../domain/actor.ts';
import type { Entry, Plan } from './plan.ts';
import type { Reason, Sale } from './sale.ts';
import { isSale } from './sale.ts';

/** Who and what the sales name, found by name or to be made. */
export type Parties = {
  readonly ownerOf: (sale: Sale) => Owner | Reason;
  readonly customerOf: (sale: Sale) => { readonly id: string } | Reason;
  readonly missing: Missing;
};

export type Owner = { readonly id: string; readonly teamId: string };

/** Names of what is not there yet; an import makes them, and so needs no second look. */
export type Missing = {
  readonly teams: readonly string[];
  readonly people: readonly string[];
  readonly customers: readonly string[];
};

export type Sought = { readonly plan: Plan; readonly defaultTeam: string | null };

/** Finds people, teams and customers by their names, whatever their case. What is missing gets an id that follows from its name. */
export async function findParties({ prisma }: Pick<Database, 'prisma'>, { plan, defaultTeam }: Sought): Promise<Parties> {
  const [users, teams, customers] = await Promise.all([
    prisma.user.findMany({ where: { active: true }, select: { id: true, name: true, teamId: true, roles: true } }),
    prisma.team.findMany({ select: { id: true, name: true } }),
    prisma.customer.findMany({ select: { id: true, name: true } }),
  ]);
  const known: Known = { users: byName(users), teams: byName(teams), customers: byName(customers) };
  const listed = listingOf(plan.agents, defaultTeam);
  const ownerOf = (sale: Sale) => findOwner(known, sale, listed.get(folded(sale.owner))?.team ?? defaultTeam);
  const sales = plan.drafts.flatMap(({ read }) => (isSale(read) ? [read] : []));
  return {
    ownerOf,
    customerOf: (sale) => findCustomer(known, sale),
    missing: {
      teams: unknown([...[...listed.values()].map(({ team }) => team), defaultTeam], known.teams),
      people: unknown(
        [
          ...[...listed.values()].flatMap(({ manager, owner }) => [manager, owner]),
          ...sales.filter((sale) => 'id' in ownerOf(sale)).map(({ owner }) => owner),
        ],
        known.users,
      ),
      customers: unknown(
        [...plan.accounts.map(({ fields }) => fields['customer'] ?? null), ...sales.map(({ customer }) => customer)],
        known.customers,
      ),
    },
  };
}

type Known = {
  readonly users: ByName<Named & { readonly teamId: string | null; readonly roles: readonly string[] }>;
  readonly teams: ByName<Named>;
  readonly customers: ByName<Named>;
};

function findOwner({ users, teams }: Known, { owner }: Sale, team: string | null): Owner | Reason {
  const [one, ...others] = users.get(folded(owner)) ?? [];
  if (others.length > 0) return { field: 'owner', code: 'owner-ambiguous', value: owner };
  const { id, teamId, roles } = one ?? { id: newId('user', owner), teamId: null, roles: [] };
  if (onlyAdministers({ roles })) return { field: 'owner', code: 'owner-only-administers', value: owner };
  const place = teamId ?? teamIdIn(teams, team);
  return place === null ? { field: 'team', code: 'team-required', value: owner } : { id, teamId: place };
}

function teamIdIn(teams: ByName<Named>, team: string | null): string | null {
  return team === null ? null : idIn(teams, 'team', team);
}

function findCustomer({ customers }: Known, { customer }: Sale): { readonly id: string } | Reason {
  if ((customers.get(folded(customer)) ?? []).length > 1)
    return { field: 'customer', code: 'customer-ambiguous', value: customer };
  return { id: idIn(customers, 'customer', customer) };
}

export type Listed = {
  readonly owner: string;
  readonly manager: string | null;
  readonly team: string | null;
  readonly email: string | null;
};

/** Who sells in which team under whom. A team without a name of its own is called after its manager. */
export function listingOf(agents: readonly Entry[], defaultTeam: string | null): ReadonlyMap<string, Listed> {
  return new Map(
    agents.flatMap(({ fields: { owner = null, manager = null, team = null, email = null } }) =>
      owner === null ? [] : [[folded(owner), { owner, manager, email, team: team ?? manager ?? defaultTeam }] as const],
    ),
  );
}

export function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** The same name gets the same id, so that whoever imports at once makes nobody twice. */
export function newId(kind: 'user' | 'team' | 'customer', name: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['imported', kind, folded(name)]))
    .digest('hex')
    .slice(0, 32);
}

type Named = { readonly id: string; readonly name: string };
type ByName<One extends Named> = ReadonlyMap<string, readonly One[]>;

function byName<One extends Named>(items: readonly One[]): ByName<One> {
  const found = new Map<string, readonly One[]>();
  for (const item of items) found.set(folded(item.name), [...(found.get(folded(item.name)) ?? []), item]);
  return found;
}

function idIn(known: ByName<Named>, kind: 'team' | 'customer', name: string): string {
  return known.get(folded(name))?.[0]?.id ?? newId(kind, name);
}

function unknown(names: readonly (string | null)[], known: ByName<Named>): readonly string[] {
  const named = names.flatMap((name) => (name === null ? [] : [[folded(name), name] as const]));
  const first = new Map(named.toReversed()); // the first spelling stays
  return [...first].filter(([name]) => !known.has(name)).map(([, name]) => name);
}
