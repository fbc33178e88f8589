import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** What single settings must look like. Each error goes on from the setting's name, and tells no value: that may be a secret. */

export const port = z.string().refine(isPort, { error: 'is not a port number' }).transform(Number);

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const folder = z.string().transform((path) => resolve(path));

export const host = z.string().refine(isHost, { error: 'is neither a host name nor an IP address' });

export const hostAndPort = z.string().refine(isHostAndPort, { error: 'is not host:port' });

export const webAddress = z.string().refine((text) => /^https?:\/\/[^/]/i.test(text) && URL.canParse(text), {
  error: 'is not a URL that begins with http:// or https:// and a host',
});

export const signingKey = z.string().refine(isEd25519, { error: 'is not an Ed25519 private key in PEM' });

/** gRPC sends it in a header, which takes these characters alone. */
export const namespace = z.string().regex(/^(?! )[\x20-\x7e]{1,1000}(?<! )$/, {
  error: 'is not up to 1000 printable ASCII characters',
});

export const taskQueue = z.string().refine(isTaskQueue, {
  error: 'is longer than 1000 bytes, begins with /_sys/ or holds a control character',
});

export function url(...schemes: readonly string[]) {
  const begins = new RegExp(`^(${schemes.join('|')})://`, 'i');
  return z.string().refine((text) => begins.test(text) && URL.canParse(text), {
    error: `is not a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function isTaskQueue(text: string): boolean {
  return Buffer.byteLength(text) <= 1000 && !text.startsWith('/_sys/') && !/\p{Cc}/u.test(text);
}

function isHostAndPort(text: string): boolean {
  const [, port = ''] = /^[^\s:/]+:(\d+)$/.exec(text) ?? [];
  return isPort(port);
}

/** A name whose last part is a number is an address that was mistyped. */
function isHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const parts = text.replace(/\.$/, '').split('.');
  return text.length <= 253 && parts.every((part) => /^(?!-)[\w-]{1,63}(?<!-)$/.test(part)) && !/^\d+$/.test(parts.at(-1) ?? '');
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
