import { z } from 'zod';
import { closest, plain } from './likeness.ts';
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
    stages: z.record(z.string(), z.enum(['open', 'won', 'lost'])).optional(),
    /** For dates such as 03/04/2017, which without it are not guessed. */
    dates: z.enum(['day-first', 'month-first']).optional(),
    /** What to take where a row says nothing; without it the row is refused. */
    defaults: z
      .strictObject({
        currency: z.string().regex(/^[A-Z]{3}$/),
        customer: z.string().trim().min(1).max(200),
        team: z.string().trim().min(1).max(200),
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
};

/** What a table is and which column is which: as the mapping says, else as the headers suggest. */
export function mapTable(file: string, headers: readonly string[], mapping: Mapping): TableMapping {
  const role = mapping.roles?.[file] ?? guessRole(headers, mapping);
  if (role === 'ignore') return { role, fields: headers.map(() => null) };
  return { role, fields: fieldsOf(role, headers, mapping) };
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

function guessField(role: Role, header: string): string | null {
  const words = Object.entries<readonly string[]>(vocabulary[role]);
  const exact = words.find(([, some]) => some.some((word) => plain(word) === plain(header)));
  return (exact ?? words.find(([, some]) => closest(header, some) !== null))?.[0] ?? null;
}

/** Fields a mapping names that its role does not have. */
export function unknownFields({ columns = {} }: Mapping): readonly { readonly role: string; readonly header: string }[] {
  return Object.entries(columns).flatMap(([role, said]) =>
    Object.entries(said ?? {})
      .filter(([, field]) => field !== null && !Object.hasOwn(vocabulary[role as Role], field))
      .map(([header]) => ({ role, header })),
  );
}
