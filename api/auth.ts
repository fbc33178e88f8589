import type { Request } from 'express';
import type { Caller, Scope } from './caller.ts';
import { callerOf, sessionPrefix } from './caller.ts';
import type { Deps } from './deps.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const sessionCookie = 'pursuit_session';

/** Who asks, by bearer token or session cookie; null when nobody says. A bearer token that says somebody who is not there is refused. */
export async function authenticate(
  request: Request,
  route: Pick<Route, 'method' | 'scope'>,
  { database, settings }: Deps,
): Promise<Caller | null> {
  const { bearer, cookie } = tokensOf(request);
  if (bearer !== undefined) return bearerCaller(database, bearer, neededScope(route));
  if (cookie === undefined) return null;
  if (route.method !== 'get' && !isSameSite(request, settings.publicUrl)) throw new Problem('cross-site-request');
  return callerOf(database, cookie);
}

async function bearerCaller(database: Deps['database'], token: string, scope: Scope): Promise<Caller> {
  const caller = await callerOf(database, token);
  if (caller === null) throw notSignedIn();
  requireScope(caller, scope);
  return caller;
}

function neededScope({ method, scope }: Pick<Route, 'method' | 'scope'>): Scope {
  return scope ?? (method === 'get' ? 'read' : 'write');
}

export function notSignedIn(): Problem {
  return new Problem('not-signed-in', { headers: { 'www-authenticate': 'Bearer realm="pursuit"' } });
}

/** A browser says where a request comes from; what says nothing is no browser. */
export function isSameSite({ headers }: Request, publicUrl: string | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host = '' } = headers;
  if (origin === undefined) return true;
  return publicUrl !== null && originOf(publicUrl) === origin ? true : hostOf(origin) === host;
}

/** A key may do what its scopes say, and only `write` is more than `signal`. */
function requireScope({ by }: Caller, scope: Scope): void {
  if (!('apiKey' in by) || by.scopes.includes(scope)) return;
  if (scope === 'signal' && by.scopes.includes('write')) return;
  throw new Problem('scope-missing', { facts: { scope } });
}

function tokensOf({ headers }: Request): { readonly bearer: string | undefined; readonly cookie: string | undefined } {
  const bearer = /^Bearer ([\w-]{1,200})$/i.exec(headers.authorization ?? '')?.[1];
  const cookie = new RegExp(`(?:^|;\\s*)${sessionCookie}=(${sessionPrefix}[\\w-]{1,200})(?:;|$)`).exec(headers.cookie ?? '')?.[1];
  if (headers.authorization !== undefined && bearer === undefined) throw notSignedIn();
  return { bearer, cookie };
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
