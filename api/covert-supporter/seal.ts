import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

export type Sealed = { readonly ciphertext: Uint8Array<ArrayBuffer>; readonly keyId: string };

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM. Sealed for one sale: in the row of another it does not open. */
export function seal(key: KeyObject, opportunityId: string, plain: string): Sealed {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(opportunityId));
  const body = [cipher.update(plain, 'utf8'), cipher.final()];
  return { ciphertext: Uint8Array.from(Buffer.concat([iv, cipher.getAuthTag(), ...body])), keyId: keyIdOf(key) };
}

/** Throws for another key, another sale, or bytes that were touched. */
export function unseal(key: KeyObject, opportunityId: string, { ciphertext }: Pick<Sealed, 'ciphertext'>): string {
  const bytes = Buffer.from(ciphertext);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(opportunityId)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}

/** Tells keys apart and says nothing of them. */
export function keyIdOf(key: KeyObject): string {
  return createHmac('sha256', key).update('key id').digest('hex').slice(0, 16);
}
