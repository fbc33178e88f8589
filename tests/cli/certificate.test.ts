import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyIdOf, publicKeyOf, signed } from '../../api/certificates/signing.ts';
import { certificateOf } from '../../domain/approval/certificate.ts';
import { approvedBy, aRequest } from '../builders/approval.ts';
import { freshFolder } from '../harness/folder.ts';
import { pursuit } from './pursuit.ts';

const { privateKey } = generateKeyPairSync('ed25519');

test('a certificate that names another key than the one that signed it is not called good', async () => {
  const { signature, ...certificate } = aSignedCertificate();
  const altered = { ...certificate, signature: { ...signature, keyId: '0123456789abcdef' } };

  const { code, output } = await verified(altered);

  expect(code, output).toBe(1);
  expect(output).toContain('bad  /signature/keyId  altered  ');
  expect(output).toContain(keyIdOf(createPublicKey(privateKey)));
});

test('the same certificate as it was signed is good', async () => {
  expect(await verified(aSignedCertificate())).toMatchObject({ code: 0, output: expect.stringContaining('good  ') });
});

test('pursuit signing-key invents no key where nothing has run, makes no folder and leaves with 69', async () => {
  const folder = join(freshFolder(), 'none');

  const { code, output } = await pursuit({ PURSUIT_FOLDER: folder }, 'signing-key');

  expect(code, output).toBe(69);
  expect(output).toContain(`Nothing has run on ${folder}`);
  expect(output).not.toContain('BEGIN');
  expect(existsSync(folder)).toBe(false);
});

test('pursuit signing-key prints the public key of the secret that is kept, or of the key that is set', async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'secret'), `${'s'.repeat(43)}\n`);
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

  const kept = await pursuit({ PURSUIT_FOLDER: folder }, 'signing-key');
  const set = await pursuit({ PURSUIT_FOLDER: join(folder, 'none'), PURSUIT_SIGNING_KEY: pem }, 'signing-key');

  expect(kept).toMatchObject({ code: 0, output: expect.stringContaining('BEGIN PUBLIC KEY') });
  expect(set).toEqual({ code: 0, output: publicKeyOf(privateKey) });
});

function aSignedCertificate() {
  const certificate = certificateOf(approvedBy(aRequest(), 'manager', 'director'));
  if (certificate === null) throw new Error('the request is open');
  return signed(certificate, privateKey);
}

function verified(document: object) {
  const folder = freshFolder();
  const [file, key] = [join(folder, 'certificate.json'), join(folder, 'key.pem')];
  writeFileSync(file, JSON.stringify(document));
  writeFileSync(key, publicKeyOf(privateKey));
  return pursuit({}, 'verify-certificate', file, '--key', key);
}
