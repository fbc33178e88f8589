import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { hashOf } from '../token.ts';
import { Problem } from '../problem.ts';
import { plainAddress } from '../session/address.ts';

/** Counts what failed, per address and account, so that a guesser does not lock out the whole office behind one address. */
export function limitAttempts(limit: number): RequestHandler {
  return rateLimit({
    windowMs: 15 * 60_000,
    limit,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: ({ ip = '', body }) => `${ipKeyGenerator(ip)} ${hashOf(accountOf(body))}`,
    handler: (_request, response, next) =>
      next(new Problem('too-many-attempts', { headers: { 'retry-after': String(response.getHeader('retry-after') ?? 900) } })),
  });
}

function accountOf(body: unknown): string {
  const { email } = (body ?? {}) as { readonly email?: unknown };
  return typeof email === 'string' ? plainAddress(email) : '';
}
