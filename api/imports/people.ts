import { Email } from '../session/schema.ts';
import { plainAddress } from '../session/address.ts';
import type { Entry, Fault, LeftOut } from './entry.ts';
import { folded, lookup } from './name.ts';
import type { Reason } from './reason.ts';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly teamId: string | null;
  readonly roles: readonly string[];
  readonly active: boolean;
};

/** Of a file that says who sells where, and under whom. */
export type Listed = {
  readonly owner: string;
  readonly manager: string | null;
  readonly team: string | null;
  readonly email: string | null;
  readonly entry: Entry;
};

/** By folded name. */
export type Listing = ReadonlyMap<string, Listed>;

/** Who is who among those that the files name. */
export type People = {
  /** Null for somebody who is to be made. */
  readonly named: (name: string) => Person | Reason | null;
  /** What speaks against making somebody as he is listed: whoever is made in spite of it would be somebody else. */
  readonly faults: readonly Fault[];
};

/** Who sells in which team under whom. A team without a name of its own is called after its manager. */
export function listingOf(agents: readonly Entry[], defaultTeam: string | null): Listing {
  return new Map(
    agents.flatMap((entry) => {
      const { owner = null, manager = null, team = null, email = null } = entry.fields;
      const place = { manager, email, team: team ?? manager ?? defaultTeam, entry };
      return owner === null ? [] : [[folded(owner), { owner, ...place }] as const];
    }),
  );
}

export function peopleOf(users: readonly Person[], listing: Listing, leftOut: LeftOut): People {
  const find = finder(users);
  const fresh = [...listing.values()].filter(({ owner }) => find(owner) === null);
  const objections = objectionsTo(fresh, { users, listing, leftOut, find });
  return {
    named: (name) => find(name) ?? objections.get(folded(name)) ?? leftOut.get(folded(name)) ?? null,
    faults: fresh.flatMap(({ owner, entry: { file, line } }) => {
      const objection = objections.get(folded(owner));
      return objection === undefined ? [] : [{ file, line, ...objection }];
    }),
  };
}

type Find = (name: string) => Person | Reason | null;

function finder(users: readonly Person[]): Find {
  const namesakesOf = lookup('user', users);
  return (name) => {
    const namesakes = namesakesOf(name);
    const [one, ...others] = namesakes.filter(({ active }) => active);
    if (others.length > 0) return { field: 'owner', code: 'owner-ambiguous', value: name };
    return one ?? (namesakes.length === 0 ? null : { field: 'owner', code: 'owner-left', value: name });
  };
}

type Sought = {
  readonly users: readonly Person[];
  readonly listing: Listing;
  readonly leftOut: LeftOut;
  readonly find: Find;
};

/** By folded name. Nobody is made whose superior cannot be. */
function objectionsTo(fresh: readonly Listed[], sought: Sought): ReadonlyMap<string, Reason> {
  const isTaken = takenAmong([...sought.users.map(({ email }) => email), ...fresh.map(({ email }) => email ?? '')]);
  const areFresh = new Set(fresh);
  const above = new Map(fresh.map((listed) => [listed, superiorIn(sought.listing, listed, areFresh)]));
  const own = new Map(fresh.map((listed) => [listed, emailObjection(listed, isTaken) ?? managerObjection(listed, sought)]));
  return new Map(
    fresh.flatMap((listed) => {
      const objection = own.get(listed) ?? lineObjection(listed, lineAbove(listed, above), own);
      return objection === null ? [] : [[folded(listed.owner), objection] as const];
    }),
  );
}

function takenAmong(addresses: readonly string[]): (email: string) => boolean {
  const counts = new Map<string, number>();
  for (const one of addresses.map(plainAddress)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return (email) => (counts.get(plainAddress(email)) ?? 0) > 1;
}

function emailObjection({ email }: Listed, isTaken: (email: string) => boolean): Reason | null {
  if (email === null) return null;
  if (!Email.safeParse(email).success) return { field: 'email', code: 'email-unreadable', value: email };
  return isTaken(email) ? { field: 'email', code: 'email-taken', value: email } : null;
}

function managerObjection({ owner, manager }: Listed, { leftOut, find }: Sought): Reason | null {
  if (manager === null || folded(manager) === folded(owner)) return null;
  const said = { field: 'manager', value: manager };
  const found = find(manager);
  if (found === null) return leftOut.has(folded(manager)) ? { ...said, code: 'manager-refused' } : null;
  if (!('code' in found)) return null;
  return { ...said, code: found.code === 'owner-left' ? 'manager-left' : 'manager-ambiguous' };
}

/** No line is longer that does not run in a circle. */
const mostLevels = 100;

/** Those above him who are to be made, too, up to one who is there already or has nobody above. */
function lineAbove(listed: Listed, above: ReadonlyMap<Listed, Listed | null>): readonly Listed[] {
  const line: Listed[] = [];
  for (let next = above.get(listed) ?? null; next !== null && line.length < mostLevels; next = above.get(next) ?? null)
    line.push(next);
  return line;
}

function superiorIn(listing: Listing, { owner, manager }: Listed, areFresh: ReadonlySet<Listed>): Listed | null {
  const superior = manager === null || folded(manager) === folded(owner) ? undefined : listing.get(folded(manager));
  return superior !== undefined && areFresh.has(superior) ? superior : null;
}

function lineObjection({ manager }: Listed, line: readonly Listed[], own: ReadonlyMap<Listed, Reason | null>): Reason | null {
  const said = { field: 'manager', value: manager ?? '' };
  if (line.length >= mostLevels) return { ...said, code: 'manager-circular' };
  return line.some((above) => (own.get(above) ?? null) !== null) ? { ...said, code: 'manager-refused' } : null;
}
