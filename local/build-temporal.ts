import { execFile, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { onPath, type Search } from './executable.ts';
import { projectFolder } from './project-folder.ts';

const module = join(projectFolder, 'local', 'temporal');
const program = 'github.com/temporalio/cli/cmd/temporal';
const progressSeconds = 10;

/** Builds Temporal from the pinned Go module into `target`: minutes, with a line of progress every ten seconds. */
export async function buildTemporal(target: string, { env, say, signal }: Search): Promise<void> {
  const go = supportedGo(env);
  say('Building Temporal from Go modules. This takes some minutes, once per machine.');
  await run(go, ['mod', 'download'], { env, signal, onLine: () => undefined });

  const packages = await countPackages(go, { env, signal });
  const startedAt = Date.now();
  let compiled = 0;
  const progress = setInterval(() => say(progressLine(compiled, packages, startedAt)), progressSeconds * 1000);
  try {
    await run(go, ['build', '-v', '-ldflags', '-s -w', '-o', target, program], { env, signal, onLine: () => (compiled += 1) });
  } finally {
    clearInterval(progress);
  }
}

function progressLine(compiled: number, packages: number, startedAt: number): string {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return `  … ${compiled} of at most ${packages} packages compiled, ${seconds} s`;
}

/** Since 1.21 Go fetches the toolchain that a module asks for; older ones only refuse. */
function supportedGo(env: Search['env']): string {
  const go = onPath('go', env);
  if (go === undefined) throw new Error('A build from Go modules needs `go` on PATH, and there is none.');
  const said = execFileSync(go, ['version'], { encoding: 'utf8', env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const minor = Number(/go1\.(\d+)/.exec(said)?.[1] ?? 0);
  if (minor < 21) throw new Error(`A build from Go modules needs Go 1.21 or later; ${go} is ${said.trim()}.`);
  return go;
}

async function countPackages(go: string, { env, signal }: Pick<Search, 'env' | 'signal'>): Promise<number> {
  const options = { cwd: module, env: { ...env }, maxBuffer: 2 ** 24, signal };
  const { stdout } = await promisify(execFile)(go, ['list', '-deps', program], options);
  return stdout.trimEnd().split('\n').length;
}

type Run = Pick<Search, 'env' | 'signal'> & { readonly onLine: () => void };

/** On SIGINT Go clears up after itself. */
function run(go: string, args: readonly string[], { env, signal, onLine }: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { cwd: module, env: { ...env }, signal, killSignal: 'SIGINT' } as const;
    const child = spawn(go, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    const said: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      onLine();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const failure = `\`go ${args.join(' ')}\` ended with ${code}:\n${said.slice(-8).join('\n')}`;
      return code === 0 ? resolve() : reject(new Error(failure));
    });
  });
}
