import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

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

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
