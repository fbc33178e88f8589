import { textProblem } from './cell.ts';
import { folded } from './name.ts';
import type { Fields, Reason, ReasonCode } from './reason.ts';
import { cut } from './value.ts';
import type { Role } from './vocabulary.ts';

/** A customer, agent or product of the files beside the pipeline. */
export type Entry = { readonly file: string; readonly line: number; readonly fields: Fields; readonly rest: Rest };

/** Columns that have no field of their own: their headers and what stands there. */
export type Rest = readonly (readonly [header: string, text: string | null])[];

/** Why a row beside the pipeline is not taken. */
export type Fault = Reason & { readonly file: string; readonly line: number };

export type Entries = {
  readonly entries: readonly Entry[];
  readonly faults: readonly Fault[];
  readonly leftOut: LeftOut;
};

/** By folded name, what speaks against the row of somebody who has no other. He is not unlisted: as he is listed, he cannot be read. */
export type LeftOut = ReadonlyMap<string, Reason>;

export type Beside = Exclude<Role, 'pipeline'>;

/** The first row of each name, and what speaks against the others. A row that says the same again does no harm. */
export function readEntries(role: Beside, rows: readonly (Entry | Fault)[]): Entries {
  const first = new Map<string, Entry>();
  const faults: Fault[] = [];
  const leftOut = new Map<string, Reason>();
  for (const row of rows) {
    const reason = 'code' in row ? row : (entryObjection(role, row) ?? repeated(role, row, first));
    if (reason === null) continue;
    faults.push({ file: row.file, line: row.line, ...reason });
    if ('fields' in row) leftOut.set(folded(row.fields[names[role].field] ?? ''), reason);
  }
  for (const name of first.keys()) leftOut.delete(name);
  return { entries: [...first.values()], faults, leftOut };
}

const names = {
  teams: { field: 'owner', required: 'owner-required', repeated: 'owner-repeated', beside: ['manager', 'team', 'email'] },
  accounts: { field: 'customer', required: 'customer-required', repeated: 'customer-repeated', beside: [] },
  products: { field: 'product', required: 'product-required', repeated: 'product-repeated', beside: [] },
} as const satisfies { readonly [One in Beside]: object };

function entryObjection(role: Beside, { fields }: Entry): Reason | null {
  const { field, required, beside } = names[role];
  if ((fields[field] ?? null) === null) return { field, code: required };
  return [field, ...beside].flatMap((one) => textFault(one, fields[one] ?? ''))[0] ?? null;
}

function textFault(field: string, text: string): readonly Reason[] {
  const code: ReasonCode | null = textProblem(text);
  return code === null ? [] : [{ field, code, value: cut(text, 100) }];
}

/** Notes the first row of a name. */
function repeated(role: Beside, entry: Entry, first: Map<string, Entry>): Reason | null {
  const { field, repeated: code } = names[role];
  const name = entry.fields[field] ?? '';
  const known = first.get(folded(name));
  if (known === undefined) first.set(folded(name), entry);
  if (known === undefined || saying(known) === saying(entry)) return null;
  return { field, code, value: name };
}

function saying({ fields, rest }: Entry): string {
  return JSON.stringify([fields, rest]);
}
