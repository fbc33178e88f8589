import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Problem } from './config.ts';

const file = '.env';

/**
 * Adds to the process what `.env` says and the environment does not, as Node's own loader does; that one would read the mark which some
 * editors put first as part of the first name. Gives what is wrong with the file.
 */
export function loadEnvFile(): readonly Problem[] {
  if (!existsSync(file)) return [];
  try {
    for (const [name, value] of Object.entries(parseEnv(withoutMark(readFileSync(file, 'utf8'))))) process.env[name] ??= value;
    return [];
  } catch (error) {
    return [
      { name: file, rule: (error as NodeJS.ErrnoException).code === 'EISDIR' ? 'is a folder, not a file' : 'cannot be read' },
    ];
  }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
