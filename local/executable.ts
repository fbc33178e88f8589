import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a search for a program looks at, and where it says what it does. */
export type Search = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  /** Where the official releases lie, when not at their own place. */
  readonly releases?: string;
  /** Ends a download or a build that is under way. */
  readonly signal?: AbortSignal | undefined;
};

/** The first executable of that name on PATH. */
export function onPath(name: string, env: Search['env']): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** True for a file that may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
