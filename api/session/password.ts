import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the library's own cost: 19 MiB, two passes. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Takes the same time for an account that is not there. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy()), password);
  return passwordHash !== null && matches;
}

let decoyHash: Promise<string> | undefined;

function decoy(): Promise<string> {
  decoyHash ??= hash('nobody has this password');
  return decoyHash;
}

/** Length counts most; one's own name is the first that is tried. */
export function isWeak(password: string, person: { readonly email: string; readonly name: string }): boolean {
  const own = [person.email, person.email.split('@')[0] ?? '', person.name].filter((word) => word.length > 2);
  const plain = password.toLowerCase();
  return [...password].length < 12 || new Set(plain).size < 5 || own.some((word) => plain === word.toLowerCase());
}
