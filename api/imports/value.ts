import { unprintable } from '../http/schema.ts';
import type { Mapping } from './mapping.ts';
import { blanks } from './vocabulary.ts';

/** Show nothing, and stand between the letters of one word: what web pages leave in cells. */
const unseen = /[\u200B\u200E\u200F\u2060\uFEFF]/g;

/** No part of a name; in its place a blank is read. */
const unnameable = new RegExp(`${unprintable.source}|\\p{Cs}`, 'gu');

/** Null where nothing was recorded. */
export function recorded(cell: string | undefined): string | null {
  const text = (cell ?? '').replaceAll(unseen, '').replaceAll(unnameable, ' ').trim();
  return blanks.includes(text.toLowerCase()) ? null : text;
}

/** The beginning of a text that may be too long, with no character cut in half. */
export function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}

/** YYYY-MM-DD; null for what is no day of the calendar, or is ambiguous and not declared. */
export function dayOf(text: string, order: Mapping['dates']): string | null {
  const onDay = text.length > 50 ? '' : text.replace(timeOfDay, '');
  const year = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(onDay);
  if (year !== null) return day(year[1], year[2], year[3]);
  const other = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(onDay);
  if (other === null || order === undefined) return null;
  const [, first, second, last] = other;
  return order === 'day-first' ? day(last, second, first) : day(last, first, second);
}

/** Left out: what is recorded is a day. */
const timeOfDay = /[T ]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AP]M)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?$/i;

function day(year = '', month = '', date = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00.000Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text) ? null : text;
}

/** The instant at which a day begins in UTC: what was recorded as a day has no time. */
export function instantOf(onDay: string): string {
  return `${onDay}T00:00:00.000Z`;
}
