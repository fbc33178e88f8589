import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import { sessionPrefix } from '../caller.ts';
import { Problem } from '../problem.ts';
import { hashOf, newToken } from '../token.ts';
import { accountAt } from './address.ts';
import { hashPassword, isPassword, isWeak } from './password.ts';

const sessionDays = 7;

export type NewSession = { readonly token: string; readonly expiresAt: string; readonly userId: string };

/** One answer for a wrong password, an unknown address and somebody who left. */
export async function signIn(
  database: Database,
  said: { readonly email: string; readonly password: string; readonly userAgent: string | null },
): Promise<NewSession> {
  const account = await accountAt(database, said.email);
  const user = account?.active === true ? account : null;
  if (!(await isPassword(said.password, user?.passwordHash ?? null)) || user === null) throw new Problem('wrong-credentials');
  const token = newToken(sessionPrefix);
  const expiresAt = new Date(Date.now() + sessionDays * 86_400_000);
  await database.prisma.session.create({
    data: { tokenHash: hashOf(token), userId: user.id, expiresAt, userAgent: said.userAgent },
  });
  return { token, expiresAt: expiresAt.toISOString(), userId: user.id };
}

export async function signOut({ prisma }: Database, { by }: Caller): Promise<void> {
  if ('session' in by) await prisma.session.deleteMany({ where: { tokenHash: by.session } });
}

/** Signs out everywhere else. */
export async function changePassword(
  { prisma }: Database,
  caller: Caller,
  change: { readonly current: string; readonly next: string },
): Promise<void> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: caller.userId } });
  if (!(await isPassword(change.current, user.passwordHash)))
    throw new Problem('invalid-request', { errors: [{ pointer: '/current', code: 'wrong-password' }] });
  if (isWeak(change.next, user)) throw new Problem('password-too-weak', { errors: [{ pointer: '/next', code: 'too-weak' }] });
  const passwordHash = await hashPassword(change.next);
  const kept = 'session' in caller.by ? caller.by.session : '';
  await prisma.$transaction([
    prisma.user.update({ where: { id: user.id }, data: { passwordHash } }),
    prisma.session.deleteMany({ where: { userId: user.id, tokenHash: { not: kept } } }),
  ]);
}

export async function meOf({ prisma }: Database, userId: string) {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId }, include: { groups: true } });
  const { id, name, email, language, timeZone, roles, teamId, superiorId, wantsMail, groups } = user;
  return {
    userId: id,
    name,
    email,
    language,
    timeZone,
    roles: roles as Caller['roles'],
    teamId,
    superiorId,
    wantsMail,
    groups: groups.map(({ groupKey }) => groupKey),
  };
}
