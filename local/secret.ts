import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './config.ts';

type Keys = Pick<Settings, 'PURSUIT_SECRET' | 'PURSUIT_SIGNING_KEY' | 'PURSUIT_FOLDER'>;

/** What the settings say; embedded, one that is made once and kept in the folder for its owner's eyes alone. */
export function secretOf({ PURSUIT_SECRET, PURSUIT_FOLDER }: Keys): string {
  if (PURSUIT_SECRET !== undefined) return PURSUIT_SECRET;
  const file = join(PURSUIT_FOLDER, 'secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(PURSUIT_FOLDER, { recursive: true });
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** The Ed25519 key that signs certificates: the one the settings bring, else one derived from the secret, the same each time. */
export function signingKeyOf(keys: Keys): KeyObject {
  const { PURSUIT_SIGNING_KEY } = keys;
  if (PURSUIT_SIGNING_KEY !== undefined) return createPrivateKey(PURSUIT_SIGNING_KEY);
  const seed = hkdfSync('sha256', secretOf(keys), '', 'pursuit approval certificates', 32);
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, Buffer.from(seed)]), format: 'der', type: 'pkcs8' });
}

/** The AES key that seals who helps us covertly: derived from the secret, so it goes where the secret goes. */
export function supporterKeyOf(keys: Keys): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secretOf(keys), '', 'pursuit covert supporters', 32)));
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
