import { given } from '../http/given.ts';
import { reply } from '../http/reply.ts';
import { IdParams, pageOf } from '../http/schema.ts';
import { administers, signedIn } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import { Group, GroupBody, GroupParams, NewTeam, Team, TeamChange } from './schema.ts';

export const teamRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/teams',
    summary: 'All teams',
    params: none,
    query: none,
    body: none,
    reply: pageOf(Team),
    status: 200,
    policy: signedIn,
    handler: async (_input, { database }) => {
      const teams = await database.prisma.team.findMany({ orderBy: { name: 'asc' }, include: counted });
      return { items: teams.map(teamView), nextCursor: null };
    },
  }),
  route({
    method: 'post',
    path: '/teams',
    summary: 'Make a team',
    params: none,
    query: none,
    body: NewTeam,
    reply: Team,
    status: 201,
    policy: administers,
    handler: async ({ body: { id, name } }, { database }) => {
      return teamView(await database.prisma.team.create({ data: { name, ...given({ id }) }, include: counted }));
    },
  }),
  route({
    method: 'patch',
    path: '/teams/:id',
    summary: 'Rename a team',
    params: IdParams,
    query: none,
    body: TeamChange,
    reply: Team,
    status: 200,
    policy: administers,
    handler: async ({ params, body }, { database }) => {
      return teamView(await database.prisma.team.update({ where: { id: params.id }, data: body, include: counted }));
    },
  }),
  route({
    method: 'delete',
    path: '/teams/:id',
    summary: 'Dissolve an empty team',
    params: IdParams,
    query: none,
    body: none,
    reply: noContent,
    status: 204,
    policy: administers,
    handler: async ({ params }, { database }) => {
      if ((await database.prisma.opportunity.count({ where: { teamId: params.id, endedAt: null } })) > 0)
        throw new Problem('in-use');
      await database.prisma.team.delete({ where: { id: params.id } });
      return reply({});
    },
  }),
  route({
    method: 'get',
    path: '/groups',
    summary: 'Groups that approve contracts, such as finance and legal',
    params: none,
    query: none,
    body: none,
    reply: pageOf(Group),
    status: 200,
    policy: signedIn,
    handler: async (_input, { database }) => {
      const groups = await database.prisma.approverGroup.findMany({ orderBy: { key: 'asc' }, include: { members: true } });
      return { items: groups.map(groupView), nextCursor: null };
    },
  }),
  route({
    method: 'put',
    path: '/groups/:key',
    summary: 'Say who is in a group',
    params: GroupParams,
    query: none,
    body: GroupBody,
    reply: Group,
    status: 200,
    policy: administers,
    handler: async ({ params: { key }, body: { name, members } }, { database }) => {
      const create = [...new Set(members)].map((userId) => ({ userId }));
      const group = await database.prisma.approverGroup.upsert({
        where: { key },
        create: { key, name, members: { create } },
        update: { name, members: { deleteMany: {}, create } },
        include: { members: true },
      });
      return groupView(group);
    },
  }),
];

const counted = { _count: { select: { members: true } } };

function teamView({
  id,
  name,
  _count,
}: {
  readonly id: string;
  readonly name: string;
  readonly _count: { readonly members: number };
}) {
  return { id, name, members: _count.members };
}

type GroupRow = { readonly key: string; readonly name: unknown; readonly members: readonly { readonly userId: string }[] };

function groupView({ key, name, members }: GroupRow) {
  return {
    key,
    name: name as { readonly en: string; readonly zh: string },
    members: members.map(({ userId }) => userId).toSorted(),
  };
}
