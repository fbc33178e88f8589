import type { Offset } from './calendar/era.ts';
import { eras, lastUtc, toLocal } from './calendar/era.ts';
import { dateOf, dayMs } from './calendar/working-days.ts';
import type { WorkingTime } from './calendar/working-time.ts';
import { fullDayMs, localAfter, workedBetween } from './calendar/working-time.ts';

/** A length of time in one unit. Working units count working time only; the others count all time. */
export type Duration =
  | { readonly workingDays: number }
  | { readonly workingHours: number }
  | { readonly days: number }
  | { readonly hours: number }
  | { readonly minutes: number }
  | { readonly seconds: number };

export type DurationUnit = Duration extends infer One ? (One extends unknown ? keyof One : never) : never;

/** Plain data that travels with a workflow: no time-zone library is needed to read it. */
export type Calendar = WorkingTime & {
  /** The key under which its versions are published. */
  readonly name: string;
  readonly version: number;
  /** In order; the first holds for all time before it too. A zone without summer time needs one. */
  readonly offsets: readonly Offset[];
};

/** An allowance, and what of it was used before. */
export type Used = { readonly allowance: Duration; readonly usedMs: number };
export type Period = { readonly fromAt: string; readonly toAt: string };

/** The instant at which a duration has passed. */
export function addDuration(calendar: Calendar, fromAt: string, duration: Duration): string {
  return dueAfter(calendar, fromAt, { allowance: duration, usedMs: 0 });
}

/**
 * The first instant at which what is left of an allowance has passed; `usedMs` is in the allowance's own kind of time. Nothing left is due
 * at once, and what never comes, or comes after it, is due at the end of the year 9999: instants compare as text up to there.
 */
export function dueAfter(calendar: Calendar, fromAt: string, { allowance, usedMs }: Used): string {
  const left = Math.max(0, durationMs(calendar, allowance) - usedMs);
  const from = Date.parse(fromAt);
  const due = isWorking(allowance) ? addWorkingMs(calendar, from, left) : from + left;
  return new Date(Math.min(due, latestMs)).toISOString();
}

/** Milliseconds between two instants, in a duration's own kind of time: working time, or all of it. Never negative. */
export function elapsed(calendar: Calendar, kind: Duration, { fromAt, toAt }: Period): number {
  const from = Date.parse(fromAt);
  const to = Math.max(from, Date.parse(toAt));
  return isWorking(kind) ? workingMsBetween(calendar, from, to) : to - from;
}

/** A working day is a full day's working time, whatever the day. */
export function durationMs(calendar: Calendar, duration: Duration): number {
  if ('workingDays' in duration) return Math.round(duration.workingDays * fullDayMs(calendar));
  if ('workingHours' in duration) return Math.round(duration.workingHours * hourMs);
  if ('days' in duration) return Math.round(duration.days * dayMs);
  if ('hours' in duration) return Math.round(duration.hours * hourMs);
  return Math.round('minutes' in duration ? duration.minutes * 60_000 : duration.seconds * 1_000);
}

/** The same unit, times a ratio. */
export function scaled(duration: Duration, ratio: number): Duration {
  const [unit, length] = measured(duration);
  return { [unit]: length * ratio } as unknown as Duration;
}

/** In which unit it is, and how many of it. */
export function measured(duration: Duration): readonly [DurationUnit, number] {
  return Object.entries(duration)[0] as [DurationUnit, number];
}

export function isWorking(duration: Duration): boolean {
  return 'workingDays' in duration || 'workingHours' in duration;
}

/** True when the instant lies behind the last day for which holidays are officially known. */
export function isBeyond(calendar: Calendar, at: string): boolean {
  return localDateOf(calendar, at) > calendar.knownUntil;
}

/** The local date of an instant, YYYY-MM-DD. */
export function localDateOf(calendar: Calendar, at: string): string {
  return dateOf(Math.floor(toLocal(calendar.offsets, Date.parse(at)) / dayMs));
}

/** The last millisecond of a local date, as an instant. */
export function endOfDay(calendar: Calendar, date: string): string {
  return new Date(lastUtc(calendar.offsets, Date.parse(`${date}T23:59:59.999Z`))).toISOString();
}

/** Each era has its own local time; what of the length does not fit into one goes on in the next. */
function addWorkingMs(calendar: Calendar, from: number, length: number): number {
  if (length === 0) return from;
  let left = length;
  for (const era of eras(calendar.offsets).filter(({ until }) => until > from)) {
    const start = Math.max(from, era.from) + era.offset;
    const end = localAfter(calendar, start, left) - era.offset;
    if (end <= era.until) return end;
    left -= workedBetween(calendar, start, era.until + era.offset);
  }
  return Infinity;
}

function workingMsBetween(calendar: Calendar, from: number, to: number): number {
  return eras(calendar.offsets)
    .filter((era) => era.from < to && from < era.until)
    .map((era) => [Math.max(from, era.from) + era.offset, Math.min(to, era.until) + era.offset] as const)
    .reduce((total, [start, end]) => total + workedBetween(calendar, start, end), 0);
}

const hourMs = 3_600_000;
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');
