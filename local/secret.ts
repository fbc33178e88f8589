import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfiguration } from './bad-configuration.ts';
import { shortestSecret, type Settings } from './config.ts';
import { readKept, writeKept } from './kept-file.ts';

type Keys = Pick<Settings, 'PURSUIT_SECRET' | 'PURSUIT_SIGNING_KEY' | 'PURSUIT_FOLDER'>;

/** What the settings say; embedded, one that is made once and kept in the folder for its owner's eyes alone. */
export function secretOf({ PURSUIT_SECRET, PURSUIT_FOLDER }: Keys): string {
  return PURSUIT_SECRET ?? keptSecret(PURSUIT_FOLDER) ?? newSecret(PURSUIT_FOLDER);
}

/** The one kept in the folder, where there is one. From one that was cut short everybody could derive the keys. */
export function keptSecret(folder: string): string | undefined {
  const file = fileIn(folder);
  const secret = readKept(file);
  if (secret === undefined || secret.length >= shortestSecret) return secret;
  const rule = `is shorter than ${shortestSecret} characters in the file ${file}: put back the one that was there, or remove the file to have a new one`;
  throw new BadConfiguration([{ name: 'PURSUIT_SECRET', rule }]);
}

function newSecret(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const secret = randomBytes(32).toString('base64url');
  writeKept(fileIn(folder), `${secret}\n`);
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

const fileIn = (folder: string) => join(folder, 'secret');
