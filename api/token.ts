import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits; kept only as their hash. */
export function newToken(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** sha-256, hex. A fast hash does: there is nothing to guess in 256 random bits. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
