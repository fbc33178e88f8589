import type { WorkingDays } from './working-days.ts';
import { countWorkingDays, dayMs, isWorkingDay, workingDayAfter } from './working-days.ts';

/** Local times of a day, `HH:MM`; a day ends at 24:00. */
export type Hours = { readonly from: string; readonly to: string };

export type WorkingTime = WorkingDays & {
  /** Working hours of a working day, local, in order: `{ from: '09:00', to: '12:00' }`. */
  readonly hours: readonly Hours[];
};

/** What a full working day has, in milliseconds. */
export function fullDayMs({ hours }: WorkingTime): number {
  return hours.reduce((total, { from, to }) => total + timeMs(to) - timeMs(from), 0);
}

/** Working time between two local milliseconds under one offset. */
export function workedBetween(calendar: WorkingTime, from: number, to: number): number {
  if (from === to) return 0;
  const [first, last] = [split(from).day, split(to).day];
  const wholeDays = countWorkingDays(calendar, first, last) * fullDayMs(calendar);
  return wholeDays - workedOn(calendar, from) + workedOn(calendar, to);
}

/** The local millisecond at which so much working time (more than none) has passed under one offset; infinite if it never does. */
export function localAfter(calendar: WorkingTime, from: number, length: number): number {
  const full = fullDayMs(calendar);
  if (full === 0) return Infinity;
  const sinceMidnight = length + workedOn(calendar, from);
  const daysBefore = Math.ceil(sinceMidnight / full) - 1;
  const day = workingDayAfter(calendar, split(from).day, daysBefore);
  return day * dayMs + timeAfter(calendar, sinceMidnight - daysBefore * full);
}

/** Working time of a local millisecond's day before it. */
function workedOn(calendar: WorkingTime, local: number): number {
  const { day, time } = split(local);
  if (!isWorkingDay(calendar, day)) return 0;
  return calendar.hours.reduce((total, { from, to }) => total + Math.max(0, Math.min(time, timeMs(to)) - timeMs(from)), 0);
}

/** The time of day at which so much of a working day has passed. */
function timeAfter({ hours }: WorkingTime, length: number): number {
  let left = length;
  for (const { from, to } of hours) {
    const open = timeMs(to) - timeMs(from);
    if (left <= open) return timeMs(from) + left;
    left -= open;
  }
  return dayMs;
}

function split(local: number): { readonly day: number; readonly time: number } {
  const day = Math.floor(local / dayMs);
  return { day, time: local - day * dayMs };
}

function timeMs(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
}
