import type { Calendar } from '../../../domain/calendar.ts';

/** Whether a minute, counted from 1970, is worked. */
export type WallClock = (minute: number) => boolean;

/** Slow and plain: looks every minute up, as a person with a clock and a calendar on the wall would. */
export function wallClock(calendar: Calendar): WallClock {
  const offsets = calendar.offsets.map(({ fromAt, offsetMinutes }) => ({ from: Date.parse(fromAt) / 60_000, offsetMinutes }));
  const open = calendar.hours.map(({ from, to }) => [minuteOf(from), minuteOf(to)] as const);
  const days = new Map<number, boolean>();

  return (minute) => {
    const offset = offsets.findLast(({ from }) => from <= minute) ?? offsets[0];
    const local = minute + (offset?.offsetMinutes ?? 0);
    const day = Math.floor(local / 1440);
    const known = days.get(day) ?? isWorked(calendar, new Date(day * 86_400_000));
    days.set(day, known);
    return known && open.some(([from, to]) => from <= local - day * 1440 && local - day * 1440 < to);
  };
}

/** The end of the minute that completes so many worked ones. */
export function slowAdd(clock: WallClock, from: number, minutes: number): number {
  let minute = from;
  for (let left = minutes; left > 0; minute += 1) if (clock(minute)) left -= 1;
  return minute;
}

export function slowCount(clock: WallClock, from: number, to: number): number {
  let count = 0;
  for (let minute = from; minute < to; minute += 1) if (clock(minute)) count += 1;
  return count;
}

function isWorked({ week, holidays, makeUpDays, knownUntil }: Calendar, midnight: Date): boolean {
  const date = midnight.toISOString().slice(0, 10);
  const isPlain = week.includes(midnight.getUTCDay() || 7);
  if (date > knownUntil) return isPlain;
  return isPlain ? !holidays.includes(date) : makeUpDays.includes(date);
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}
