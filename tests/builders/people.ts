import type { Database } from '../../prisma/database.ts';

export type Person = {
  readonly id: string;
  readonly roles?: readonly string[];
  readonly superiorId?: string;
  readonly active?: boolean;
};

/** Leadership, two managers in a line, a rep at its foot, and an admin. */
export const company: readonly Person[] = [
  { id: 'chief', roles: ['leadership'] },
  { id: 'director', roles: ['manager'], superiorId: 'chief' },
  { id: 'manager', roles: ['manager'], superiorId: 'director' },
  { id: 'rep', roles: ['rep'], superiorId: 'manager' },
  { id: 'admin', roles: ['admin'] },
];

/** Superiors first. */
export async function employ({ prisma }: Pick<Database, 'prisma'>, people: readonly Person[]): Promise<void> {
  for (const { id, roles = ['rep'], superiorId = null, active = true } of people) {
    await prisma.user.create({ data: { id, name: id, email: `${id}@example.com`, roles: [...roles], superiorId, active } });
  }
}

export type Away = {
  readonly userId: string;
  readonly deputyId?: string;
  readonly from?: string;
  readonly until?: string;
  readonly kinds?: readonly string[];
};

/** Away in November 2026 unless told otherwise. */
export async function sendAway({ prisma }: Pick<Database, 'prisma'>, away: Away): Promise<void> {
  const { userId, deputyId = null, from = '2026-11-01T00:00:00.000Z', until = '2026-12-01T00:00:00.000Z', kinds = [] } = away;
  await prisma.absence.create({ data: { userId, deputyId, fromAt: from, untilAt: until, kinds: [...kinds], setBy: userId } });
}
