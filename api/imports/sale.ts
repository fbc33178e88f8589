import { contentHash } from '../../domain/canonical.ts';
import type { Money } from '../../domain/money.ts';
import { isCurrency } from '../../domain/money.ts';
import type { Mapping } from './mapping.ts';
import type { Place, StageReader } from './stage.ts';
import { amountOf, dayOf } from './value.ts';
import type { Standing } from './vocabulary.ts';

/** A row by the names of its fields; null where nothing is recorded. */
export type Fields = { readonly [field: string]: string | null };

/** Why a row is not taken: a rule, and the field it is about. */
export type Reason = { readonly field: string; readonly code: ReasonCode; readonly value?: string };

export const reasonCodes = [
  'malformed-row',
  'key-required',
  'key-repeated',
  'owner-required',
  'owner-ambiguous',
  'owner-only-administers',
  'team-required',
  'customer-required',
  'customer-ambiguous',
  'stage-required',
  'stage-unknown',
  'opened-on-required',
  'opened-on-unreadable',
  'opened-in-the-future',
  'closed-on-required',
  'closed-on-unreadable',
  'closed-in-the-future',
  'closed-before-opened',
  'amount-unreadable',
  'currency-required',
  'too-long',
  'command-refused',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** What a row says, ready to become commands. */
export type Sale = {
  readonly key: string;
  readonly name: string;
  readonly owner: string;
  readonly customer: string;
  readonly standing: Standing;
  /** At which it is opened. */
  readonly stage: string;
  readonly openedOn: string;
  readonly closedOn: string | null;
  /** Of a sale behind its signature; null where it is not recorded. */
  readonly wonOn: string | null;
  readonly amount: Money | null;
};

export type Reading = {
  readonly fields: Fields;
  readonly mapping: Mapping;
  readonly stageOf: StageReader;
  readonly today: string;
};

/** The sale of a row, or everything that speaks against it. */
export function saleOf({ fields, mapping, stageOf, today }: Reading): Sale | readonly Reason[] {
  const cells: Fields = { ...fields, ...defaultsFor(fields, mapping) };
  const key = cellOf(cells, { field: 'key', required: 'key-required', parse: ofLength, unreadable: 'too-long' });
  const owner = cellOf(cells, { field: 'owner', required: 'owner-required', parse: ofLength, unreadable: 'too-long' });
  const customer = cellOf(cells, { field: 'customer', required: 'customer-required', parse: ofLength, unreadable: 'too-long' });
  const place = cellOf(cells, { field: 'stage', required: 'stage-required', parse: stageOf, unreadable: 'stage-unknown' });
  const parse = (text: string) => dayOf(text, mapping.dates);
  const openedOn = cellOf(cells, {
    field: 'openedOn',
    required: 'opened-on-required',
    parse,
    unreadable: 'opened-on-unreadable',
  });
  const closedOn = cellOf(cells, { field: 'closedOn', parse, unreadable: 'closed-on-unreadable' });
  const amount = cellOf(cells, { field: 'amount', parse: amountOf, unreadable: 'amount-unreadable' });
  const money = moneyOf(cells, amount.value);
  const said = { key: key.value ?? '', owner: owner.value ?? '', customer: customer.value ?? '', openedOn: openedOn.value ?? '' };
  const sale = { ...said, ...standingOf(place.value), closedOn: closedOn.value, amount: money.value };
  const all = [key, owner, customer, place, openedOn, closedOn, amount, money].flatMap(({ reasons }) => reasons);
  const reasons = [...all, ...(all.length === 0 ? dateReasons(sale, today) : [])];
  return reasons.length > 0 ? reasons : { ...sale, name: nameOf(cells, sale), wonOn: wonOn(sale, place.value, today) };
}

/** Names the row as it was read: the same again changes nothing. */
export function fingerprintOf(fields: Fields): string {
  return contentHash(fields);
}

export function isSale(read: Sale | readonly Reason[]): read is Sale {
  return 'standing' in read;
}

/** What the mapping says to take where a row says nothing. */
function defaultsFor(fields: Fields, { defaults = {} }: Mapping): Fields {
  const absent = Object.entries(defaults).filter(([field]) => (fields[field] ?? null) === null);
  return Object.fromEntries(absent.map(([field, value]) => [field, value ?? null]));
}

type Cell<Value> = { readonly value: Value | null; readonly reasons: readonly Reason[] };

type CellRule<Value> = {
  readonly field: string;
  /** Why a row is not taken that says nothing here; absent where it need not. */
  readonly required?: ReasonCode;
  /** Null for what cannot be read. */
  readonly parse: (text: string) => Value | null;
  readonly unreadable: ReasonCode;
};

function cellOf<Value>(fields: Fields, { field, required, parse, unreadable }: CellRule<Value>): Cell<Value> {
  const text = fields[field] ?? null;
  if (text === null) return { value: null, reasons: required === undefined ? [] : [{ field, code: required }] };
  const value = parse(text);
  return { value, reasons: value === null ? [{ field, code: unreadable, value: text.slice(0, 100) }] : [] };
}

function standingOf(place: Place | null): Pick<Sale, 'standing' | 'stage'> {
  return { standing: place?.standing ?? 'open', stage: place?.stage ?? '' };
}

/** Behind its signature, the closing date that has passed is that of the signature; any other is a forecast. */
function wonOn({ openedOn, closedOn }: Pick<Sale, 'openedOn' | 'closedOn'>, place: Place | null, today: string): string | null {
  if (place?.isSigned !== true || closedOn === null) return null;
  return openedOn <= closedOn && closedOn <= today ? closedOn : null;
}

function ofLength(text: string): string | null {
  return text.length > 180 ? null : text;
}

function moneyOf({ currency = null }: Fields, amount: string | null): Cell<Money> {
  if (amount === null) return { value: null, reasons: [] };
  const code = currency?.toUpperCase() ?? '';
  if (!isCurrency(code)) return { value: null, reasons: [{ field: 'currency', code: 'currency-required' }] };
  return { value: { amount, currency: code }, reasons: [] };
}

/** Of an open sale the closing date is a forecast. */
function dateReasons({ standing, openedOn, closedOn }: Omit<Sale, 'name' | 'wonOn'>, today: string): readonly Reason[] {
  const early: readonly Reason[] = openedOn > today ? [{ field: 'openedOn', code: 'opened-in-the-future' }] : [];
  if (standing === 'open') return early;
  if (closedOn === null) return [...early, { field: 'closedOn', code: 'closed-on-required' }];
  if (closedOn > today) return [...early, { field: 'closedOn', code: 'closed-in-the-future' }];
  return closedOn < openedOn ? [...early, { field: 'closedOn', code: 'closed-before-opened' }] : early;
}

/** Composed of what is recorded, where the row has no name of its own. */
function nameOf({ name = null, product = null }: Fields, { key, customer }: Pick<Sale, 'key' | 'customer'>): string {
  return (name ?? `${customer}: ${product ?? key}`).slice(0, 200);
}
