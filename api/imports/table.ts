import { parse, type CsvError } from 'csv-parse';

/** A file as it was read. A row whose build is broken has no cells. */
export type Table = {
  readonly file: string;
  readonly encoding: 'utf-8' | 'gb18030';
  readonly delimiter: string;
  readonly headers: readonly string[];
  readonly rows: readonly Row[];
};

export type Row = { readonly line: number; readonly cells: readonly string[] | null };

const delimiters = [',', ';', '\t', '|'] as const;

/** Reads delimited text: UTF-8 with or without mark, else GB 18030, as spreadsheets here write it; whichever delimiter the head uses. */
export async function readTable(file: string, bytes: Uint8Array): Promise<Table> {
  const { text, encoding } = decoded(bytes);
  const head = text.slice(0, text.search(/\r|\n|$/));
  const delimiter = delimiters.toSorted((one, other) => head.split(other).length - head.split(one).length)[0] ?? ',';
  const [first, ...rest] = await rowsOf(text, delimiter);
  const headers = (first?.cells ?? []).map((header) => header.trim());
  return { file, encoding, delimiter, headers, rows: rest.map((row) => fitting(row, headers.length)) };
}

function decoded(bytes: Uint8Array): Pick<Table, 'encoding'> & { readonly text: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' };
  }
}

/** A quote that nobody closes would swallow the rest of the file: then each line is read for itself. */
async function rowsOf(text: string, delimiter: string): Promise<readonly Row[]> {
  try {
    return await parsed(text, delimiter, 1);
  } catch (error) {
    if ((error as CsvError).code === undefined) throw error;
    const lines = text.split(/\r\n|\n|\r/);
    return (await Promise.all(lines.map((line, at) => lineOf(line, delimiter, at + 1)))).flat();
  }
}

async function lineOf(text: string, delimiter: string, line: number): Promise<readonly Row[]> {
  try {
    return await parsed(text, delimiter, line);
  } catch {
    return [{ line, cells: null }];
  }
}

type Record = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

async function parsed(text: string, delimiter: string, from: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const parser = parse(text, { delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  for await (const { record, info } of parser as AsyncIterable<Record>) {
    if (record.some((cell) => cell !== '')) rows.push({ line: from - 1 + info.lines, cells: record });
  }
  return rows;
}

/** Cells missing at the end are empty in most exports; cells beyond the head mean that something went wrong before. */
function fitting({ line, cells }: Row, width: number): Row {
  if (cells === null || cells.slice(width).some((cell) => cell !== '')) return { line, cells: null };
  return { line, cells: Array.from({ length: width }, (_, at) => cells[at] ?? '') };
}
