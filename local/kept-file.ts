import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { BadConfiguration } from './bad-configuration.ts';

/** For the owner's eyes alone, and renamed into place when it is whole: a crash amid it leaves no empty secret. */
export function writeKept(file: string, content: string): void {
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, content, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(unfinished, file);
}

/** What a start kept in PURSUIT_FOLDER; undefined where there is no such file yet. */
export function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BadConfiguration([{ name: 'PURSUIT_FOLDER', rule: `holds ${file}, which this user cannot read` }]);
  }
}
