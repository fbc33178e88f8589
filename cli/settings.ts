import { join } from 'node:path';
import { BadConfiguration } from '../local/bad-configuration.ts';
import { areProblems, readSettings, type Settings } from '../local/config.ts';
import { DependencyAway } from '../local/dependency-away.ts';
import { loadEnvFile } from '../local/env-file.ts';
import { readKept } from '../local/kept-file.ts';
import { forgetPostgresVariables } from '../local/postgres-variables.ts';
import { placePostgres } from '../local/postgres-binaries.ts';
import { keptSecret } from '../local/secret.ts';

/** The same settings as the server's, from the environment and `.env`. */
export function settingsHere(): Settings {
  const unread = loadEnvFile();
  const read = readSettings(process.env);
  if (areProblems(read)) throw new BadConfiguration([...unread, ...read]);
  if (unread.length > 0) throw new BadConfiguration(unread);
  return read;
}

/** The database that the settings name, else the embedded one, which runs while Pursuit does. */
export function databaseUrlOf({ DATABASE_URL, PURSUIT_FOLDER }: Settings): string {
  if (DATABASE_URL !== undefined) return DATABASE_URL;
  forgetPostgresVariables();
  const { folder } = placePostgres(join(PURSUIT_FOLDER, 'postgres'));
  return `postgresql://pursuit:${kept(folder, 'password')}@127.0.0.1:${kept(folder, 'port')}/pursuit`;
}

/** host:port, of the Temporal that the settings name, else of the embedded one. */
export function temporalAddressOf({ TEMPORAL_ADDRESS, PURSUIT_FOLDER }: Settings): string {
  return TEMPORAL_ADDRESS ?? `127.0.0.1:${kept(join(PURSUIT_FOLDER, 'temporal'), 'port')}`;
}

/** With the secret that is in use. A command invents none: what it made of that would be nobody's. */
export function withSecret(settings: Settings): Settings {
  const { PURSUIT_SECRET, PURSUIT_FOLDER } = settings;
  const secret = PURSUIT_SECRET ?? keptSecret(PURSUIT_FOLDER);
  if (secret === undefined) throw neverRan(PURSUIT_FOLDER, 'PURSUIT_SECRET');
  return { ...settings, PURSUIT_SECRET: secret };
}

function kept(folder: string, name: string): string {
  const content = readKept(join(folder, name));
  if (content === undefined) throw neverRan(folder, 'DATABASE_URL and TEMPORAL_ADDRESS');
  return content;
}

function neverRan(folder: string, instead: string): DependencyAway {
  return new DependencyAway(`Nothing has run on ${folder} yet. Run \`npm start\` first, or set ${instead}.`);
}
