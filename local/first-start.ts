import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { accountAt } from '../api/session/address.ts';
import { hashPassword, isPassword } from '../api/session/password.ts';
import type { Database } from '../prisma/database.ts';
import { layFoundation } from '../prisma/foundation.ts';
import type { Settings } from './config.ts';
import { askForDemo } from './demo/pending.ts';
import { readKept, writeKept } from './kept-file.ts';

export type SignIn = { readonly email: string; readonly password: string };

const administrator = { email: 'admin@pursuit.example', name: 'Administrator', language: 'en', roles: ['admin'] };
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'; // none that look alike
const passwordLength = 16;

/**
 * On an embedded database that nobody uses yet: makes the first user, with a password that is generated and kept in the folder for its
 * owner to read. Gives how to sign in, at every start, for as long as that is true.
 */
export async function prepareFirstStart(
  database: Database,
  { PURSUIT_FOLDER: folder, PURSUIT_DEMO }: Pick<Settings, 'PURSUIT_FOLDER' | 'PURSUIT_DEMO'>,
): Promise<SignIn | undefined> {
  const file = join(folder, 'password');
  if ((await database.prisma.user.count()) === 0) {
    const password = generatedPassword();
    writeKept(file, password); // first, so that no user is there whose password nobody knows
    if (PURSUIT_DEMO) askForDemo(folder);
    await layFoundation(database, { ...administrator, passwordHash: await hashPassword(password) });
  }
  const password = readKept(file);
  if (password === undefined) return undefined;
  const signIn = { email: administrator.email, password };
  return (await holds(database, signIn)) ? signIn : undefined;
}

/** The demo company's people keep the password of the first start; the administrator may have changed his. */
async function holds(database: Database, { email, password }: SignIn): Promise<boolean> {
  const account = await accountAt(database, email);
  return account?.active === true && isPassword(password, account.passwordHash);
}

function generatedPassword(): string {
  return Array.from({ length: passwordLength }, () => letters[randomInt(letters.length)]).join('');
}
