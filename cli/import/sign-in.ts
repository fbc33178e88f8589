import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DependencyAway } from '../../local/dependency-away.ts';
import type { Settings } from '../../local/config.ts';
import { publicUrlOf } from '../../local/config.ts';
import { UsageError } from '../usage-error.ts';
import { failureOf } from './failure.ts';
import { contentOf } from './files.ts';

/** Of the administrator that the first start of an embedded Pursuit makes. */
const embeddedAdministrator = 'admin@pursuit.example';

/** The address that was typed, else that of the settings; no slash at its end. */
export function addressOf(typed: string | undefined, settings: Settings): string {
  if (typed === undefined) return publicUrlOf(settings);
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--url ${typed} is no address such as http://127.0.0.1:8080.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** A token from a file, or that of the embedded administrator, whose password lies in the folder and goes nowhere but to the Pursuit here. */
export async function tokenFor(url: string, settings: Settings, tokenFile: string | undefined): Promise<string> {
  if (tokenFile !== undefined) return tokenIn(tokenFile);
  const file = join(settings.PURSUIT_FOLDER, 'password');
  if (!existsSync(file) || !isHere(url, settings))
    throw new UsageError('Give --token-file: a file that holds an API key with the scope write, or a session token.');
  const answer = await reach(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: embeddedAdministrator, password: readFileSync(file, 'utf8').trim(), token: 'bearer' }),
  });
  if (answer.status === 401) throw new UsageError('The password in the folder is no longer the right one. Give --token-file.');
  if (!answer.ok) throw await failureOf(answer);
  return ((await answer.json()) as { readonly token: string }).token;
}

/** Behind another port of this machine anybody may listen. */
function isHere(url: string, settings: Settings): boolean {
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `http://${name}:${settings.PORT}`);
  return [publicUrlOf(settings), ...loopback].some((own) => new URL(own).origin === new URL(url).origin);
}

function tokenIn(file: string): string {
  const token = contentOf(file).toString('utf8').trim();
  if (!/^[\x21-\x7E]+$/.test(token)) throw new UsageError(`${file} holds no token: a token is one line without spaces.`);
  return token;
}

/** Fetches, or says that nothing answers there. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new DependencyAway(`Nothing answers at ${new URL(url).origin}. Start Pursuit, or give --url.`, { cause });
  }
}
