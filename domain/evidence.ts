import type { Evidence, EvidenceField, EvidenceFieldHead, FieldKind, TableKind } from './evidence-field.ts';
import type { EvidenceCode } from './evidence-text.ts';
import type { FieldError } from './field-error.ts';
import { isId } from './ids.ts';
import { pointerTo } from './json-pointer.ts';
import { isAmount, isCurrency } from './money.ts';
import { isCalendarDate, isInstant, isRecord, valueOf } from './value.ts';

export type EvidenceError = FieldError & { readonly code: EvidenceCode };

/** A field of one kind, as the playbook describes it. */
export type FieldOf<Kind extends FieldKind['kind']> = EvidenceFieldHead & FieldKind & { readonly kind: Kind };

/** Something that evidence names and that must exist: where it is named, and what it is. */
export type EvidenceId = { readonly kind: 'contact' | 'user' | 'document'; readonly id: string; readonly pointer: string };

type Rules = {
  readonly [Kind in FieldKind['kind']]: (field: FieldOf<Kind>, value: unknown, pointer: string) => readonly EvidenceError[];
};

const mostProblems = 100;
/** Thirds are typed as 33.33, 33.33, 33.34; binary fractions miss by far less than this. */
export const rounding = 1e-6;

/** Every rule of the field descriptions that this evidence breaks, the first hundred; empty when it is valid. */
export function evidenceProblems(fields: readonly EvidenceField[], evidence: unknown): readonly EvidenceError[] {
  if (!isRecord(evidence)) return [fault('/evidence', 'not-an-object')];
  return recordProblems(fields, evidence, '/evidence').slice(0, mostProblems);
}

/** Every document, contact and user that the evidence names, in tables too, in the order of the fields. */
export function evidenceIds(fields: readonly EvidenceField[], evidence: Evidence, pointer = '/evidence'): readonly EvidenceId[] {
  return fields.flatMap((field) => idsOf(field, valueOf(evidence, field.key), pointerTo(pointer, field.key)));
}

/** Problems of one object of fields: the evidence itself, or a row of a table. */
function recordProblems(fields: readonly EvidenceField[], record: Evidence, pointer: string): readonly EvidenceError[] {
  const known = new Set(fields.map(({ key }) => key));
  const strangers = Object.keys(record).filter((key) => !known.has(key));
  return [
    ...fields.flatMap((field) => fieldProblems(field, valueOf(record, field.key), pointerTo(pointer, field.key))),
    ...strangers.map((key) => fault(pointerTo(pointer, key), 'unknown-field')),
  ];
}

function fault(pointer: string, code: EvidenceCode): EvidenceError {
  return { pointer, code };
}

function fieldProblems(field: EvidenceField, value: unknown, pointer: string): readonly EvidenceError[] {
  if (field.required && isBlank(value)) return [fault(pointer, 'required')];
  const problemsOf: (field: never, value: unknown, pointer: string) => readonly EvidenceError[] = rules[field.kind];
  return value === undefined ? [] : problemsOf(field as never, value, pointer);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

const rules: Rules = {
  text: single(({ maxLength }, value) => textCode(value, maxLength, /[\p{Cc}\p{Cs}]/u)),
  'long-text': single(({ maxLength }, value) => textCode(value, maxLength, /[^\P{Cc}\t\n\r]|\p{Cs}/u)),
  'yes-no': single((_, value) => unless(typeof value === 'boolean', 'not-yes-or-no')),
  number: single(numberCode),
  percent: single((_, value) => rangeCode(value, 0, 100)),
  score: single((_, value) => rangeCode(value, 0, 10)),
  date: single((_, value) => unless(isCalendarDate(value), 'not-a-date')),
  instant: single((_, value) => unless(isInstant(value), 'not-an-instant')),
  contact: single(idCode),
  user: single(idCode),
  document: single(idCode),
  choice: (field, value, pointer) =>
    field.many ? choicesProblems(field, value, pointer) : choiceProblems(field, value, pointer),
  money: (_, value, pointer) => moneyProblems(value, pointer),
  table: tableProblems,
};

function single<Field>(codeOf: (field: Field, value: unknown) => EvidenceCode | undefined) {
  return (field: Field, value: unknown, pointer: string): readonly EvidenceError[] => {
    const code = codeOf(field, value);
    return code === undefined ? [] : [fault(pointer, code)];
  };
}

function unless(holds: boolean, code: EvidenceCode): EvidenceCode | undefined {
  return holds ? undefined : code;
}

/** Length is counted in characters, not in UTF-16 units, as JSON Schema counts it. */
function textCode(value: unknown, maxLength: number, unprintable: RegExp): EvidenceCode | undefined {
  if (typeof value !== 'string') return 'not-a-text';
  if (value.length > maxLength && [...value].length > maxLength) return 'too-long';
  return unless(!unprintable.test(value), 'unprintable-character');
}

function numberCode({ min, max, integer }: FieldOf<'number'>, value: unknown): EvidenceCode | undefined {
  const code = rangeCode(value, min, max);
  return code ?? unless(!integer || Number.isSafeInteger(value), 'not-a-whole-number');
}

function rangeCode(value: unknown, min = -Infinity, max = Infinity): EvidenceCode | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'not-a-number';
  if (value < min) return 'too-small';
  return unless(value <= max, 'too-large');
}

function idCode(_: unknown, value: unknown): EvidenceCode | undefined {
  return unless(isId(value), 'not-an-id');
}

function choiceProblems({ choices }: FieldOf<'choice'>, value: unknown, pointer: string): readonly EvidenceError[] {
  return choices.some(({ key }) => key === value) ? [] : [fault(pointer, 'not-a-choice')];
}

function choicesProblems(field: FieldOf<'choice'>, value: unknown, pointer: string): readonly EvidenceError[] {
  if (!Array.isArray(value)) return [fault(pointer, 'not-a-list')];
  if (field.required && value.length === 0) return [fault(pointer, 'required')];
  const enough = value.slice(0, field.choices.length + 1); // a longer list has a problem among these
  return enough.flatMap((chosen, at) =>
    value.indexOf(chosen) < at
      ? [fault(pointerTo(pointer, at), 'chosen-twice')]
      : choiceProblems(field, chosen, pointerTo(pointer, at)),
  );
}

function moneyProblems(value: unknown, pointer: string): readonly EvidenceError[] {
  if (!isRecord(value)) return [fault(pointer, 'not-money')];
  const strangers = Object.keys(value).filter((key) => key !== 'amount' && key !== 'currency');
  return [
    ...(isAmount(value['amount']) ? [] : [fault(pointerTo(pointer, 'amount'), 'not-a-decimal')]),
    ...(isCurrency(value['currency']) ? [] : [fault(pointerTo(pointer, 'currency'), 'not-a-currency')]),
    ...strangers.map((key) => fault(pointerTo(pointer, key), 'unknown-field')),
  ];
}

function tableProblems(table: FieldOf<'table'>, value: unknown, pointer: string): readonly EvidenceError[] {
  if (!Array.isArray(value)) return [fault(pointer, 'not-a-list')];
  if (value.length > table.maxRows) return [fault(pointer, 'too-many-rows')];
  return [
    ...(value.length < table.minRows ? [fault(pointer, 'too-few-rows')] : []),
    ...value.flatMap((row, at) => rowProblems(table, row, pointerTo(pointer, at))),
    ...sumProblems(table, value, pointer),
  ];
}

function rowProblems({ columns }: TableKind, row: unknown, pointer: string): readonly EvidenceError[] {
  return isRecord(row) ? recordProblems(columns, row, pointer) : [fault(pointer, 'not-a-row')];
}

/** Only rows that all hold a number can be added up; what the others lack is said of their cells. */
function sumProblems({ sum }: TableKind, rows: readonly unknown[], pointer: string): readonly EvidenceError[] {
  if (sum === undefined || rows.length === 0) return [];
  const cells = rows.map((row) => (isRecord(row) ? valueOf(row, sum.column) : undefined));
  if (!cells.every((cell) => typeof cell === 'number')) return [];
  const total = cells.reduce((one, other) => one + other, 0);
  return Math.abs(total - sum.total) < rounding ? [] : [fault(pointer, 'wrong-sum')];
}

function idsOf(field: EvidenceField, value: unknown, pointer: string): readonly EvidenceId[] {
  switch (field.kind) {
    case 'contact':
    case 'user':
    case 'document':
      return isId(value) ? [{ kind: field.kind, id: value, pointer }] : [];
    case 'table':
      return Array.isArray(value) ? value.flatMap((row, at) => rowIds(field.columns, row, pointerTo(pointer, at))) : [];
    default:
      return [];
  }
}

function rowIds(columns: readonly EvidenceField[], row: unknown, pointer: string): readonly EvidenceId[] {
  return isRecord(row) ? evidenceIds(columns, row, pointer) : [];
}
