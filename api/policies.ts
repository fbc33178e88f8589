import type { Caller, Role } from './caller.ts';
import type { Deps } from './deps.ts';
import { notSignedIn } from './auth.ts';
import type { SeenOpportunity } from './opportunities/query.ts';
import { findOpportunity } from './opportunities/query.ts';
import { Problem } from './problem.ts';

/** Who may ask, and what he is given because he may. What he may not see answers exactly like what does not exist. */
export type Policy<Params, Grant extends object> = {
  readonly name: string;
  readonly grant: (asking: Asking<Params>, deps: Deps) => Promise<Grant> | Grant;
};

export type Asking<Params> = { readonly caller: Caller | null; readonly params: Params };
export type Signed = { readonly caller: Caller };

/** Also who has not signed in. */
export const anyone: Policy<object, { readonly caller: Caller | null }> = {
  name: 'anyone',
  grant: ({ caller }) => ({ caller }),
};

export const signedIn: Policy<object, Signed> = { name: 'signed-in', grant: signed };

/** By password, not by key: a key must not make keys, nor change passwords. */
export const inPerson: Policy<object, Signed> = {
  name: 'in-person',
  grant: (asking) => {
    const { caller } = signed(asking);
    if ('apiKey' in caller.by) throw new Problem('not-allowed');
    return { caller };
  },
};

export const administers = withRole('administers', ['admin']);

/** Playbooks and calendars are rules of the company: its leadership sets them, or the administrator for it. */
export const setsRules = withRole('sets-rules', ['leadership', 'admin']);

export type OpportunityGrant = Signed & { readonly opportunity: SeenOpportunity };

/** The owner, his line upwards, who stands in for them, leadership and administrators. */
export const seesOpportunity: Policy<{ readonly id: string }, OpportunityGrant> = {
  name: 'sees-opportunity',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    const opportunity = await findOpportunity(database, caller, params.id);
    if (opportunity === null) throw new Problem('not-found');
    return { caller, opportunity };
  },
};

export function signed({ caller }: { readonly caller: Caller | null }): Signed {
  if (caller === null) throw notSignedIn();
  return { caller };
}

export function hasRole({ roles }: Caller, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => roles.includes(role));
}

function withRole(name: string, wanted: readonly Role[]): Policy<object, Signed> {
  return {
    name,
    grant: (asking) => {
      const { caller } = signed(asking);
      if (!hasRole(caller, ...wanted)) throw new Problem('not-allowed');
      return { caller };
    },
  };
}
