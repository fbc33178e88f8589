/** An object, of which nothing more is known. */
export type Fields = { readonly [key: string]: unknown };

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record's own value; nothing that it merely inherits. */
export function valueOf(record: Fields, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** A day that the calendar has, `YYYY-MM-DD`, from 1900 to 2199: a year typed wrongly is no date. */
export function isCalendarDate(value: unknown): value is string {
  if (!matches(value, datePattern)) return false;
  const [year, month, day] = value.split('-').map(Number) as [number, number, number];
  return day >= 1 && day <= daysIn(year, month);
}

/** `YYYY-MM-DDTHH:mm:ss.sssZ`: UTC with milliseconds, the one form that also compares as text. */
export function isInstant(value: unknown): value is string {
  return matches(value, instantPattern) && isCalendarDate(value.slice(0, 10));
}

export const datePattern = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
export const instantPattern = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
