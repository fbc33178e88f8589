import type { Request } from 'express';
import { sessionCookie } from '../auth.ts';
import type { Settings } from '../deps.ts';
import type { NewSession } from './query.ts';

/** Out of reach of scripts and of other sites; over https only where the address is https. */
export function sessionCookieOf(
  { token, expiresAt }: NewSession,
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  { secure }: Pick<Request, 'secure'>,
): string {
  const isSecure = publicUrl?.startsWith('https:') === true || secure ? '; Secure' : '';
  return `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${new Date(expiresAt).toUTCString()}${isSecure}`;
}
