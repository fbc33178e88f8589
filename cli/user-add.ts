import { createInterface } from 'node:readline/promises';
import { hashPassword, isWeak } from '../api/session/password.ts';
import { roles } from '../api/caller.ts';
import { openDatabase, type Database } from '../prisma/database.ts';
import { layFoundation } from '../prisma/foundation.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
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
 * `pursuit user add`. The first administrator of an empty database finds the default rules published, as an embedded start leaves them. The password is read
 * from the input, never from the command line, where others could see it.
 */
export async function userAddCommand(person: NewPerson): Promise<ExitCode> {
  refuseMalformed(person);
  const database = openDatabase(databaseUrlOf(settingsHere()), { max: 2 });
  try {
    const places = await placesOf(database, person);
    const password = await readPassword();
    if (isWeak(password, person)) throw new UsageError('This password is too easy to guess; give 12 characters or more.');
    const { email, name, language, role } = person;
    const data = { email, name, language, passwordHash: await hashPassword(password) };
    const founder = role.includes('admin') ? await layFoundation(database, data) : null;
    const id = founder ?? (await database.prisma.user.create({ data: { ...data, roles: [...role], ...places } })).id;
    console.log(`${name} <${email}> is taken in as ${id}.`);
    if (founder !== null) console.log('The default playbook, calendar and approval policy are published.');
    return exitCodes.ok;
  } finally {
    await database.close();
  }
}

function refuseMalformed({ email, role, language }: NewPerson): void {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`${email} is not an e-mail address.`);
  if (language !== 'en' && language !== 'zh') throw new UsageError('--language is en or zh.');
  const unknown = role.find((one) => !(roles as readonly string[]).includes(one));
  if (unknown !== undefined) throw new UsageError(`--role ${unknown} is none of ${roles.join(', ')}.`);
}

async function placesOf(database: Database, { email, team, superior }: NewPerson) {
  if ((await userIdOf(database, email)) !== null) throw new UsageError(`There is somebody with the address ${email} already.`);
  const teamId = team === undefined ? null : await teamIdOf(database, team);
  const superiorId = superior === undefined ? null : await userIdOf(database, superior);
  if (superior !== undefined && superiorId === null) throw new UsageError(`There is nobody with the address ${superior}.`);
  return { teamId, superiorId };
}

async function teamIdOf({ prisma }: Database, name: string): Promise<string> {
  const team = await prisma.team.findUnique({ where: { name } });
  if (team === null) throw new UsageError(`There is no team ${name}.`);
  return team.id;
}

async function userIdOf({ prisma }: Database, email: string): Promise<string | null> {
  return (await prisma.user.findFirst({ where: { email: { equals: email, mode: 'insensitive' } } }))?.id ?? null;
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
