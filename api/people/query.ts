import type { Prisma, User as Row } from '../../prisma/generated/client.ts';
import type { Database } from '../../prisma/database.ts';
import type { Role } from '../caller.ts';
import { given } from '../http/given.ts';
import { after, pageFrom } from '../http/page.ts';
import { literal } from '../http/pattern.ts';
import { Problem } from '../problem.ts';
import { hashPassword, isWeak } from '../session/password.ts';

export type UserFilter = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly text?: string | undefined;
  readonly team?: string | undefined;
  readonly active?: boolean | undefined;
};

/** Everybody in the company, by name. */
export async function listUsers({ prisma }: Database, { limit, cursor, text, team, active }: UserFilter) {
  const conditions: readonly Prisma.UserWhereInput[] = [
    given({ teamId: team, active }),
    ...(text === undefined ? [] : [{ OR: [{ name: containing(text) }, { email: containing(text) }] }]),
    after('name', cursor),
  ];
  const rows = await prisma.user.findMany({
    where: { AND: [...conditions] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit + 1,
  });
  return pageFrom(rows, limit, ({ name, id }) => [name, id]);
}

export async function findUser({ prisma }: Database, id: string): Promise<Row> {
  const user = await prisma.user.findUnique({ where: { id } });
  if (user === null) throw new Problem('not-found');
  return user;
}

/** Whoever leaves is signed out at once, and his keys end; his requests are handed on within a second, his sales within the minute. */
export async function deactivate({ prisma }: Database, id: string): Promise<void> {
  await prisma.$transaction([
    prisma.user.update({ where: { id }, data: { active: false, leftAt: new Date() } }),
    prisma.session.deleteMany({ where: { userId: id } }),
    prisma.apiKey.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: new Date() } }),
  ]);
}

export async function setPassword(
  { prisma }: Database,
  person: { readonly id: string; readonly email: string; readonly name: string },
  password: string,
) {
  const passwordHash = await strongHash(person, password);
  await prisma.$transaction([
    prisma.user.update({ where: { id: person.id }, data: { passwordHash } }),
    prisma.session.deleteMany({ where: { userId: person.id } }),
  ]);
}

export async function strongHash(person: { readonly email: string; readonly name: string }, password: string): Promise<string> {
  if (isWeak(password, person)) throw new Problem('password-too-weak', { errors: [{ pointer: '/password', code: 'too-weak' }] });
  return hashPassword(password);
}

export function userView({ id, name, email, roles, superiorId, teamId, language, timeZone, wantsMail, active, leftAt }: Row) {
  return {
    id,
    name,
    email,
    roles: roles as readonly Role[],
    superiorId,
    teamId,
    language,
    timeZone,
    wantsMail,
    active,
    leftAt: leftAt?.toISOString() ?? null,
  };
}

function containing(text: string) {
  return { contains: literal(text), mode: 'insensitive' as const };
}
