import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** Why a path can neither be nor become a folder, one that we write to if so wanted; undefined when it can. */
export function folderProblem(path: string, isWritten: boolean): string | undefined {
  const nearest = nearestThere(path);
  if (!statSync(nearest).isDirectory()) return nearest === path ? 'is a file, not a folder' : 'lies below a file';
  return isWritten && !isWritable(nearest) ? 'cannot be written to' : undefined;
}

/** Whatever lies below a file is not there either. */
function nearestThere(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path));
}

/** What a start by another user, such as root, left closed to us in PURSUIT_FOLDER; paths within it. */
export function leftClosed(folder: string): readonly string[] {
  const ours = entriesOf(folder).filter((path) => entriesOfOurs.includes(basename(path)));
  const inside = [...ours, ...['postgres', 'temporal'].flatMap((name) => entriesOf(join(folder, name)))];
  return inside.filter((path) => isForeign(path) && !isOpen(path)).map((path) => relative(folder, path));
}

/** What else lies there, such as the `lost+found` of a disk, is nobody's business. */
const entriesOfOurs = ['lock', 'password', 'secret', 'pursuit.log', 'demo-pending', 'documents', 'postgres', 'temporal'];

/** None where nobody may look: then the folder itself is what is closed. */
function entriesOf(folder: string): readonly string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory() || !isOpen(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name));
}

function isForeign(path: string): boolean {
  return existsSync(path) && statSync(path).uid !== process.getuid?.();
}

function isOpen(path: string): boolean {
  return isWritable(path) && isAllowed(path, constants.R_OK);
}

function isWritable(path: string): boolean {
  return isAllowed(path, statSync(path).isDirectory() ? constants.W_OK | constants.X_OK : constants.W_OK);
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
