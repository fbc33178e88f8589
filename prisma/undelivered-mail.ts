import type { Database } from './database.ts';

/** Mails of the last day that did not arrive, and what was last said of one. */
export type UndeliveredMail = { readonly count: number; readonly lastError: string | null };

/** Those that were refused or grew too old, and those tried for longer than a server needs that only puts off strangers. */
export async function undeliveredMail({ pool }: Pick<Database, 'pool'>): Promise<UndeliveredMail> {
  const { rows } = await pool.query<UndeliveredMail>(selectUndelivered);
  return rows[0] ?? { count: 0, lastError: null };
}

const attemptsOfTenMinutes = 8;

/** A row's next attempt stands a lease or a pause after its last one, whatever has become of it. */
const selectUndelivered = `
  SELECT count(*)::integer AS count, (array_agg(last_error ORDER BY next_attempt_at DESC))[1] AS "lastError" FROM delivery
  WHERE state <> 'sent' AND last_error IS NOT NULL AND next_attempt_at > now() - interval '1 day'
    AND (state <> 'pending' AND attempts > 0 OR attempts >= ${attemptsOfTenMinutes})`;
