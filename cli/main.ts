import { Command, CommanderError } from 'commander';
import { BadConfiguration } from '../local/bad-configuration.ts';
import { DependencyAway } from '../local/dependency-away.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { version } from '../local/project-folder.ts';
import { UsageError } from './usage-error.ts';

process.stdout.on('error', endUnread);
process.exitCode = await run(process.argv);

/** Whoever reads stops where he likes, as `head` does: the rest is not said, and what was to be done may not be done. */
function endUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.failure);
}

/** Each command is loaded when it is called: `pursuit --help` answers at once. */
async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const ends = (code: ExitCode) => void (exitCode = code);
  try {
    await program(ends).parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    return codeOf(error as Error);
  }
}

function program(ends: (code: ExitCode) => void): Command {
  const pursuit = new Command('pursuit')
    .description('Project sales that leadership can see: what is done beside the server.')
    .version(version)
    .exitOverride()
    .showHelpAfterError();
  pursuit
    .command('migrate')
    .description('bring the database up to date')
    .action(async () => ends(await (await import('./migrate.ts')).migrateCommand()));
  pursuit
    .command('prepare-namespace')
    .description('make the namespace in Temporal, with its search attributes')
    .action(async () => ends(await (await import('./prepare-namespace.ts')).prepareNamespaceCommand()));
  pursuit
    .command('doctor')
    .description('look at each thing Pursuit stands on, a line each')
    .action(async () => ends(await (await import('./doctor.ts')).doctorCommand()));
  pursuit
    .command('verify-history')
    .description('walk the chain of every history, and name the first bad row')
    .action(async () => ends(await (await import('./verify-history.ts')).verifyHistoryCommand()));
  pursuit
    .command('reconcile')
    .description('compare the processes in Temporal with what the database says of them')
    .option('--repair', 'put right what differs')
    .action(async (options) => ends(await (await import('./reconcile.ts')).reconcileCommand(options)));
  addCertificateCommands(pursuit, ends);
  addUserCommands(pursuit, ends);
  addImportCommands(pursuit, ends);
  return pursuit;
}

function addCertificateCommands(pursuit: Command, ends: (code: ExitCode) => void): void {
  pursuit
    .command('signing-key')
    .description('print the public key that proves approval certificates')
    .action(async () => ends((await import('./certificate.ts')).signingKeyCommand()));
  pursuit
    .command('verify-certificate')
    .argument('<file>', 'the certificate, as JSON')
    .requiredOption('--key <file>', 'the public key, in PEM')
    .description('prove an approval certificate, or name what was altered')
    .action(async (file, options) => ends((await import('./certificate.ts')).verifyCertificateCommand(file, options)));
}

function addUserCommands(pursuit: Command, ends: (code: ExitCode) => void): void {
  pursuit
    .command('user')
    .description('people')
    .command('add')
    .description('take somebody in; the password is read from the standard input')
    .requiredOption('--email <address>', 'where mail reaches the person, and the name to sign in with')
    .requiredOption('--name <name>', 'as others see it')
    .option('--role <role...>', 'rep, manager, leadership or admin', [])
    .option('--team <name>', 'an existing team')
    .option('--superior <address>', 'whom the person reports to')
    .option('--language <language>', 'en or zh', 'zh')
    .action(async (options) => ends(await (await import('./user-add.ts')).userAddCommand(options)));
}

function addImportCommands(pursuit: Command, ends: (code: ExitCode) => void): void {
  pursuit
    .command('import')
    .description('take in what was kept elsewhere')
    .command('pipeline')
    .argument('<file...>', 'CSV files in any order: the pipeline, and with it accounts, products, teams')
    .description('show what a pipeline comes to, row by row; with --apply, take it in')
    .option('--apply', 'do it; without, nothing is done')
    .option('--source <name>', 'where the rows come from; a row is known again by source and key', 'pipeline')
    .option('--map <file>', 'how to read the files, as JSON; what it leaves open is guessed from the headers')
    .option('--save-map <file>', 'write down how the files are read, to be changed and given with --map')
    .option('--currency <code>', 'of amounts that name none, such as CNY')
    .option('--url <url>', 'of a running Pursuit')
    .option('--token-file <file>', 'an API key or session token of leadership or an administrator')
    .option('--json', 'a line of JSON for the plan, each row and the figures')
    .action(async (files, options) => ends(await (await import('./import.ts')).importCommand(files, options)));
}

function codeOf(error: Error): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  console.error(error.message);
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof BadConfiguration) return exitCodes.badConfiguration;
  return error instanceof DependencyAway || isUnreachable(error) ? exitCodes.dependencyAway : exitCodes.failure;
}

/** What a database or Temporal that is away throws, however deep. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as Error & { readonly code?: unknown };
  const away = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', '57P03', 'P1001', 14, 4];
  return (
    away.includes(code as string | number) ||
    /timeout exceeded when trying to connect/.test(error.message) ||
    isUnreachable(cause)
  );
}
