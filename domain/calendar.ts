/** A length of time in one unit. Working units count working time only; the others count all time. */
export type Duration =
  | { readonly workingDays: number }
  | { readonly workingHours: number }
  | { readonly hours: number }
  | { readonly seconds: number };

/** Plain data that travels with a workflow: no time-zone library is needed to read it. */
export type Calendar = {
  readonly name: string;
  readonly version: number;
  /** Local time minus UTC, each from an instant on; in order, the first holds for all time before it too. */
  readonly offsets: readonly Offset[];
  /** Working days of a plain week, 1 Monday to 7 Sunday. */
  readonly week: readonly number[];
  /** Working hours of a working day, local, in order: `{ from: '09:00', to: '12:00' }`. */
  readonly hours: readonly Hours[];
  /** Local dates, YYYY-MM-DD. */
  readonly holidays: readonly string[];
  /** Working days that the plain week would not have. */
  readonly makeUpDays: readonly string[];
  /** The last local date for which holidays are officially known; beyond it only the plain week holds. */
  readonly knownUntil: string;
};

export type Offset = { readonly fromAt: string; readonly offsetMinutes: number };
/** An allowance, and what of it was used before. */
export type Used = { readonly allowance: Duration; readonly usedMs: number };
export type Period = { readonly fromAt: string; readonly toAt: string };
export type Hours = { readonly from: string; readonly to: string };

/** The instant at which a duration has passed. */
export function addDuration(calendar: Calendar, fromAt: string, duration: Duration): string {
  return dueAfter(calendar, fromAt, { allowance: duration, usedMs: 0 });
}

/** The instant at which what is left of an allowance has passed; `usedMs` is in the allowance's own kind of time. */
export function dueAfter(calendar: Calendar, fromAt: string, { allowance, usedMs }: Used): string {
  const left = Math.max(0, durationMs(calendar, allowance) - usedMs);
  const from = Date.parse(fromAt);
  return new Date(isWorking(allowance) ? addWorkingMs(calendar, from, left) : from + left).toISOString();
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
  if ('hours' in duration) return Math.round(duration.hours * hourMs);
  return Math.round(duration.seconds * 1_000);
}

/** The same unit, times a ratio. */
export function scaled(duration: Duration, ratio: number): Duration {
  const [unit, length] = Object.entries(duration)[0] as [string, number];
  return { [unit]: length * ratio } as unknown as Duration;
}

export function isWorking(duration: Duration): boolean {
  return 'workingDays' in duration || 'workingHours' in duration;
}

/** True at an instant inside working hours; their end is outside. */
export function isWorkingTime(calendar: Calendar, at: string): boolean {
  const local = toLocal(calendar, Date.parse(at));
  const timeOfDay = local - dayOf(local) * dayMs;
  return segments(calendar, dayOf(local)).some(({ from, to }) => from <= timeOfDay && timeOfDay < to);
}

/** True when the instant lies behind the last day for which holidays are officially known. */
export function isBeyond(calendar: Calendar, at: string): boolean {
  return localDateOf(calendar, at) > calendar.knownUntil;
}

/** The local date of an instant, YYYY-MM-DD. */
export function localDateOf(calendar: Calendar, at: string): string {
  return dateOf(dayOf(toLocal(calendar, Date.parse(at))));
}

/** The last millisecond of a local date, as an instant. */
export function endOfDay(calendar: Calendar, date: string): string {
  return new Date(toUtc(calendar, Date.parse(`${date}T23:59:59.999Z`))).toISOString();
}

function addWorkingMs(calendar: Calendar, from: number, length: number): number {
  if (length === 0) return from;
  const start = toLocal(calendar, from);
  let left = length;
  for (let day = dayOf(start); day < dayOf(start) + longestDays; day += 1) {
    for (const segment of segments(calendar, day)) {
      const begin = Math.max(start, day * dayMs + segment.from);
      const open = Math.max(0, day * dayMs + segment.to - begin);
      if (left <= open) return toUtc(calendar, begin + left);
      left -= open;
    }
  }
  return toUtc(calendar, (dayOf(start) + longestDays) * dayMs);
}

function workingMsBetween(calendar: Calendar, from: number, to: number): number {
  const [start, end] = [toLocal(calendar, from), toLocal(calendar, to)];
  let total = 0;
  for (let day = dayOf(start); day <= dayOf(end); day += 1) {
    for (const segment of segments(calendar, day)) {
      const begin = Math.max(start, day * dayMs + segment.from);
      total += Math.max(0, Math.min(end, day * dayMs + segment.to) - begin);
    }
  }
  return total;
}

/** Working hours of one local day, in milliseconds since its midnight. */
function segments(calendar: Calendar, day: number): readonly { readonly from: number; readonly to: number }[] {
  if (!isWorkingDay(calendar, day)) return [];
  return calendar.hours.map(({ from, to }) => ({ from: timeMs(from), to: timeMs(to) }));
}

function isWorkingDay({ week, holidays, makeUpDays, knownUntil }: Calendar, day: number): boolean {
  const date = dateOf(day);
  const isPlain = week.includes(((((day + 3) % 7) + 7) % 7) + 1);
  if (date > knownUntil) return isPlain;
  return isPlain ? !holidays.includes(date) : makeUpDays.includes(date);
}

function fullDayMs({ hours }: Calendar): number {
  return hours.reduce((total, { from, to }) => total + timeMs(to) - timeMs(from), 0);
}

function toLocal(calendar: Calendar, utc: number): number {
  return utc + offsetMs(calendar, utc);
}

/** In the hour that a change of offset repeats or leaves out, the later offset counts. */
function toUtc(calendar: Calendar, local: number): number {
  const guess = local - offsetMs(calendar, local);
  return local - offsetMs(calendar, guess);
}

function offsetMs({ offsets }: Calendar, utc: number): number {
  const current = offsets.findLast(({ fromAt }) => Date.parse(fromAt) <= utc) ?? offsets[0];
  return (current?.offsetMinutes ?? 0) * minuteMs;
}

function dayOf(localMs: number): number {
  return Math.floor(localMs / dayMs);
}

function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function timeMs(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * minuteMs;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A calendar that never works would search for ever: give up after some fifty years. */
const longestDays = 20_000;
