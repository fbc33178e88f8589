import { defaultPolicy } from '../domain/approval/default-policy.ts';
import { defaultCalendar } from '../domain/default-calendar.ts';
import { defaultPlaybook } from '../domain/default-playbook.ts';
import type { Database } from './database.ts';

export type Administrator = {
  readonly email: string;
  readonly name: string;
  readonly language: string;
  /** Argon2. */
  readonly passwordHash: string;
  readonly roles: readonly string[];
  readonly teamId?: string | null;
  readonly superiorId?: string | null;
};

/**
 * What a new company needs before anybody can do anything: somebody who administers it, and the default playbook, calendar and approval
 * policy as published. Gives the administrator's id; null, and nothing done, where there is a playbook already.
 */
export function layFoundation({ prisma }: Pick<Database, 'prisma'>, administrator: Administrator): Promise<string | null> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`LOCK TABLE playbook IN SHARE ROW EXCLUSIVE MODE`; // two first administrators at once lay one
    if ((await transaction.playbook.count()) > 0) return null;
    const { id } = await transaction.user.create({ data: { ...administrator, roles: [...administrator.roles] } });
    const published = { status: 'published', createdBy: id, publishedBy: id, publishedAt: new Date() };
    await transaction.playbook.create({ data: { ...published, ...documentOf(defaultPlaybook.key, defaultPlaybook) } });
    await transaction.calendar.create({ data: { ...published, ...documentOf(defaultCalendar.name, defaultCalendar) } });
    await transaction.approvalPolicy.create({ data: { ...published, ...documentOf(defaultPolicy.key, defaultPolicy) } });
    return id;
  });
}

function documentOf(key: string, document: { readonly version: number }) {
  return { key, version: document.version, document: structuredClone(document) as object };
}
