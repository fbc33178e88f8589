import { createHash } from 'node:crypto';
import type { ImportSource } from '../../domain/opportunity/command.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller, Role } from '../caller.ts';
import { Problem } from '../problem.ts';

/** Follows from source and key alone: whoever imports the row, and whichever way it comes, opens the same sale. */
export function importedIdOf({ source, key }: ImportSource): string {
  return createHash('sha256')
    .update(JSON.stringify(['import', source, key]))
    .digest('hex')
    .slice(0, 32);
}

/** Who may bring sales from elsewhere, by file or one by one. */
export const importers: readonly Role[] = ['leadership', 'admin'];

type Asking = { readonly imported: ImportSource; readonly commandId: string };

/** What is imported passes no gate, so only those may say it who may import; and a row is known again, unless it is this very command's. */
export async function requireImportable({ prisma }: Database, caller: Caller, { imported, commandId }: Asking): Promise<void> {
  if (!caller.roles.some((role) => importers.includes(role)))
    throw new Problem('not-permitted', { errors: [{ pointer: '/imported', code: 'not-allowed' }] });
  if ((await prisma.command.count({ where: { id: commandId } })) > 0) return;
  const known = await prisma.opportunity.count({ where: { importKey: `${imported.source}:${imported.key}` } });
  if (known > 0) throw new Problem('already-opened', { errors: [{ pointer: '/imported', code: 'already-opened' }] });
}
