import type { Playbook } from '../../domain/playbook.ts';
import { mapInTurns } from './in-turns.ts';
import { closest, plain, wordsOf } from './likeness.ts';
import type { Mapping, TableMapping } from './mapping.ts';
import { mapTable } from './mapping.ts';
import type { Fields, Reason, Sale } from './sale.ts';
import { fingerprintOf, isSale, saleOf } from './sale.ts';
import type { StageReader } from './stage.ts';
import { stageReader } from './stage.ts';
import type { Table } from './table.ts';
import { recorded } from './value.ts';
import type { Role } from './vocabulary.ts';
import { industries } from './vocabulary.ts';

export type MappedTable = Table & TableMapping;

/** A row of a pipeline and what it comes to. */
export type Draft = {
  readonly file: string;
  readonly line: number;
  readonly fields: Fields;
  readonly fingerprint: string;
  readonly read: Sale | readonly Reason[];
  readonly notes: readonly Note[];
};

/** What somebody should look at; nothing was changed because of it. */
export type Note = { readonly field: string; readonly code: NoteCode; readonly value: string; readonly closest: string | null };
export type NoteCode = 'not-on-price-list' | 'unusual-industry' | 'row-changed-since';

/** A customer, agent or product of the files beside the pipeline. */
export type Entry = { readonly file: string; readonly line: number; readonly fields: Fields; readonly rest: Fields };

export type Plan = {
  readonly tables: readonly MappedTable[];
  readonly drafts: readonly Draft[];
  readonly accounts: readonly Entry[];
  readonly agents: readonly Entry[];
  readonly industryNotes: readonly Note[];
};

type Planning = { readonly mapping: Mapping; readonly playbook: Playbook; readonly today: string };

/** Joins the files by what they are, and reads every row. Nothing is asked of a database, and nothing is guessed beyond the headers. */
export async function planImport(tables: readonly Table[], { mapping, playbook, today }: Planning): Promise<Plan> {
  const mapped = tables.map((table) => ({ ...table, ...mapTable(table.file, table.headers, mapping) }));
  const products = entriesOf(mapped, 'products').flatMap(({ fields }) => fields['product'] ?? []);
  const accounts = entriesOf(mapped, 'accounts');
  const reading = { mapping, today, stageOf: stageReader(mapping, playbook), noteOn: productNotes(products) };
  const pipelines = mapped.filter(({ role }) => role === 'pipeline');
  const drafts = await Promise.all(pipelines.map((table) => draftsOf(table, reading)));
  return {
    tables: mapped,
    drafts: withoutRepeats(drafts.flat()),
    accounts,
    agents: entriesOf(mapped, 'teams'),
    industryNotes: accounts.flatMap(({ fields }) => industryNote(fields)),
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
      notes: noteOn(fields),
    };
  });
}

function entriesOf(tables: readonly MappedTable[], role: Role): readonly Entry[] {
  return tables
    .filter((table) => table.role === role)
    .flatMap((table) =>
      table.rows.map(({ line, cells }) => {
        return { file: table.file, line, fields: fieldsOf(table, cells ?? []), rest: restOf(table, cells ?? []) };
      }),
    );
}

function fieldsOf({ fields }: TableMapping, cells: readonly string[]): Fields {
  return Object.fromEntries(fields.flatMap((field, at) => (field === null ? [] : [[field, recorded(cells[at])]])));
}

/** Columns that have no field of their own, by their headers. */
function restOf({ headers, fields }: MappedTable, cells: readonly string[]): Fields {
  return Object.fromEntries(headers.flatMap((header, at) => (fields[at] === null ? [[header, recorded(cells[at])]] : [])));
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
    const repeated: Reason = { field: 'key', code: 'key-repeated', value: key.slice(0, 100) };
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
