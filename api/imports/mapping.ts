import { z } from 'zod';
import { currencyPattern } from '../../domain/money.ts';
import { Line } from '../http/schema.ts';
import type { Word } from './likeness.ts';
import { closest, plain, wordsOf } from './likeness.ts';
import type { Role } from './vocabulary.ts';
import { needed, roleNames, vocabulary } from './vocabulary.ts';

const Columns = z.record(z.string(), z.string().nullable());

/** How tables are read. Whatever it does not say is guessed from headers, and shown before it is used. */
export const Mapping = z
  .strictObject({
    /** By file. */
    roles: z.record(z.string(), z.enum([...roleNames, 'ignore'])).optional(),
    /** By role: the field for each header; null to leave a column out. */
    columns: z.strictObject({ pipeline: Columns, teams: Columns, accounts: Columns, products: Columns }).partial().optional(),
    /** What each word of the stage column means. */
    stages: z
      .record(z.string(), z.string().min(1).max(100).meta({ description: "open, won, lost, or a stage's key" }))
      .optional(),
    /** For dates such as 03/04/2017, which without it are not guessed. */
    dates: z.enum(['day-first', 'month-first']).optional(),
    /** For amounts such as 1.234, which without it are not guessed, and 1.234,50. */
    decimals: z.enum(['point', 'comma']).optional(),
    /** What to take where a row says nothing; without it the row is refused. */
    defaults: z
      .strictObject({
        currency: z.string().regex(currencyPattern),
        customer: Line,
        team: Line,
        openedOn: z.iso.date(),
      })
      .partial()
      .optional(),
  })
  .meta({ id: 'ImportMapping' });

export type Mapping = z.output<typeof Mapping>;

export type TableMapping = {
  readonly role: Role | 'ignore';
  /** One for each column: the field it is read as; null for a column that is kept out. */
  readonly fields: readonly (string | null)[];
  /** Why nothing of it is read, where nobody said so. */
  readonly unread: Unread | null;
};

export const unreadCodes = ['no-column-recognised', 'kind-not-recognised', 'column-repeated'] as const;
export type Unread = (typeof unreadCodes)[number];

/** What a table is and which column is which: as the mapping says, else as the headers suggest. */
export function mapTable(file: string, headers: readonly string[], mapping: Mapping): TableMapping {
  const said = new Map(Object.entries(mapping.roles ?? {})).get(file);
  const role = said ?? guessRole(headers, mapping);
  const fields = role === 'ignore' ? headers.map(() => null) : fieldsOf(role, headers, mapping);
  if (isRepeated(headers, fields)) return { role: 'ignore', fields: headers.map(() => null), unread: 'column-repeated' };
  return { role, fields, unread: said === 'ignore' ? null : unreadIn({ role, fields }, headers, mapping) };
}

/** Two columns for one field, or two of one name, of which one is read: which of them counts is not guessed. */
function isRepeated(headers: readonly string[], fields: readonly (string | null)[]): boolean {
  const read = fields.filter((field) => field !== null);
  const named = headers.filter((header) => headers.some((other, at) => other === header && (fields[at] ?? null) !== null));
  return new Set(read).size < read.length || named.length > read.length;
}

/** A table that nobody said to ignore must not be passed over in silence. */
function unreadIn({ role, fields }: Omit<TableMapping, 'unread'>, headers: readonly string[], mapping: Mapping): Unread | null {
  const candidates = role === 'ignore' ? roleNames.map((one) => fieldsOf(one, headers, mapping)) : [fields];
  if (candidates.flat().every((field) => field === null)) return 'no-column-recognised';
  return role === 'ignore' ? 'kind-not-recognised' : null;
}

/** The role that has all it needs, and of several the one that knows most columns. */
function guessRole(headers: readonly string[], mapping: Mapping): Role | 'ignore' {
  const fitting = roleNames
    .map((role) => ({ role, known: fieldsOf(role, headers, mapping).filter((field) => field !== null) }))
    .filter(({ role, known }) => needed[role].every((field) => known.includes(field)))
    .toSorted((one, other) => other.known.length - one.known.length);
  return fitting[0]?.role ?? 'ignore';
}

function fieldsOf(role: Role, headers: readonly string[], { columns }: Mapping): readonly (string | null)[] {
  const said = columns?.[role] ?? {};
  const taken = new Set<string | null>(Object.values(said));
  return headers.map((header) => {
    if (Object.hasOwn(said, header)) return said[header] ?? null;
    const field = guessField(role, header);
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** No header that means something is longer. */
const longestHeader = 200;

function guessField(role: Role, header: string): string | null {
  if (header.length > longestHeader) return null;
  const sought = plain(header);
  const length = partsOf(header);
  const columns = columnWords.get(role) ?? [];
  const exact = columns.find(({ words }) => words.some((word) => word.plain === sought));
  const near = columns.map(({ field, words }) => ({ field, words: words.filter(({ parts }) => length <= parts) }));
  return (exact ?? near.find(({ words }) => closest(sought, words) !== null))?.field ?? null;
}

/** `Value (k)` has a part more than `value`: that is no slip of the pen, it may be the unit. */
function partsOf(header: string): number {
  return header.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '').length;
}

type ColumnWords = { readonly field: string; readonly words: readonly (Word & { readonly parts: number })[] };

/** Made once: every header of every file is compared with all of it. */
const columnWords: ReadonlyMap<Role, readonly ColumnWords[]> = new Map(
  roleNames.map((role) => [role, Object.entries(vocabulary[role]).map(([field, words]) => ({ field, words: withParts(words) }))]),
);

function withParts(words: readonly string[]): ColumnWords['words'] {
  return wordsOf(words).map((one) => ({ ...one, parts: partsOf(one.word) }));
}

/** Fields a mapping names that its role does not have. */
export function unknownFields({ columns = {} }: Mapping): readonly { readonly role: string; readonly header: string }[] {
  return Object.entries(columns).flatMap(([role, said]) =>
    Object.entries(said ?? {})
      .filter(([, field]) => field !== null && !Object.hasOwn(vocabulary[role as Role], field))
      .map(([header]) => ({ role, header })),
  );
}
