import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DependencyAway } from '../../local/dependency-away.ts';
import type { Settings } from '../../local/config.ts';
import { UsageError } from '../usage-error.ts';

/** Of the administrator that the first start of an embedded Pursuit makes. */
const embeddedAdministrator = 'admin@pursuit.example';

/** A token from a file, or that of the embedded administrator, whose password lies in the folder. */
export async function tokenFor(url: string, { PURSUIT_FOLDER }: Settings, tokenFile: string | undefined): Promise<string> {
  if (tokenFile !== undefined) return readOr(tokenFile, `${tokenFile} cannot be read.`);
  const file = join(PURSUIT_FOLDER, 'password');
  if (!existsSync(file))
    throw new UsageError('Give --token-file: a file that holds an API key with the scope write, or a session token.');
  const answer = await reach(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: embeddedAdministrator, password: readFileSync(file, 'utf8').trim(), token: 'bearer' }),
  });
  if (!answer.ok) throw new UsageError('The password in the folder is no longer the right one. Give --token-file.');
  return ((await answer.json()) as { readonly token: string }).token;
}

/** Fetches, or says that nothing answers there. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new DependencyAway(`Nothing answers at ${new URL(url).origin}. Start Pursuit, or give --url.`, { cause });
  }
}

function readOr(file: string, complaint: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new UsageError(complaint, { cause });
  }
}
