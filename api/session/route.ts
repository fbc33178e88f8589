import { isSameSite, sessionCookie } from '../auth.ts';
import { given } from '../http/given.ts';
import { reply } from '../http/reply.ts';
import { anyone, inPerson, signedIn } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import { sessionCookieOf } from './cookie.ts';
import { changePassword, meOf, signIn, signOut } from './query.ts';
import { Me, MeBody, PasswordBody, SessionReply, SignInBody } from './schema.ts';

export const sessionRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/session',
    summary: 'Sign in with e-mail and password',
    params: none,
    query: none,
    body: SignInBody,
    reply: SessionReply,
    status: 201,
    policy: anyone,
    attempts: 10,
    handler: async ({ body, request }, deps) => {
      if (!isSameSite(request, deps.settings.publicUrl)) throw new Problem('cross-site-request');
      const session = await signIn(deps.database, { ...body, userAgent: request.get('user-agent')?.slice(0, 200) ?? null });
      const me = await meOf(deps.database, session.userId);
      if (body.token === 'bearer') return { token: session.token, expiresAt: session.expiresAt, me };
      return reply({
        headers: { 'set-cookie': sessionCookieOf(session, deps.settings, request) },
        value: { expiresAt: session.expiresAt, me },
      });
    },
  }),
  route({
    method: 'delete',
    path: '/session',
    summary: 'Sign out',
    params: none,
    query: none,
    body: none,
    reply: noContent,
    status: 204,
    policy: signedIn,
    handler: async ({ caller }, { database }) => {
      await signOut(database, caller);
      return reply({ headers: { 'set-cookie': `${sessionCookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` } });
    },
  }),
  route({
    method: 'get',
    path: '/me',
    summary: 'Who I am here',
    params: none,
    query: none,
    body: none,
    reply: Me,
    status: 200,
    policy: signedIn,
    handler: ({ caller }, { database }) => meOf(database, caller.userId),
  }),
  route({
    method: 'patch',
    path: '/me',
    summary: 'Change my name, language or time zone, or whether I get mail',
    params: none,
    query: none,
    body: MeBody,
    reply: Me,
    status: 200,
    policy: inPerson,
    handler: async ({ caller, body }, { database }) => {
      await database.prisma.user.update({ where: { id: caller.userId }, data: given(body) });
      return meOf(database, caller.userId);
    },
  }),
  route({
    method: 'post',
    path: '/me/password',
    summary: 'Change my password; signs me out everywhere else',
    params: none,
    query: none,
    body: PasswordBody,
    reply: noContent,
    status: 204,
    policy: inPerson,
    attempts: 10,
    handler: async ({ caller, body }, { database }) => {
      await changePassword(database, caller, body);
      return reply({});
    },
  }),
];
