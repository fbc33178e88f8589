import type { Absence as Row } from '../../prisma/generated/client.ts';
import type { Duty } from '../../prisma/people.ts';
import { subtreeOf } from '../../prisma/people.ts';
import type { Caller } from '../caller.ts';
import { given } from '../http/given.ts';
import { reply } from '../http/reply.ts';
import { IdParams, pageOf } from '../http/schema.ts';
import { hasRole, hasSay, hasSayOverAbsence, signedIn } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import type { AbsencePlan, Transaction } from './absence-rules.ts';
import { recordAbsence } from './absence-rules.ts';
import { Absence, AbsenceChange, NewAbsence } from './schema.ts';

export const absenceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/absences',
    summary: 'Who is or will be away: mine, of those below me, and where I stand in',
    params: none,
    query: none,
    body: none,
    reply: pageOf(Absence),
    status: 200,
    policy: signedIn,
    handler: async ({ caller }, { database }) => {
      const mine = { OR: [{ userId: { in: [...(await subtreeOf(database, caller.userId))] } }, { deputyId: caller.userId }] };
      const where = { untilAt: { gt: new Date() }, ...(hasRole(caller, 'admin', 'leadership') ? {} : mine) };
      const rows = await database.prisma.absence.findMany({ where, orderBy: [{ fromAt: 'asc' }, { id: 'asc' }], take: 500 });
      return { items: rows.map(view), nextCursor: null };
    },
  }),
  route({
    method: 'post',
    path: '/absences',
    summary: 'Be away, with a deputy or without; a superior says it for those below',
    params: none,
    query: none,
    body: NewAbsence,
    reply: Absence,
    status: 201,
    policy: signedIn,
    handler: async ({ caller, body }, { database }) => {
      const plan = { ...body, userId: body.userId ?? caller.userId };
      if (!(await hasSay(database, caller, plan.userId))) throw new Problem('not-allowed');
      const planOf = () => Promise.resolve(plan);
      return view(await recordAbsence(database, planOf, ({ absence }) => absence.create({ data: columnsOf(plan, caller) })));
    },
  }),
  route({
    method: 'patch',
    path: '/absences/:id',
    summary: 'Come back earlier or later, or name another deputy',
    params: IdParams,
    query: none,
    body: AbsenceChange,
    reply: Absence,
    status: 200,
    policy: hasSayOverAbsence,
    handler: async ({ caller, params: { id }, body }, { database }) => {
      const planOf = async ({ absence }: Transaction) => {
        return { ...view(await absence.findUniqueOrThrow({ where: { id } })), ...given(body) };
      };
      const write = ({ absence }: Transaction, plan: AbsencePlan) =>
        absence.update({ where: { id }, data: columnsOf(plan, caller) });
      return view(await recordAbsence(database, planOf, write));
    },
  }),
  route({
    method: 'delete',
    path: '/absences/:id',
    summary: 'Be back',
    params: IdParams,
    query: none,
    body: none,
    reply: noContent,
    status: 204,
    policy: hasSayOverAbsence,
    handler: async ({ params }, { database }) => {
      await database.prisma.absence.delete({ where: { id: params.id } });
      return reply({});
    },
  }),
];

function columnsOf({ userId, deputyId, fromAt, untilAt, ceiling, kinds }: AbsencePlan, { userId: setBy }: Caller) {
  const limit = { ceilingAmount: ceiling?.amount ?? null, ceilingCurrency: ceiling?.currency ?? null };
  return { userId, deputyId, fromAt, untilAt, kinds: [...kinds], setBy, ...limit };
}

function view({ id, userId, deputyId, fromAt, untilAt, ceilingAmount, ceilingCurrency, kinds, setBy }: Row) {
  const limit =
    ceilingAmount === null || ceilingCurrency === null ? null : { amount: ceilingAmount.toFixed(), currency: ceilingCurrency };
  return {
    ...{ id, userId, deputyId, setBy, ceiling: limit },
    fromAt: fromAt.toISOString(),
    untilAt: untilAt.toISOString(),
    kinds: kinds as readonly Duty[],
  };
}
