import { isAmount } from '../../domain/money.ts';
import { unprintable } from '../http/schema.ts';
import type { Mapping } from './mapping.ts';
import { blanks } from './vocabulary.ts';

/** No part of a name; in its place a blank is read. */
const unnameable = new RegExp(`${unprintable.source}|\\p{Cs}`, 'gu');

/** Null where nothing was recorded. */
export function recorded(cell: string | undefined): string | null {
  const text = (cell ?? '').replaceAll(unnameable, ' ').trim();
  return blanks.includes(text.toLowerCase()) ? null : text;
}

/** YYYY-MM-DD; null for what is no day of the calendar, or is ambiguous and not declared. */
export function dayOf(text: string, order: Mapping['dates']): string | null {
  const year = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$/.exec(text);
  if (year !== null) return day(year[1], year[2], year[3]);
  const other = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  if (other === null || order === undefined) return null;
  const [, first, second, last] = other;
  return order === 'day-first' ? day(last, second, first) : day(last, first, second);
}

function day(year = '', month = '', date = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00.000Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text) ? null : text;
}

/** The instant at which a day begins in UTC: what was recorded as a day has no time. */
export function instantOf(onDay: string): string {
  return `${onDay}T00:00:00.000Z`;
}

/** A decimal of at most 15 digits before the point; signs of currency and commas between thousands are left out. Null for all else. */
export function amountOf(text: string): string | null {
  const bare = text.normalize('NFKC').replaceAll(/[¥$€£\s]|元$/gu, '');
  if (!/^(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{1,4})?$/.test(bare)) return null;
  const amount = bare.replaceAll(',', '').replace(/^0+(?=\d)/, '');
  return isAmount(amount) ? amount : null;
}
