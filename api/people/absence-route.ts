import type { Absence as Row } from '../../prisma/generated/client.ts';
import { lineAbove, subtreeOf } from '../../prisma/people.ts';
import type { Caller } from '../caller.ts';
import type { Deps } from '../deps.ts';
import { given } from '../http/given.ts';
import { reply } from '../http/reply.ts';
import { IdParams, pageOf } from '../http/schema.ts';
import { hasRole, hasSayOverAbsence, signedIn } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { noContent, none, route } from '../route.ts';
import type { AbsencePlan } from './absence-rules.ts';
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
    handler: async ({ caller, body }, deps) => {
      const { userId = caller.userId, deputyId, fromAt, untilAt, ceiling, kinds } = body;
      await requireSay(deps, caller, userId);
      const plan = { userId, deputyId, fromAt, untilAt, ceiling, kinds };
      const data = columnsOf(plan, caller);
      return view(await recordAbsence(deps.database, plan, ({ absence }) => absence.create({ data })));
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
      const plan = { ...view(await database.prisma.absence.findUniqueOrThrow({ where: { id } })), ...given(body) };
      const data = columnsOf(plan, caller);
      return view(await recordAbsence(database, plan, ({ absence }) => absence.update({ where: { id }, data })));
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

async function hasSay({ database }: Deps, caller: Caller, userId: string): Promise<boolean> {
  if (caller.userId === userId || hasRole(caller, 'admin')) return true;
  return (await lineAbove(database, userId)).includes(caller.userId);
}

async function requireSay(deps: Deps, caller: Caller, userId: string): Promise<void> {
  if (!(await hasSay(deps, caller, userId))) throw new Problem('not-allowed');
}

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
    kinds: kinds as readonly ('approval' | 'escalation' | 'verification')[],
  };
}
