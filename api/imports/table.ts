import { isUtf8 } from 'node:buffer';
import { pipeline } from 'node:stream/promises';
import { parse, type CsvError } from 'csv-parse';
import { parse as parseLine } from 'csv-parse/sync';
import { pointerTo } from '../../domain/json-pointer.ts';
import type { Language } from '../../domain/text.ts';
import { Problem } from '../problem.ts';
import { inPieces, mapInTurns } from './in-turns.ts';

/** A file as it was read. A row whose build is broken has no cells. */
export type Table = {
  readonly file: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly headers: readonly string[];
  readonly rows: readonly Row[];
};

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];

export type Row = { readonly line: number; readonly cells: readonly string[] | null };

const delimiters = [',', ';', '\t', '|'] as const;

/** Wider tables are no lists of sales, and each column is compared with all words that are known. */
const mostColumns = 500;
/** Characters; a row that goes on for longer has lost its end. */
const longestRow = 1024 * 1024;

/** Reads delimited text in UTF-8, UTF-16 or else GB 18030, as spreadsheets here write it; whichever delimiter the head uses. */
export async function readTable(file: string, bytes: Uint8Array): Promise<Table> {
  const { text, encoding } = decoded(bytes);
  const head = text.slice(0, text.search(/\r|\n|$/));
  const widths = delimiters.map((delimiter) => ({ delimiter, width: head.split(delimiter).length }));
  const { delimiter, width } = widths.reduce((widest, one) => (one.width > widest.width ? one : widest));
  if (width > mostColumns) throw tooManyColumns(file);
  const [first, ...rest] = await rowsOf(text, delimiter);
  const headers = (first?.cells ?? []).map((header) => header.trim());
  if (headers.length > mostColumns) throw tooManyColumns(file);
  return { file, encoding, delimiter, headers, rows: rest.map((row) => fitting(row, headers.length)) };
}

function tooManyColumns(file: string): Problem {
  const sentences = {
    en: `It has more than ${mostColumns} columns.`,
    zh: `列数超过 ${mostColumns}。`,
  };
  const fault = { pointer: pointerTo('/file', file), code: 'too-many-columns', say: (language: Language) => sentences[language] };
  return new Problem('invalid-request', { errors: [fault] });
}

function decoded(bytes: Uint8Array): Pick<Table, 'encoding'> & { readonly text: string } {
  const encoding = utf16In(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'gb18030');
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** By its mark; without one, by the zeros that delimiters, digits and ends of lines have on one side, and other text nowhere. */
function utf16In(bytes: Uint8Array): Encoding | null {
  const mark = `${bytes[0]} ${bytes[1]}`;
  if (mark === '255 254') return 'utf-16le';
  if (mark === '254 255') return 'utf-16be';
  const some = bytes.subarray(0, 4096);
  const [high, low] = [0, 1].map((side) => some.filter((byte, at) => byte === 0 && at % 2 === side).length) as [number, number];
  if (bytes.length % 2 !== 0 || Math.max(high, low) < some.length / 40) return null;
  if (low > 4 * high) return 'utf-16le';
  return high > 4 * low ? 'utf-16be' : null;
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
    for await (const { record, info } of records) if (isFilled(record)) rows.push({ line: info.lines, cells: record });
  });
  return rows;
}

function isFilled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '');
}

/** Cells missing at the end are empty in most exports; cells beyond the head mean that something went wrong before. */
function fitting({ line, cells }: Row, width: number): Row {
  if (cells === null || cells.slice(width).some((cell) => cell !== '')) return { line, cells: null };
  return { line, cells };
}
