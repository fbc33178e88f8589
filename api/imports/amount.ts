import type { Money } from '../../domain/money.ts';
import { isAmount, isCurrency } from '../../domain/money.ts';
import type { Cell } from './cell.ts';
import { cellOf } from './cell.ts';
import type { Mapping } from './mapping.ts';
import type { Fields, Reason } from './reason.ts';
import { cut } from './value.ts';
import { currencySigns } from './vocabulary.ts';

/** What is written in a column of amounts. */
type Written = {
  readonly amount: string;
  /** Those that the sign or code beside the digits may mean; null where there is none. */
  readonly currencies: readonly string[] | null;
};

/** The amount of a row and its currency. */
export function moneyOf(fields: Fields, { decimals }: Mapping): Cell<Money> {
  const parse = (text: string) => amountOf(text, decimals);
  const unreadable = (text: string) => (isAmbiguous(text) ? 'amount-ambiguous' : 'amount-unreadable');
  const { value: written, reasons } = cellOf(fields, { field: 'amount', parse, unreadable });
  if (written === null) return { value: null, reasons };
  const currency = currencyOf(fields, written);
  if (typeof currency !== 'string') return { value: null, reasons: [currency] };
  if (written.currencies?.includes(currency) === false)
    return { value: null, reasons: [{ field: 'amount', code: 'currency-conflicts', value: cut(fields['amount'] ?? '', 100) }] };
  return { value: { amount: written.amount, currency }, reasons: [] };
}

/** As the row names it; where it names none, that of the sign beside the digits, if it means one alone. */
function currencyOf({ currency = null }: Fields, { currencies }: Written): string | Reason {
  if (currency === null) return onlyOne(currencies ?? []) ?? { field: 'currency', code: 'currency-required' };
  return currencyNamed(currency) ?? { field: 'currency', code: 'currency-unreadable', value: cut(currency, 100) };
}

function currencyNamed(word: string): string | null {
  const code = word.toUpperCase();
  return onlyOne(currenciesOf(word)) ?? (isCurrency(code) ? code : null);
}

function onlyOne(currencies: readonly string[]): string | null {
  return currencies.length === 1 ? (currencies[0] ?? null) : null;
}

/** A decimal of at most 15 digits before the point, and the sign of its currency. Null for all else, and for what is ambiguous and not declared. */
export function amountOf(text: string, decimals: Mapping['decimals']): Written | null {
  const [before, digits, after] = partsOf(text);
  const isClear = decimals !== undefined || !isAmbiguous(text);
  const amount = isClear ? decimalOf(digits, decimals ?? 'point') : null;
  const meant = [before, after].filter((sign) => sign !== '').map(currenciesOf);
  if (amount === null || meant.some(({ length }) => length === 0)) return null;
  return { amount, currencies: meant.length === 0 ? null : meant.reduce(sharedBy) };
}

function sharedBy(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((one) => others.includes(one));
}

/** One and two hundred and thirty-four thousandths, or one thousand two hundred and thirty-four: as 1.234 alone it may be either. */
function isAmbiguous(text: string): boolean {
  return /^[1-9]\d{0,2}\.\d{3}$/.test(partsOf(text)[1]);
}

/** The currencies that a sign, word or code may mean; none for what is none of them. */
function currenciesOf(word: string): readonly string[] {
  const sign = halfWidth(word).toUpperCase();
  return currencySigns.get(sign) ?? (currencyCodes.has(sign) ? [sign] : []);
}

/** Those that exist: any other three letters beside an amount may be its unit, as in 12 MIO. */
const currencyCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function partsOf(text: string): readonly [before: string, digits: string, after: string] {
  const [, before = '', digits = '', after = ''] = (text.length > longest ? null : amountForm.exec(halfWidth(text))) ?? [];
  return [before, digits, after];
}

const longest = 40;
const amountForm = /^([^\d\s.,]{0,4})\s*(\d[\d.,\s]*?)\s*([^\d\s.,]{0,4})$/u;

function decimalOf(digits: string, decimals: NonNullable<Mapping['decimals']>): string | null {
  const form = decimalForms[decimals];
  const [, whole, , places] = form.exec(digits) ?? [];
  if (whole === undefined) return null;
  const amount = [whole.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, ''), ...(places === undefined ? [] : [places])].join('.');
  return isAmount(amount) ? amount : null;
}

/** Thousands apart by one and the same sign, or not at all. */
const decimalForms = {
  point: /^([1-9]\d{0,2}(?:([,\s])\d{3}(?:\2\d{3})*)?|\d{1,15})(?:\.(\d{1,4}))?$/,
  comma: /^([1-9]\d{0,2}(?:([.\s])\d{3}(?:\2\d{3})*)?|\d{1,15})(?:,(\d{1,4}))?$/,
} as const;

/** As Chinese keyboards write digits and signs, in the form of all others. Nothing else is taken for a digit. */
function halfWidth(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (wide) => String.fromCodePoint(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('￥', '¥')
    .replaceAll('￡', '£')
    .trim();
}
