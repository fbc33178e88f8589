import { createInterface } from 'node:readline/promises';
import { accountAt } from '../api/session/address.ts';
import { NewUser } from '../api/people/schema.ts';
import { parsed } from '../api/http/issues.ts';
import { storableProblem } from '../api/http/storable.ts';
import { Problem, problemDocument } from '../api/problem.ts';
import { hashPassword, isWeak } from '../api/session/password.ts';
import { openDatabase, type Database } from '../prisma/database.ts';
import { layFoundation } from '../prisma/foundation.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { databaseUrlOf, settingsHere } from './settings.ts';
import { UsageError } from './usage-error.ts';

export type NewPerson = {
  readonly email: string;
  readonly name: string;
  readonly role: readonly string[];
  readonly team?: string;
  /** Address of the superior. */
  readonly superior?: string;
  readonly language: string;
};

/**
 * `pursuit user add`. The first administrator finds the default rules published, as an embedded start leaves them. The password is read
 * from the input, never from the command line, where others could see it.
 */
export async function userAddCommand(person: NewPerson): Promise<ExitCode> {
  const { email, name, language, roles } = wellFormed(person);
  const database = openDatabase(databaseUrlOf(settingsHere()), { max: 2 });
  try {
    const places = await placesOf(database, person);
    const password = await readPassword();
    wellFormed(person, password);
    if (isWeak(password, { email, name }))
      throw new UsageError('This password is too easy to guess; give 12 characters or more.');
    const passwordHash = await hashPassword(password);
    const data = { email, name, language, passwordHash, roles: [...new Set(roles)], ...places };
    const founder = roles.includes('admin') ? await layFoundation(database, data) : null;
    const id = founder ?? (await database.prisma.user.create({ data })).id;
    console.log(`${name} <${email}> is taken in as ${id}.`);
    if (founder !== null) console.log('The default playbook, calendar and approval policy are published.');
    return exitCodes.ok;
  } finally {
    await database.close();
  }
}

/** As the API takes it; where it would refuse, each option at fault is named. */
function wellFormed({ email, name, role, language }: NewPerson, password?: string) {
  const asked = { email, name, roles: role, language, ...(password !== undefined && { password }) };
  try {
    const problem = storableProblem(asked, 'body');
    if (problem !== undefined) throw problem;
    return parsed(NewUser, asked, 'body');
  } catch (error) {
    throw error instanceof Problem ? new UsageError(complaintsOf(error), { cause: error }) : error;
  }
}

function complaintsOf(problem: Problem): string {
  const { errors = [] } = problemDocument(problem, { instance: '', requestId: '', language: 'en' });
  return errors.map(({ pointer, detail }) => `${optionAt(pointer)}: ${detail}`).join('\n');
}

function optionAt(pointer: string): string {
  const [, field = ''] = pointer.split('/');
  if (field === 'password') return 'The password';
  return field === 'roles' ? '--role' : `--${field}`;
}

async function placesOf(database: Database, { email, team, superior }: NewPerson) {
  if ((await accountAt(database, email)) !== null) throw new UsageError(`There is somebody with the address ${email} already.`);
  const teamId = team === undefined ? null : await teamIdOf(database, team);
  const superiorId = superior === undefined ? null : ((await accountAt(database, superior))?.id ?? null);
  if (superior !== undefined && superiorId === null) throw new UsageError(`There is nobody with the address ${superior}.`);
  return { teamId, superiorId };
}

async function teamIdOf({ prisma }: Database, name: string): Promise<string> {
  const team = await prisma.team.findUnique({ where: { name } });
  if (team === null) throw new UsageError(`There is no team ${name}.`);
  return team.id;
}

async function readPassword(): Promise<string> {
  const input = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  if (process.stdin.isTTY) process.stderr.write('Password (it is shown as you type): ');
  try {
    for await (const line of input) return line;
    throw new UsageError('Give the password on the standard input.');
  } finally {
    input.close();
  }
}
