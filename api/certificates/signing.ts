import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { Certificate, CertificateSignature } from '../../domain/approval/certificate.ts';
import { signedText } from '../../domain/approval/certificate.ts';

export type SignedCertificate = Certificate & { readonly signature: CertificateSignature };

/** Ed25519: the same certificate gets the same signature each time. */
export function signed(certificate: Certificate, privateKey: KeyObject): SignedCertificate {
  const value = sign(null, Buffer.from(signedText(certificate)), privateKey).toString('base64');
  return { ...certificate, signature: { algorithm: 'Ed25519', keyId: keyIdOf(createPublicKey(privateKey)), value } };
}

export function isSignedBy({ signature, ...certificate }: Certificate, publicKey: KeyObject): boolean {
  if (signature === null || publicKey.asymmetricKeyType !== 'ed25519') return false;
  return verify(null, Buffer.from(signedText(certificate)), publicKey, Buffer.from(signature.value, 'base64'));
}

/** The beginning of the SHA-256 of the public key (SPKI, DER), hex. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 16);
}

/** In PEM, as programs that verify take it. */
export function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
}
