import type { Playbook } from '../../domain/playbook.ts';
import { amountOf } from './amount.ts';
import type { Beside, Entries, Entry, Fault, LeftOut, Rest } from './entry.ts';
import { readEntries } from './entry.ts';
import { mapInTurns } from './in-turns.ts';
import { closest, plain, wordsOf } from './likeness.ts';
import type { Mapping, TableMapping } from './mapping.ts';
import { mapTable } from './mapping.ts';
import type { Fields, Reason } from './reason.ts';
import type { Sale } from './sale.ts';
import { fingerprintOf, isSale, saleOf } from './sale.ts';
import type { StageReader } from './stage.ts';
import { stageReader } from './stage.ts';
import type { Row, Table } from './table.ts';
import { cut, recorded } from './value.ts';
import { industries } from './vocabulary.ts';

export type MappedTable = Table & TableMapping;

/** A row of a pipeline and what it comes to. */
export type Draft = {
  readonly file: string;
  readonly line: number;
  readonly fields: Fields;
  readonly fingerprint: string;
  readonly read: Sale | readonly Reason[];
  /** As it is written, also in a row that is refused; null where none is, or it cannot be read. */
  readonly amount: string | null;
  readonly notes: readonly Note[];
};

/** What somebody should look at; nothing was changed because of it. */
export type Note = { readonly field: string; readonly code: NoteCode; readonly value: string; readonly closest: string | null };
export type NoteCode = 'not-on-price-list' | 'unusual-industry' | 'row-changed-since';

export type Plan = {
  readonly tables: readonly MappedTable[];
  readonly drafts: readonly Draft[];
  readonly accounts: readonly Entry[];
  readonly agents: readonly Entry[];
  /** Agents whose rows are faulty. */
  readonly agentsLeftOut: LeftOut;
  /** Of the files beside the pipeline. */
  readonly faults: readonly Fault[];
  readonly industryNotes: readonly Note[];
};

type Planning = { readonly mapping: Mapping; readonly playbook: Playbook; readonly today: string };

/** Joins the files by what they are, and reads every row. Nothing is asked of a database, and nothing is guessed beyond the headers. */
export async function planImport(tables: readonly Table[], { mapping, playbook, today }: Planning): Promise<Plan> {
  const mapped = tables.map((table) => ({ ...table, ...mapTable(table.file, table.headers, mapping) }));
  const products = entriesOf(mapped, 'products');
  const accounts = entriesOf(mapped, 'accounts');
  const agents = entriesOf(mapped, 'teams');
  const noteOn = productNotes(products.entries.flatMap(({ fields }) => fields['product'] ?? []));
  const reading = { mapping, today, stageOf: stageReader(mapping, playbook), noteOn };
  const pipelines = mapped.filter(({ role }) => role === 'pipeline');
  const drafts = await Promise.all(pipelines.map((table) => draftsOf(table, reading)));
  return {
    tables: mapped,
    drafts: withoutRepeats(drafts.flat()),
    accounts: accounts.entries,
    agents: agents.entries,
    agentsLeftOut: agents.leftOut,
    faults: [products, accounts, agents].flatMap(({ faults }) => faults),
    industryNotes: accounts.entries.flatMap(({ fields }) => industryNote(fields)),
  };
}

type Reading = Pick<Planning, 'mapping' | 'today'> & {
  readonly stageOf: StageReader;
  readonly noteOn: (fields: Fields) => readonly Note[];
};

function draftsOf(table: MappedTable, { noteOn, ...reading }: Reading): Promise<readonly Draft[]> {
  return mapInTurns(table.rows, ({ line, cells }) => {
    const fields = fieldsOf(table, cells ?? []);
    const read = cells === null ? [{ field: 'row', code: 'malformed-row' } as const] : saleOf({ fields, ...reading });
    return {
      ...{ file: table.file, line, fields, read },
      fingerprint: fingerprintOf(fields),
      amount: amountOf(fields['amount'] ?? '', reading.mapping.decimals)?.amount ?? null,
      notes: noteOn(fields),
    };
  });
}

function entriesOf(tables: readonly MappedTable[], role: Beside): Entries {
  const rows = tables.filter((table) => table.role === role).flatMap((table) => table.rows.map((row) => rowOf(table, row)));
  return readEntries(role, rows);
}

function rowOf(table: MappedTable, { line, cells }: Row): Entry | Fault {
  const { file } = table;
  if (cells === null) return { file, line, field: 'row', code: 'malformed-row' };
  return { file, line, fields: fieldsOf(table, cells), rest: restOf(table, cells) };
}

function fieldsOf({ fields }: TableMapping, cells: readonly string[]): Fields {
  return Object.fromEntries(fields.flatMap((field, at) => (field === null ? [] : [[field, recorded(cells[at])]])));
}

function restOf({ headers, fields }: MappedTable, cells: readonly string[]): Rest {
  return headers.flatMap((header, at) => (fields[at] === null ? [[header, recorded(cells[at])] as const] : []));
}

/** Of rows with one key the first counts. */
function withoutRepeats(drafts: readonly Draft[]): readonly Draft[] {
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const key = draft.fields['key'] ?? null;
    if (key === null || !seen.has(key)) {
      if (key !== null) seen.add(key);
      return draft;
    }
    const repeated: Reason = { field: 'key', code: 'key-repeated', value: cut(key, 100) };
    return { ...draft, read: isSale(draft.read) ? [repeated] : [repeated, ...draft.read] };
  });
}

/** Each product is looked up once, however many rows name it. */
function productNotes(products: readonly string[]): (fields: Fields) => readonly Note[] {
  const words = wordsOf(products);
  const notes = new Map<string, readonly Note[]>(products.map((product) => [product, []]));
  return ({ product = null }) => {
    if (product === null || products.length === 0) return [];
    const found = notes.get(product) ?? [productNote(product, closest(plain(product), words))];
    notes.set(product, found);
    return found;
  };
}

function productNote(product: string, near: string | null): Note {
  return { field: 'product', code: 'not-on-price-list', value: product, closest: near };
}

function industryNote({ industry = null }: Fields): readonly Note[] {
  const isUsual = industry === null || (industries as readonly string[]).includes(industry);
  const near = isUsual ? null : closest(plain(industry), industryWords);
  return industry === null || near === null || near === industry
    ? []
    : [{ field: 'industry', code: 'unusual-industry', value: industry, closest: near }];
}

const industryWords = wordsOf(industries);
