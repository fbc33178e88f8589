import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `schema.prisma` and `migrations`: the same when run from source and from `dist`. */
export const prismaFolder =
  [here(), join(here(), '..', '..', 'prisma')].find((folder) => existsSync(join(folder, 'migrations'))) ?? here();

function here(): string {
  return dirname(fileURLToPath(import.meta.url));
}
