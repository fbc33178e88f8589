import type { Role } from '../caller.ts';
import { given } from '../http/given.ts';
import { reply } from '../http/reply.ts';
import { IdParams } from '../http/schema.ts';
import { administers, signedIn } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import { deactivate, findUser, listUsers, setPassword, strongHash, userView } from './query.ts';
import { NewUser, PasswordReset, User, UserChange, UserPage, UserQuery } from './schema.ts';

export const userRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/users',
    summary: 'Everybody in the company, by name',
    params: none,
    query: UserQuery,
    body: none,
    reply: UserPage,
    status: 200,
    policy: signedIn,
    handler: async ({ query }, { database }) => {
      const { items, nextCursor } = await listUsers(database, query);
      return { items: items.map(userView), nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/users',
    summary: 'Take somebody in',
    params: none,
    query: none,
    body: NewUser,
    reply: User,
    status: 201,
    policy: administers,
    handler: async ({ body: { password, id, ...person } }, { database }) => {
      const passwordHash = password === undefined ? null : await strongHash(person, password);
      const data = { ...person, ...given({ id }), roles: [...new Set(person.roles)], passwordHash };
      return userView(await database.prisma.user.create({ data }));
    },
  }),
  route({
    method: 'get',
    path: '/users/:id',
    summary: 'One person',
    params: IdParams,
    query: none,
    body: none,
    reply: User,
    status: 200,
    policy: signedIn,
    handler: async ({ params }, { database }) => userView(await findUser(database, params.id)),
  }),
  route({
    method: 'patch',
    path: '/users/:id',
    summary: 'Change a person: name, roles, superior, team, mail; or let him go',
    params: IdParams,
    query: none,
    body: UserChange,
    reply: User,
    status: 200,
    policy: administers,
    handler: async ({ caller, params, body: { active, roles, ...change } }, { database }) => {
      if (active === false && params.id === caller.userId) throw new Problem('not-allowed');
      await findUser(database, params.id);
      const back = active === true ? { active, leftAt: null } : {};
      await database.prisma.user.update({ where: { id: params.id }, data: { ...given(change), ...rolesIn(roles), ...back } });
      if (active === false) await deactivate(database, params.id);
      return userView(await findUser(database, params.id));
    },
  }),
  route({
    method: 'post',
    path: '/users/:id/password',
    summary: 'Set somebody a new password; signs him out everywhere',
    params: IdParams,
    query: none,
    body: PasswordReset,
    reply: noContent,
    status: 204,
    policy: administers,
    handler: async ({ params, body }, { database }) => {
      await setPassword(database, await findUser(database, params.id), body.password);
      return reply({});
    },
  }),
];

/** Each once, however often it was named. */
function rolesIn(roles: readonly Role[] | undefined): { readonly roles?: Role[] } {
  return roles === undefined ? {} : { roles: [...new Set(roles)] };
}
