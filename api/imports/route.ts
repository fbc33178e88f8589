import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { reply } from '../http/reply.ts';
import { Flag } from '../http/schema.ts';
import { importsSales } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { files, none, route } from '../route.ts';
import { runImport } from './import.ts';
import { ImportLine } from './line.ts';
import { readUpload } from './upload.ts';

const ImportQuery = z.strictObject({
  apply: Flag.default(false).meta({ description: 'Without it, everything is shown and nothing is done' }),
  source: z
    .string()
    .regex(/^[\w-]{1,60}$/)
    .default('pipeline')
    .meta({ description: 'Where the rows come from; a row is known again by source and key' }),
});

export const importRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/imports',
    summary:
      'Import a pipeline: one to ten CSV files, each as `file`, and how to read them as `mapping` (an ImportMapping in JSON, may be left out); answers a line of JSON for the plan, each row, the figures',
    params: none,
    query: ImportQuery,
    body: files,
    reply: ImportLine,
    status: 200,
    download: 'application/x-ndjson',
    policy: importsSales,
    handler: async ({ caller, request, query }, deps) => {
      const endTurn = takeTurn(deps);
      try {
        const upload = await readUpload(request);
        const lines = await runImport(deps, caller, { ...upload, ...query });
        const stream = Readable.from(spoken(deps, lines)).once('close', endTurn);
        return reply({ headers: { 'content-type': 'application/x-ndjson; charset=utf-8' }, stream });
      } catch (error) {
        endTurn();
        throw error;
      }
    },
  }),
];

const importing = new WeakSet<Deps['database']>();

/**
 * One import at a time in each process, because all of its rows are in memory: until the turn is ended, which is when nothing of it runs any
 * more, whoever has gone meanwhile.
 */
function takeTurn({ database }: Deps): () => void {
  if (importing.has(database)) throw new Problem('import-running', { headers: { 'retry-after': '10' } });
  importing.add(database);
  return () => importing.delete(database);
}

/** Once the first line is out, the status is too: what then goes wrong is told as the last line. */
async function* spoken({ log }: Deps, lines: AsyncIterable<ImportLine>): AsyncGenerator<string> {
  try {
    for await (const line of lines) yield `${JSON.stringify(line)}\n`;
  } catch (error) {
    if (!(error instanceof Problem)) log.error({ err: error }, 'import stopped');
    yield `${JSON.stringify({ type: 'stopped', code: error instanceof Problem ? error.code : 'internal-error' } satisfies ImportLine)}\n`;
  }
}
