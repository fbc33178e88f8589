import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Source under tsx and vitest, compiled under dist. */
const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** What is bundled, and what of it is loaded once for all processes of a worker. */
export const workflows = { workflowsPath: workflow('index'), bundlerOptions: { preloadModules: [workflow('shared')] } };

export function bundle(): ReturnType<typeof bundleWorkflowCode> {
  const { workflowsPath, bundlerOptions } = workflows;
  return bundleWorkflowCode({ workflowsPath, ...bundlerOptions, logger: new DefaultLogger('WARN') });
}

/** Bundles the workflows once, in the build, so that a worker starts without a bundler. */
export async function bundleWorkflows(target: string): Promise<void> {
  const { code } = await bundle();
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}

function workflow(name: string): string {
  return fileURLToPath(new URL(`../workflows/${name}.${ending}`, import.meta.url));
}
