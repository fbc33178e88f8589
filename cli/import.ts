import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { ImportLine } from '../api/imports/line.ts';
import { exitCodes, type ExitCode } from '../local/exit-code.ts';
import { failureOf } from './import/failure.ts';
import { contentOf, mapIn, requireWritable } from './import/files.ts';
import { linesOf } from './import/lines.ts';
import { addressOf, reach, tokenFor } from './import/sign-in.ts';
import { planWords, rowWords, summaryWords } from './import/words.ts';
import { settingsHere } from './settings.ts';

export type ImportOptions = {
  readonly apply?: boolean;
  readonly source: string;
  readonly map?: string;
  readonly saveMap?: string;
  readonly currency?: string;
  readonly url?: string;
  readonly tokenFile?: string;
  readonly json?: boolean;
};

/** `pursuit import pipeline FILE…`: sends the files to the API and shows what it answers. Leaves with 1 when a row was refused or a file not read. */
export async function importCommand(files: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const settings = settingsHere();
  const url = addressOf(options.url, settings);
  const body = formOf(files, options);
  if (options.saveMap !== undefined) requireWritable(options.saveMap);
  const token = await tokenFor(url, settings, options.tokenFile);
  const query = new URLSearchParams({ source: options.source, apply: String(options.apply === true) });
  const answer = await reach(`${url}/api/v1/imports?${query.toString()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  if (!answer.ok || answer.body === null) throw await failureOf(answer);
  return show(linesOf<ImportLine>(answer.body), options);
}

function formOf(files: readonly string[], { map, currency }: ImportOptions): FormData {
  const form = new FormData();
  const mapping = map === undefined ? { defaults: {} } : mapIn(map);
  const defaults = { ...mapping.defaults, ...(currency === undefined ? {} : { currency }) };
  form.set('mapping', JSON.stringify({ ...mapping, defaults }));
  for (const file of files) form.append('file', new Blob([new Uint8Array(contentOf(file))]), basename(file));
  return form;
}

async function show(lines: AsyncIterable<ImportLine>, options: ImportOptions): Promise<ExitCode> {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} rows',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  let code: ExitCode = exitCodes.failure;
  let isWhole = true;
  for await (const line of lines) {
    if (line.type === 'plan') bar.start(line.rows, 0);
    if (line.type === 'row') bar.increment();
    if (line.type === 'summary') bar.stop();
    tell(line, options);
    isWhole &&= !leavesOut(line);
    if (line.type === 'summary') code = isWhole ? exitCodes.ok : exitCodes.differences;
  }
  bar.stop();
  return code;
}

/** A file that is not read, or a row that is refused, be it beside the pipeline. */
function leavesOut(line: ImportLine): boolean {
  if (line.type === 'plan') return line.faults.length > 0 || line.files.some(({ unread }) => unread !== null);
  return line.type === 'row' && line.outcome === 'refused';
}

function tell(line: ImportLine, { json = false, apply = false, saveMap }: ImportOptions): void {
  if (line.type === 'plan' && saveMap !== undefined) writeFileSync(saveMap, `${JSON.stringify(line.mapping, null, 2)}\n`);
  const words = json ? [JSON.stringify(line)] : wordsOf(line, apply);
  console.log(words.join('\n'));
}

function wordsOf(line: ImportLine, isApplied: boolean): readonly string[] {
  switch (line.type) {
    case 'plan':
      return planWords(line);
    case 'row':
      return [rowWords(line)];
    case 'summary':
      return [...summaryWords(line), ...(isApplied ? [] : ['Nothing was done. The same command with --apply does it.'])];
    case 'stopped':
      return [`Stopped: ${line.code}. What was told above is done; run it again for the rest.`];
  }
}
