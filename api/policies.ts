import type { Database } from '../prisma/database.ts';
import type { Command, Customer, Document } from '../prisma/generated/client.ts';
import { lineAbove, subtreeOf } from '../prisma/people.ts';
import type { Caller, Role } from './caller.ts';
import { findVisibleCommand } from './command/query.ts';
import { approvalsNaming } from './contracts/query.ts';
import { findCustomer } from './customers/query.ts';
import type { SeenApproval } from './approvals/query.ts';
import { findApproval } from './approvals/query.ts';
import type { Deps } from './deps.ts';
import { notSignedIn } from './auth.ts';
import { importers } from './imports/imported.ts';
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

/** Playbooks, calendars and approval policies are rules of the company: its leadership sets them, or the administrator for it. */
export const setsRules = withRole('sets-rules', ['leadership', 'admin']);

/** A pipeline brings sales of many owners, and people and customers with them. */
export const importsSales = withRole('imports-sales', importers);

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

/** The owner himself and those straight above him, in person: no deputy, no key, nobody who administers. */
export const knowsSupporter: Policy<{ readonly id: string }, OpportunityGrant> = {
  name: 'knows-supporter',
  grant: async (asking, deps) => {
    const grant = await seesOpportunity.grant(asking, deps);
    const { capacity, onBehalfOf } = grant.opportunity.standing;
    const isNear = (capacity === 'owner' || capacity === 'superior') && onBehalfOf === undefined;
    if (!isNear || hasRole(grant.caller, 'admin')) throw new Problem('not-found');
    return grant;
  },
};

/** Its sender, and whoever sees the sale it was given to. */
export const seesCommand: Policy<{ readonly id: string }, Signed & { readonly command: Command }> = {
  name: 'sees-command',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    const command = await findVisibleCommand(database, caller, params.id);
    if (command === null) throw new Problem('not-found');
    return { caller, command };
  },
};

/** Whoever sees the sale it belongs to, or a request whose terms name it; without a sale, whoever uploaded it. */
export const seesDocument: Policy<{ readonly id: string }, Signed & { readonly document: Document }> = {
  name: 'sees-document',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    const document = await database.prisma.document.findUnique({ where: { id: params.id } });
    if (document === null || !(await isOpenTo(database, caller, document))) throw new Problem('not-found');
    return { caller, document };
  },
};

/** An inbox has one reader. */
export const ownsInboxLine: Policy<{ readonly id: string }, Signed> = {
  name: 'owns-inbox-line',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    await found(database.prisma.inbox.count({ where: { id: params.id, recipientId: caller.userId } }));
    return { caller };
  },
};

/** One's own key, or any for an administrator; in person. */
export const ownsApiKey: Policy<{ readonly id: string }, Signed> = {
  name: 'owns-api-key',
  grant: async ({ caller: someone, params }, deps) => {
    const { caller } = await inPerson.grant({ caller: someone, params }, deps);
    const own = hasRole(caller, 'admin') ? {} : { userId: caller.userId };
    await found(deps.database.prisma.apiKey.count({ where: { id: params.id, revokedAt: null, ...own } }));
    return { caller };
  },
};

/** Whoever is away himself, those above him, and administrators. */
export const hasSayOverAbsence: Policy<{ readonly id: string }, Signed> = {
  name: 'has-say-over-absence',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    const absence = await database.prisma.absence.findUnique({ where: { id: params.id }, select: { userId: true } });
    if (absence === null || !(await hasSay(database, caller, absence.userId))) throw new Problem('not-found');
    return { caller };
  },
};

/** In whether and how long somebody is away. */
export async function hasSay(database: Database, caller: Caller, userId: string): Promise<boolean> {
  if (caller.userId === userId || hasRole(caller, 'admin')) return true;
  return (await lineAbove(database, userId)).includes(caller.userId);
}

async function found(count: Promise<number>): Promise<void> {
  if ((await count) === 0) throw new Problem('not-found');
}

/** Evidence is not for administrators. */
async function isOpenTo(database: Database, caller: Caller, { id, opportunityId, uploaderId }: Document): Promise<boolean> {
  if (opportunityId === null) return uploaderId === caller.userId;
  const opportunity = await findOpportunity(database, caller, opportunityId);
  if (opportunity !== null && opportunity.standing.capacity !== 'admin') return true;
  return isInTermsOpenTo(database, caller, await approvalsNaming(database, opportunityId, id));
}

/** Who is asked to approve a contract reads what its terms name, though the sale is none of his business. */
async function isInTermsOpenTo(database: Database, caller: Caller, approvals: readonly string[]): Promise<boolean> {
  for (const id of approvals) {
    const approval = await findApproval(database, caller, id);
    if (approval !== null && approval.capacity !== 'admin') return true;
  }
  return false;
}

/** Customers are known to all. */
export const knowsCustomer: Policy<{ readonly id: string }, Signed & { readonly customer: Customer }> = {
  name: 'knows-customer',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    return { caller, customer: await findCustomer(database, params.id) };
  },
};

/** Whoever entered the customer, those above him, leadership, and whoever sells to it. */
export const maintainsCustomer: Policy<{ readonly id: string }, Signed> = {
  name: 'maintains-customer',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    const { createdBy } = await findCustomer(database, params.id);
    if (hasRole(caller, 'leadership', 'admin') || createdBy === caller.userId) return { caller };
    const own = await subtreeOf(database, caller.userId);
    const sells = await database.prisma.opportunity.count({ where: { customerId: params.id, ownerId: { in: [...own] } } });
    if (!own.includes(createdBy) && sells === 0) throw new Problem('not-allowed');
    return { caller };
  },
};

export type ApprovalGrant = Signed & { readonly approval: SeenApproval };

/** Those asked, those who decided, those who asked, and those who see the sale. */
export const seesApproval: Policy<{ readonly id: string }, ApprovalGrant> = {
  name: 'sees-approval',
  grant: async ({ caller: someone, params }, { database }) => {
    const { caller } = signed({ caller: someone });
    const approval = await findApproval(database, caller, params.id);
    if (approval === null) throw new Problem('not-found');
    return { caller, approval };
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
