import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** For the owner's eyes alone, and renamed into place when it is whole: a crash amid it leaves no empty secret. */
export function writeKept(file: string, content: string): void {
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, content, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(unfinished, file);
}
