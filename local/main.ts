import { BadConfiguration } from './bad-configuration.ts';
import { areProblems, publicUrlOf, readSettings, type Settings } from './config.ts';
import { DependencyAway } from './dependency-away.ts';
import { loadEnvFile } from './env-file.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
import { startPursuit, type Running } from './supervisor.ts';

/** Signals this soon after the first are the same Ctrl-C: the terminal sends it, and npm passes it on. */
const sameSignalMilliseconds = 500;

const startedAt = Date.now();
const settings = settingsOrExit();
const leave = new AbortController();
let ending: Promise<never> | undefined;
const starting = startPursuit({ settings, say, giveUp: (reason) => void end(reason), signal: leave.signal });
stopOnSignals();
process.on('uncaughtException', (reason) => void end(reason, reason.stack));
await starting.then(welcome, (reason: Error) => end(leave.signal.aborted ? undefined : reason));

function settingsOrExit(): Settings {
  const unread = loadEnvFile();
  const read = readSettings({ ...process.env, ...roleOfArguments() }, { writes: true });
  if (!areProblems(read) && unread.length === 0) return read;
  console.error(new BadConfiguration([...unread, ...(areProblems(read) ? read : [])]).message);
  process.exit(exitCodes.badConfiguration);
}

function roleOfArguments(): { readonly PURSUIT_ROLE?: string } {
  const [role] = process.argv.slice(2);
  return role === undefined ? {} : { PURSUIT_ROLE: role };
}

/** Whoever has just stopped it is not told how to. */
function welcome({ signIn }: Running): void {
  if (leave.signal.aborted) return;
  say(`Pursuit is ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  if (settings.PURSUIT_ROLE !== 'worker') say(`  Address   ${publicUrlOf(settings)}`);
  if (signIn !== undefined) say(`  Sign in   ${signIn.email} with the password ${signIn.password}`);
  say('  Ctrl-C stops it.');
}

function stopOnSignals(): void {
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAt !== undefined && Date.now() - firstAt > sameSignalMilliseconds) process.exit(exitCodes.interrupted);
      if (firstAt !== undefined) return;
      firstAt = Date.now();
      say('Stopping.');
      leave.abort();
      void end();
    });
  }
}

/** Stops in order what has started, or is just starting, and leaves, once. With a reason it is a failure. */
function end(reason?: Error, words = reason?.message): Promise<never> {
  if (words !== undefined) console.error(words);
  ending ??= stopAndLeave(exitCodeOf(reason));
  return ending;
}

async function stopAndLeave(code: number): Promise<never> {
  const running = await starting.catch(() => undefined);
  await running?.stop();
  process.exit(code);
}

function exitCodeOf(reason: Error | undefined): ExitCode {
  if (reason === undefined) return exitCodes.ok;
  if (reason instanceof BadConfiguration) return exitCodes.badConfiguration;
  return reason instanceof DependencyAway ? exitCodes.dependencyAway : exitCodes.failure;
}

function say(line: string): void {
  console.log(line);
}
