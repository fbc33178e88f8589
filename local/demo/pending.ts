import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file in the folder says that the demo company is still to be made, or was not finished: a company of one's own never gets one. */
export function askForDemo(folder: string): void {
  writeFileSync(fileIn(folder), 'The demo company is not complete. While this file is there, each start goes on with it.\n');
}

export function isDemoPending(folder: string): boolean {
  return existsSync(fileIn(folder));
}

export function demoIsThere(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

function fileIn(folder: string): string {
  return join(folder, 'demo-pending');
}
