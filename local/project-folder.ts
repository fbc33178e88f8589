import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json: the same when run from source and from `dist`. */
export const projectFolder = nearestPackage(dirname(fileURLToPath(import.meta.url)));

/** Where the build puts the workflows' bundle. */
export const workflowBundle = join(projectFolder, 'dist', 'bundle', 'workflows.js');

export const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { readonly version: string };

function nearestPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : nearestPackage(dirname(folder));
}
