import type { Database } from '../prisma/database.ts';
import { hashOf } from './token.ts';

export const roles = ['rep', 'manager', 'leadership', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `signal` gives milestones to the fire-and-forget door and nothing else. */
export const scopes = ['read', 'write', 'signal'] as const;
export type Scope = (typeof scopes)[number];

/** Who asks. With an API key it is the user in whose name the key acts. */
export type Caller = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly timeZone: string;
  readonly roles: readonly Role[];
  readonly teamId: string | null;
  readonly superiorId: string | null;
  readonly by: { readonly session: string } | { readonly apiKey: string; readonly scopes: readonly Scope[] };
};

/** Asked anew with each request, so that whoever has left is out at once. Null when nobody is behind the token. */
export async function callerOf({ pool }: Database, token: string): Promise<Caller | null> {
  const tokenHash = hashOf(token);
  const { rows } = await pool.query<CallerRow>({
    ...(token.startsWith(apiKeyPrefix) ? byApiKey : bySession),
    values: [tokenHash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { apiKey, scopes: granted, ...person } = row;
  return { ...person, by: apiKey === null ? { session: tokenHash } : { apiKey, scopes: granted ?? [] } };
}

export const sessionPrefix = 'pss_';
export const apiKeyPrefix = 'pak_';

type CallerRow = Omit<Caller, 'by'> & { readonly apiKey: string | null; readonly scopes: readonly Scope[] | null };

const person = `u.id AS "userId", u.name, u.email, u.language, u.time_zone AS "timeZone", u.roles, u.team_id AS "teamId", u.superior_id AS "superiorId"`;

/** Seen is noted once a minute; a session in use lives on. */
const bySession = {
  name: 'caller-by-session',
  text: `
  WITH seen AS (
    UPDATE session SET last_seen_at = now(), expires_at = GREATEST(expires_at, now() + interval '7 days')
    WHERE token_hash = $1 AND last_seen_at < now() - interval '1 minute' AND expires_at > now()
  )
  SELECT ${person}, NULL AS "apiKey", NULL AS scopes
  FROM session s JOIN "user" u ON u.id = s.user_id
  WHERE s.token_hash = $1 AND s.expires_at > now() AND u.active`,
};

const byApiKey = {
  name: 'caller-by-api-key',
  text: `
  WITH used AS (
    UPDATE api_key SET last_used_at = now()
    WHERE token_hash = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
  )
  SELECT ${person}, k.id AS "apiKey", k.scopes
  FROM api_key k JOIN "user" u ON u.id = k.user_id
  WHERE k.token_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND u.active`,
};
