import { startProgram } from '../harness/program.ts';

export type Ran = { readonly code: number | NodeJS.Signals | null; readonly output: string };

/** Runs `pursuit …` to its end, as a process of its own. */
export async function pursuit(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  const program = startProgram('cli/main.ts', args, env);
  return { code: await program.ends(), output: program.output() };
}
