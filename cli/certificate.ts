import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isSignedBy, keyIdOf, publicKeyOf } from '../api/certificates/signing.ts';
import { certificateProblems, certificateTexts } from '../domain/approval/certificate-check.ts';
import type { Certificate } from '../domain/approval/certificate.ts';
import { approvalIdOf } from '../domain/ids.ts';
import { signingKeyOf } from '../local/secret.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { settingsHere, withSecret } from './settings.ts';
import { UsageError } from './usage-error.ts';

/** `pursuit signing-key`: the public key, to be given to whoever verifies certificates. */
export function signingKeyCommand(): ExitCode {
  const settings = settingsHere();
  const keys = settings.PURSUIT_SIGNING_KEY === undefined ? withSecret(settings) : settings;
  process.stdout.write(publicKeyOf(signingKeyOf(keys)));
  return exitCodes.ok;
}

/** `pursuit verify-certificate FILE --key KEY`: needs these two files alone; each fault is named by its place. */
export function verifyCertificateCommand(file: string, { key }: { readonly key: string }): ExitCode {
  const publicKey = publicKeyIn(key);
  const document = documentIn(file);
  const faults = certificateProblems(document).map(({ pointer, code }) => `${pointer || '/'}  ${code}  ${sentenceOf(code)}`);
  const all = faults.length > 0 ? faults : signatureFaults(document as Certificate, publicKey);
  console.log(all.length > 0 ? all.map((fault) => `bad  ${fault}`).join('\n') : summaryOf(document as Certificate));
  return all.length > 0 ? exitCodes.differences : exitCodes.ok;
}

/** The chain holds in itself; whether we made it is for the signature to say. It does not cover the name of its own key. */
function signatureFaults(certificate: Certificate, publicKey: KeyObject): readonly string[] {
  if (certificate.signature === null) return ['/signature  not-signed  Nobody has signed this.'];
  const { keyId } = certificate.signature;
  const wanted = keyIdOf(publicKey);
  if (isSignedBy(certificate, publicKey)) {
    if (keyId === wanted) return [];
    return [`/signature/keyId  altered  The key that signed this is ${wanted}; the certificate names another.`];
  }
  if (keyId !== wanted) return [`/signature/keyId  other-key  Signed with the key ${keyId}; the one given is ${wanted}.`];
  return [
    '/signature/value  altered  This is not the signature of this certificate: it was made anew, or the signature altered.',
  ];
}

function summaryOf({ head, entries, signature }: Certificate): string {
  const decisions = entries.map(({ at, step, verdict, userId, onBehalfOf }) => {
    return `  ${at}  ${step}  ${verdict}  ${userId}${onBehalfOf === null ? '' : ` on behalf of ${onBehalfOf}`}`;
  });
  const first = `good  ${approvalIdOf(head.opportunityId, head.version)} ${head.result} at ${head.concludedAt}, signed with the key ${signature?.keyId ?? ''}`;
  return [first, `  terms ${head.termsHash}`, ...decisions].join('\n');
}

function sentenceOf(code: string): string {
  return code in certificateTexts
    ? certificateTexts[code as keyof typeof certificateTexts].en
    : 'This is not how a certificate is built.';
}

function publicKeyIn(file: string): KeyObject {
  try {
    return createPublicKey(contentOf(file));
  } catch (cause) {
    throw cause instanceof UsageError ? cause : new UsageError(`${file} holds no public key in PEM.`, { cause });
  }
}

function documentIn(file: string): unknown {
  try {
    return JSON.parse(contentOf(file));
  } catch (cause) {
    throw cause instanceof UsageError ? cause : new UsageError(`${file} holds no JSON.`, { cause });
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read.`, { cause });
  }
}
