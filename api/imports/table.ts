import { pipeline } from 'node:stream/promises';
import { parse, type CsvError } from 'csv-parse';
import { parse as parseLine } from 'csv-parse/sync';
import { pointerTo } from '../../domain/json-pointer.ts';
import type { Language } from '../../domain/text.ts';
import { Problem } from '../problem.ts';
import type { Encoding } from './encoding.ts';
import { decoded } from './encoding.ts';
import { inPieces, mapInTurns } from './in-turns.ts';

/** A file as it was read. A row whose build is broken has no cells. */
export type Table = {
  readonly file: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly headers: readonly string[];
  readonly rows: readonly Row[];
};

export type Row = { readonly line: number; readonly cells: readonly string[] | null };

const delimiters = [',', ';', '\t', '|'] as const;

/** Wider tables are no lists of sales, and each column is compared with all words that are known. */
const mostColumns = 500;
/** Characters; a row that goes on for longer has lost its end. */
const longestRow = 1024 * 1024;

/** All of an import. What is told of a row names its file, so that no two may have one name. */
export async function readTables(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<readonly Table[]> {
  const again = files.find(({ name }, at) => files.findIndex((one) => one.name === name) < at);
  if (again !== undefined) throw unreadable(again.name, 'name-repeated');
  return Promise.all(files.map(({ name, bytes }) => readTable(name, bytes)));
}

/** Reads delimited text in UTF-8, UTF-16 or else GB 18030, as spreadsheets here write it; whichever delimiter it states or its head uses. */
async function readTable(file: string, bytes: Uint8Array): Promise<Table> {
  const read = decoded(bytes);
  if (read === null) throw unreadable(file, 'encoding-not-recognised');
  const { encoding } = read;
  const { text, delimiter } = delimitedBy(read.text.replaceAll('\r\n', '\n')); // which the parser counts as two, in a cell
  if (headOf(text).split(delimiter).length > mostColumns) throw unreadable(file, 'too-many-columns');
  const [first, ...rest] = await rowsOf(text, delimiter);
  const headers = (first?.cells ?? []).map((header) => header.replaceAll(/\p{Cc}+/gu, ' ').trim());
  if (headers.length > mostColumns) throw unreadable(file, 'too-many-columns');
  return { file, encoding, delimiter, headers, rows: rest.map((row) => fitting(row, headers.length)) };
}

/** The line that states a delimiter stays, empty, so that those behind it keep their numbers. */
function delimitedBy(text: string): Pick<Table, 'delimiter'> & { readonly text: string } {
  const stated = statement.exec(text)?.groups?.['delimiter'];
  if (stated === undefined) return { text, delimiter: delimiterOf(text) };
  return { text: text.replace(statement, '$<before>'), delimiter: stated };
}

/** With which a spreadsheet states its delimiter in front of the head; what it fills up such a line with says nothing. */
const statement = /^(?<before>\s*)"?sep=(?<delimiter>[,;\t|])"?\k<delimiter>*(?=\r|\n|$)/i;

function delimiterOf(text: string): string {
  const head = headOf(text);
  const widths = delimiters.map((delimiter) => ({ delimiter, width: head.split(delimiter).length }));
  return widths.reduce((widest, one) => (one.width > widest.width ? one : widest)).delimiter;
}

/** The first line that is not blank, without what stands in quotes. */
function headOf(text: string): string {
  const unquoted = text
    .slice(0, longestRow)
    .trimStart()
    .replaceAll(/"[^"]*"/g, '');
  return unquoted.slice(0, unquoted.search(/\r|\n|$/));
}

const sentences = {
  'too-many-columns': { en: `It has more than ${mostColumns} columns.`, zh: `列数超过 ${mostColumns}。` },
  'name-repeated': { en: 'Two files have this name.', zh: '有两个文件同名。' },
  'encoding-not-recognised': {
    en: 'It is not in UTF-8, UTF-16 or GB 18030. Save it as UTF-8.',
    zh: '编码不是 UTF-8、UTF-16 或 GB 18030。请另存为 UTF-8。',
  },
};

function unreadable(file: string, code: keyof typeof sentences): Problem {
  const fault = { pointer: pointerTo('/file', file), code, say: (language: Language) => sentences[code][language] };
  return new Problem('invalid-request', { errors: [fault] });
}

/** A quote that nobody closes would swallow the rest of the file: then each line is read for itself. */
async function rowsOf(text: string, delimiter: string): Promise<readonly Row[]> {
  try {
    return await parsed(text, delimiter);
  } catch (error) {
    if ((error as CsvError).code === undefined) throw error;
    const lines = text.split(/\r\n|\n|\r/);
    return (await mapInTurns(lines, (line, at) => lineOf(line, delimiter, at + 1))).flat();
  }
}

const loose = { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true, max_record_size: longestRow };

function lineOf(text: string, delimiter: string, line: number): readonly Row[] {
  try {
    return parseLine(text, { delimiter, ...loose })
      .filter(isFilled)
      .map((cells) => ({ line, cells }));
  } catch {
    return [{ line, cells: null }];
  }
}

type Record = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

async function parsed(text: string, delimiter: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const parser = parse({ delimiter, info: true, ...loose });
  await pipeline(inPieces(Buffer.from(text)), parser, async (records: AsyncIterable<Record>) => {
    for await (const { record, info } of records)
      if (isFilled(record)) rows.push({ line: info.lines - breaksIn(record), cells: record });
  });
  return rows;
}

/** A row stands where it begins, however many lines its cells have. */
function breaksIn(cells: readonly string[]): number {
  return cells.reduce((breaks, cell) => breaks + (cell.match(/\n|\r/g)?.length ?? 0), 0);
}

function isFilled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '');
}

/** Cells missing at the end are empty in most exports; cells beyond the head mean that something went wrong before. */
function fitting({ line, cells }: Row, width: number): Row {
  if (cells === null || cells.slice(width).some((cell) => cell !== '')) return { line, cells: null };
  return { line, cells };
}
