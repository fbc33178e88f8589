import type { Database } from '../../prisma/database.ts';

export type Account = { readonly id: string; readonly passwordHash: string | null; readonly active: boolean };

/** Who has this address. It is compared as a whole: what would be a wildcard in a pattern is a character like any other. */
export async function accountAt({ pool }: Pick<Database, 'pool'>, email: string): Promise<Account | null> {
  const { rows } = await pool.query<Account>({
    name: 'account-at',
    text: 'SELECT id, password_hash AS "passwordHash", active FROM "user" WHERE lower(email) = lower($1)',
    values: [plainAddress(email)],
  });
  return rows[0] ?? null;
}

/** One spelling for all that lead to the same account, so that attempts on it are counted together. */
export function plainAddress(email: string): string {
  return email.trim().toLowerCase();
}
