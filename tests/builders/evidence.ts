import * as fc from 'fast-check';
import type { Evidence, EvidenceField } from '../../domain/evidence-field.ts';
import { leastValueFor } from './playbook.ts';

/** Any list of well-formed evidence fields, with distinct keys. */
export function anyFields(): fc.Arbitrary<readonly EvidenceField[]> {
  return fc.uniqueArray(anyField(), { selector: ({ key }) => key, maxLength: 8 });
}

/** Any valid evidence for these fields; those not required may be absent. */
export function anyEvidenceFor(fields: readonly EvidenceField[]): fc.Arbitrary<Evidence> {
  const requiredKeys = fields.filter(({ required }) => required).map(({ key }) => key);
  const members = Object.fromEntries(fields.map((field) => [field.key, anyValueOf(field)]));
  return fc.record(members, { requiredKeys });
}

export function anyValueOf(field: EvidenceField): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      return anyText(field.maxLength, /[\p{Cc}\p{Cs}]/gu, field.required);
    case 'long-text':
      return anyText(field.maxLength, /[^\P{Cc}\t\n\r]|\p{Cs}/gu, field.required);
    case 'number':
      return anyNumberOf(field);
    case 'choice':
      return anyChoiceOf(field);
    case 'table':
      return anyRowsOf(field);
    default:
      return plainValues[field.kind];
  }
}

const anyId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const anyDay = fc
  .date({ min: new Date('1900-01-01T00:00:00.000Z'), max: new Date('2199-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((day) => day.toISOString());

const plainValues = {
  'yes-no': fc.boolean(),
  percent: fc.double({ min: 0, max: 100, noNaN: true }),
  score: fc.double({ min: 0, max: 10, noNaN: true }),
  money: fc.record({
    amount: fc.stringMatching(/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/),
    currency: fc.constantFrom('CNY', 'EUR', 'USD'),
  }),
  date: anyDay.map((instant) => instant.slice(0, 10)),
  instant: anyDay,
  contact: anyId,
  user: anyId,
  document: anyId,
} as const;

function anyText(maxLength: number, unprintable: RegExp, required: boolean): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'binary', maxLength })
    .map((text) => text.replaceAll(unprintable, ''))
    .map((text) => (required && text.trim() === '' ? '文' : text));
}

function anyNumberOf({ integer, min = -1000, max = 1000 }: Extract<EvidenceField, { kind: 'number' }>): fc.Arbitrary<number> {
  return integer ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) }) : fc.double({ min, max, noNaN: true });
}

function anyChoiceOf({ choices, many, required }: Extract<EvidenceField, { kind: 'choice' }>): fc.Arbitrary<unknown> {
  const keys = choices.map(({ key }) => key);
  return many ? fc.subarray(keys, { minLength: required ? 1 : 0 }) : fc.constantFrom(...keys);
}

function anyRowsOf({
  columns,
  minRows,
  maxRows,
  sum,
}: Extract<EvidenceField, { kind: 'table' }>): fc.Arbitrary<readonly Evidence[]> {
  const rows = fc.array(anyEvidenceFor(columns), { minLength: minRows, maxLength: maxRows });
  return sum === undefined
    ? rows
    : rows.map((some) => some.map((row, at) => ({ ...row, [sum.column]: share(sum.total, some.length, at) })));
}

/** Parts with two decimals, as people type them, that add up to the total. */
function share(total: number, parts: number, at: number): number {
  const part = Math.floor((total * 100) / parts) / 100;
  return at < parts - 1 ? part : Math.round((total - part * (parts - 1)) * 100) / 100;
}

function anyField(): fc.Arbitrary<EvidenceField> {
  return fc.oneof({ weight: 4, arbitrary: anyCell() }, { weight: 1, arbitrary: anyTable() });
}

function anyCell(): fc.Arbitrary<EvidenceField> {
  const kind = fc.oneof(
    fc
      .constantFrom('yes-no', 'percent', 'money', 'date', 'instant', 'contact', 'user', 'document')
      .map((plain) => ({ kind: plain }) as const),
    fc.record({ kind: fc.constantFrom('text', 'long-text'), maxLength: fc.integer({ min: 1, max: 40 }) }),
    fc.record({
      kind: fc.constant('number'),
      min: fc.integer({ min: -50, max: 0 }),
      max: fc.integer({ min: 1, max: 50 }),
      integer: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('score'), weight: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ kind: fc.constant('choice'), choices: someChoices, many: fc.boolean() }),
  );
  return fc.tuple(anyHead(), kind).map(([head, rest]) => ({ ...head, ...rest }));
}

function anyTable(): fc.Arbitrary<EvidenceField> {
  const columns = fc.uniqueArray(anyCell(), { selector: ({ key }) => key, minLength: 1, maxLength: 4 });
  return fc.tuple(anyHead(), columns, fc.integer({ min: 0, max: 3 }), fc.boolean()).map(([head, some, minRows, summed]) => ({
    ...head,
    kind: 'table',
    columns: summed ? [...some, shareColumn] : some,
    minRows,
    maxRows: minRows + 3,
    ...(summed ? { sum: { column: shareColumn.key, total: 100 } } : {}),
  }));
}

function anyHead() {
  return fc.record({
    key: fc.stringMatching(/^[a-z][A-Za-z0-9]{0,9}$/),
    title: fc.constant({ en: 'A field', zh: '一个字段' }),
    required: fc.boolean(),
  });
}

const someChoices = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 5 })
  .map((keys) => keys.map((key) => ({ key, title: { en: key, zh: key } })));

const shareColumn: EvidenceField = { key: 'share-of-all', title: { en: 'Share', zh: '份额' }, required: true, kind: 'percent' };

/** Evidence with each field of the list, required or not. */
export function fullEvidenceFor(fields: readonly EvidenceField[]): Evidence {
  return Object.fromEntries(fields.map((field) => [field.key, leastValueFor(field)]));
}
