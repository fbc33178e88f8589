import { onlyAdministers } from '../../domain/actor.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Database } from '../../prisma/database.ts';
import { duties } from '../../prisma/people.ts';
import { Problem } from '../problem.ts';

/** Who will be away when, and who stands in for what; `id` once it is on record. Instants are ISO-8601, UTC. */
export type AbsencePlan = {
  readonly id?: string;
  readonly userId: string;
  readonly deputyId: string | null;
  readonly fromAt: string;
  readonly untilAt: string;
  readonly ceiling: { readonly amount: string; readonly currency: string } | null;
  /** None named means all. */
  readonly kinds: readonly string[];
};

export type Transaction = Prisma.TransactionClient;

/**
 * Writes what keeps to the rules, and refuses what does not: an end gone by, a deputy who is himself, has left, is unknown or only
 * administers, a second absence at the same time for the same duties up to the same ceiling, and a ring of deputies. Absences are planned
 * and written one at a time, so that two that contradict each other cannot both pass, and no change undoes another.
 */
export function recordAbsence<Row>(
  { prisma }: Pick<Database, 'prisma'>,
  planOf: (transaction: Transaction) => Promise<AbsencePlan>,
  write: (transaction: Transaction, plan: AbsencePlan) => Promise<Row>,
): Promise<Row> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT FROM people_clock FOR UPDATE`;
    const plan = await planOf(transaction);
    requireOrder(plan);
    await requireDeputy(transaction, plan);
    await requireAlone(transaction, plan);
    await requireNoRing(transaction, plan);
    return write(transaction, plan);
  });
}

function requireOrder({ fromAt, untilAt }: AbsencePlan): void {
  if (untilAt <= fromAt) throw atField('/untilAt', 'not-after-start');
  if (Date.parse(untilAt) <= Date.now()) throw atField('/untilAt', 'not-later');
}

async function requireDeputy(transaction: Transaction, { deputyId, userId }: AbsencePlan): Promise<void> {
  if (deputyId === null) return;
  if (deputyId === userId) throw atField('/deputyId', 'oneself');
  const deputy = await transaction.user.findUnique({ where: { id: deputyId }, select: { active: true, roles: true } });
  const code = deputy === null ? 'unknown' : deputy.active ? null : 'not-active';
  if (code !== null) throw new Problem('unknown-reference', { errors: [{ pointer: '/deputyId', code }] });
  if (deputy !== null && onlyAdministers(deputy)) throw atField('/deputyId', 'only-administers');
}

/** For other duties, or up to another ceiling, somebody else may stand in at the same time. */
async function requireAlone(
  transaction: Transaction,
  { id, userId, fromAt, untilAt, ceiling, kinds }: AbsencePlan,
): Promise<void> {
  const limit = { ceilingAmount: ceiling?.amount ?? null, ceilingCurrency: ceiling?.currency ?? null };
  const others = await transaction.absence.findMany({
    where: { userId, ...limit, fromAt: { lt: untilAt }, untilAt: { gt: fromAt }, ...(id !== undefined && { id: { not: id } }) },
    orderBy: { fromAt: 'asc' },
  });
  const other = others.find((one) => shareDuty(one.kinds, kinds));
  if (other === undefined) return;
  const facts = { absenceId: other.id, fromAt: other.fromAt.toISOString(), untilAt: other.untilAt.toISOString() };
  throw new Problem('absence-overlaps', { facts });
}

function shareDuty(some: readonly string[], others: readonly string[]): boolean {
  return some.length === 0 || others.length === 0 || some.some((kind) => others.includes(kind));
}

async function requireNoRing(transaction: Transaction, plan: AbsencePlan): Promise<void> {
  if (plan.deputyId === null) return;
  const [found] = await transaction.$queryRaw<readonly Ring[]>(ringOf({ ...plan, deputyId: plan.deputyId }));
  if (found === undefined) return;
  throw new Problem('deputies-in-a-ring', { facts: { people: found.people, ring: found.names.join(' → ') } });
}

type Ring = { readonly people: readonly string[]; readonly names: readonly string[] };

/** Follows deputies from the one named as long as all of them are away at one time and hand over one and the same duty. */
function ringOf({ id = '', userId, deputyId, fromAt, untilAt, kinds }: AbsencePlan & { readonly deputyId: string }): Prisma.Sql {
  const handedOver = kinds.length === 0 ? duties : kinds;
  return Prisma.sql`
    WITH RECURSIVE chain AS (
      SELECT ARRAY[${userId}, ${deputyId}] AS path, ${deputyId} AS last,
        tstzrange(${fromAt}::timestamptz, ${untilAt}::timestamptz) AS during, ${handedOver}::text[] AS duties
      UNION ALL
      SELECT c.path || a.deputy_id, a.deputy_id, c.during * tstzrange(a.from_at, a.until_at), shared.duties
      FROM chain c JOIN absence a ON a.user_id = c.last AND a.id <> ${id} AND a.deputy_id <> ALL (c.path[2:])
        AND tstzrange(a.from_at, a.until_at) && c.during
      CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT unnest(c.duties) INTERSECT SELECT unnest(CASE a.kinds WHEN '{}' THEN ${duties}::text[] ELSE a.kinds END))
          AS duties
      ) shared
      WHERE c.last <> ${userId} AND shared.duties <> '{}'
    )
    SELECT path AS people, ARRAY(SELECT u.name FROM unnest(path) WITH ORDINALITY p (id, at) JOIN "user" u USING (id) ORDER BY p.at) AS names
    FROM chain WHERE last = ${userId} ORDER BY cardinality(path) LIMIT 1`;
}

function atField(pointer: string, code: string): Problem {
  return new Problem('invalid-request', { errors: [{ pointer, code }] });
}
