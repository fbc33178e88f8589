import type { Fields, Reason, ReasonCode } from './reason.ts';
import { cut } from './value.ts';

/** What stands in a cell, or why it is not taken. */
export type Cell<Value> = { readonly value: Value | null; readonly reasons: readonly Reason[] };

type CellRule<Value> = {
  readonly field: string;
  /** Why a row is not taken that says nothing here; absent where it need not. */
  readonly required?: ReasonCode;
  /** Null for what cannot be read. */
  readonly parse: (text: string) => Value | null;
  readonly unreadable: ReasonCode | ((text: string) => ReasonCode);
};

export function cellOf<Value>(fields: Fields, { field, required, parse, unreadable }: CellRule<Value>): Cell<Value> {
  const text = fields[field] ?? null;
  if (text === null) return { value: null, reasons: required === undefined ? [] : [{ field, code: required }] };
  const value = parse(text);
  const code = typeof unreadable === 'string' ? unreadable : unreadable(text);
  return { value, reasons: value === null ? [{ field, code, value: cut(text, 100) }] : [] };
}

/** A text that is taken as it stands. */
export function textOf(fields: Fields, rule: Pick<CellRule<string>, 'field' | 'required'>): Cell<string> {
  const parse = (text: string) => (textProblem(text) === null ? text : null);
  return cellOf(fields, { ...rule, parse, unreadable: (text) => textProblem(text) ?? 'too-long' });
}

/** Why a text is not taken as it stands: it has lost characters on its way, or is what a spreadsheet shows in place of a value. */
export function textProblem(text: string): ReasonCode | null {
  if (text.length > 180) return 'too-long';
  if (text.includes('\uFFFD')) return 'characters-unreadable';
  return /^=|^#(REF|VALUE|DIV\/0|NAME|NUM|NULL|SPILL|CALC)[!?]$/i.test(text) ? 'formula-not-value' : null;
}
