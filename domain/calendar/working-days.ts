/** Which days are worked: a weekly pattern, and the days on which it does not hold. */
export type WorkingDays = {
  /** Working days of a plain week, 1 Monday to 7 Sunday. */
  readonly week: readonly number[];
  /** Local dates, YYYY-MM-DD. */
  readonly holidays: readonly string[];
  /** Working days that the plain week would not have. */
  readonly makeUpDays: readonly string[];
  /** The last local date for which holidays are officially known; beyond it only the plain week holds. */
  readonly knownUntil: string;
};

/** Days are whole numbers, counted from 1970-01-01. */
export function isWorkingDay(days: WorkingDays, day: number): boolean {
  const { week, holidays, makeUpDays, knownUntil } = days;
  const date = dateOf(day);
  if (date > knownUntil) return isPlain(week, day);
  return isPlain(week, day) ? !holidays.includes(date) : makeUpDays.includes(date);
}

/** How many working days there are from a day on, before another. */
export function countWorkingDays(days: WorkingDays, from: number, to: number): number {
  return exceptions(days, from)
    .filter(({ day }) => day < to)
    .reduce((total, { works }) => total + (works ? 1 : -1), countPlain(days.week, from, to));
}

/** The first working day that has so many working days before it, counted from a day on; infinite where there is none. */
export function workingDayAfter(days: WorkingDays, from: number, count: number): number {
  let [start, left] = [from, count];
  for (const { day, works } of exceptions(days, from)) {
    const plain = countPlain(days.week, start, day);
    if (left < plain) break;
    left -= plain;
    start = day + 1;
    if (!works) continue;
    if (left === 0) return day;
    left -= 1;
  }
  return plainDayAfter(days.week, start, left);
}

/** The date of a day's number, YYYY-MM-DD. */
export function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** True when the plain week works on this day. */
export function isPlain(week: readonly number[], day: number): boolean {
  return week.includes(((((day + 3) % 7) + 7) % 7) + 1);
}

/** Of a date, YYYY-MM-DD: days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(date) / dayMs;
}

export const dayMs = 86_400_000;

type Exception = { readonly day: number; readonly works: boolean };

/** Days from a day on that are not as the plain week has them, in order. */
function exceptions({ week, holidays, makeUpDays, knownUntil }: WorkingDays, from: number): readonly Exception[] {
  const first = dateOf(from);
  const changed = (dates: readonly string[], works: boolean) =>
    dates
      .filter((date) => first <= date && date <= knownUntil)
      .map((date) => ({ day: dayNumber(date), works }))
      .filter(({ day }) => isPlain(week, day) !== works);
  return [...changed(holidays, false), ...changed(makeUpDays, true)].toSorted((one, other) => one.day - other.day);
}

/** Whole weeks at once, then day by day. */
function countPlain(week: readonly number[], from: number, to: number): number {
  const weeks = Math.floor((to - from) / 7);
  let total = weeks * week.length;
  for (let day = from + weeks * 7; day < to; day += 1) if (isPlain(week, day)) total += 1;
  return total;
}

function plainDayAfter(week: readonly number[], from: number, count: number): number {
  if (week.length === 0) return Infinity;
  let day = from + Math.floor(count / week.length) * 7;
  for (let left = count % week.length; left > 0 || !isPlain(week, day); day += 1) if (isPlain(week, day)) left -= 1;
  return day;
}
