import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive, readPid } from './server-process.ts';

/** How the program is started, from source, from `dist` or by npm. */
const ourCommand = /local[/\\](setup|main)\.[mjt]+s\b/;

/**
 * Takes the folder for this process and gives the function that gives it back. Throws with the holder's process number when another
 * Pursuit runs on it; what a killed one left is taken over.
 */
export function takeLock(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  if (!tryToTake(file)) {
    const holder = readPid(file);
    if (holder !== undefined && isHolding(holder))
      throw new Error(`Process ${holder} already runs Pursuit on ${folder}. Stop that one first.`);
    rmSync(file, { force: true });
    if (!tryToTake(file)) throw new Error(`Another process took ${folder} at this moment.`);
  }
  return () => release(file);
}

function tryToTake(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Process numbers are used again: a stranger that got a dead one's number holds nothing. */
function isHolding(pid: number): boolean {
  return pid !== process.pid && isAlive(pid) && ourCommand.test(commandLine(pid));
}

function release(file: string): void {
  if (readFileSync(file, 'utf8').trim() === String(process.pid)) rmSync(file);
}
