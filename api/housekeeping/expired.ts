import type { Deps } from '../deps.ts';

/** So long an expired link still says what became of it, and sends a new one. */
const linkAfterlifeDays = 90;

/** What lets nobody in any more is not kept. */
export async function forgetExpired({ database: { pool } }: Pick<Deps, 'database'>): Promise<void> {
  await pool.query('DELETE FROM session WHERE expires_at < now()');
  await pool.query(`DELETE FROM decision_link WHERE expires_at < now() - $1 * interval '1 day'`, [linkAfterlifeDays]);
}
