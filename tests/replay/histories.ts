import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const historiesFolder = fileURLToPath(new URL('histories', import.meta.url));

export type Stored = { readonly name: string; readonly history: unknown };

/** Every stored history, by file name: one folder a release. */
export function storedHistories(): readonly Stored[] {
  const files = readdirSync(historiesFolder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files
    .toSorted()
    .map((name) => ({ name, history: JSON.parse(readFileSync(`${historiesFolder}/${name}`, 'utf8')) as unknown }));
}
