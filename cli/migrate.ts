import { migrate } from '../prisma/migrate.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { databaseUrlOf, settingsHere } from './settings.ts';

/** `pursuit migrate`: applies what is new; several at once wait for each other. */
export async function migrateCommand(): Promise<ExitCode> {
  const applied = await migrate(databaseUrlOf(settingsHere()));
  for (const name of applied) console.log(`applied  ${name}`);
  console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`);
  return exitCodes.ok;
}
