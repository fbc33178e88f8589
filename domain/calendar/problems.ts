import type { Calendar } from '../calendar.ts';
import { isCalendarDate, isInstant } from '../evidence-value.ts';
import type { CalendarCode, CalendarError } from './problem-text.ts';
import { dayNumber, isPlain } from './working-days.ts';

/** Everything for which working time must not be reckoned by this calendar, each at its JSON pointer; empty when it is sound. */
export function calendarProblems(calendar: Calendar): readonly CalendarError[] {
  return [
    ...headProblems(calendar),
    ...offsetProblems(calendar),
    ...weekProblems(calendar),
    ...hoursProblems(calendar),
    ...holidayProblems(calendar),
    ...makeUpProblems(calendar),
  ];
}

function headProblems({ name, version, knownUntil }: Calendar): readonly CalendarError[] {
  return [
    ...at('/name', broken([name.trim() === '', 'blank'], [name.length > 100, 'too-long'])),
    ...at('/version', broken([!Number.isSafeInteger(version) || version < 1, 'not-a-version'])),
    ...at('/knownUntil', broken([!isCalendarDate(knownUntil), 'not-a-date'])),
  ];
}

function offsetProblems({ offsets }: Calendar): readonly CalendarError[] {
  return [
    ...at('/offsets', broken([offsets.length === 0, 'too-few'], [offsets.length > 500, 'too-many'])),
    ...each(offsets, ({ fromAt, offsetMinutes }, index) => {
      const before = offsets[index - 1]?.fromAt;
      const isLater = !isInstant(before) || before < fromAt;
      const isOffset = Number.isInteger(offsetMinutes) && offsetMinutes >= -720 && offsetMinutes <= 840;
      return [
        ...at(`/offsets/${index}/fromAt`, broken([!isInstant(fromAt), 'not-an-instant'], [!isLater, 'out-of-order'])),
        ...at(`/offsets/${index}/offsetMinutes`, broken([!isOffset, 'not-an-offset'])),
      ];
    }),
  ];
}

function weekProblems({ week }: Calendar): readonly CalendarError[] {
  return [
    ...at('/week', broken([week.length === 0, 'too-few'])),
    ...each(week, (day, index) => {
      const isWeekday = Number.isInteger(day) && day >= 1 && day <= 7;
      return at(`/week/${index}`, broken([!isWeekday, 'not-a-weekday'], [week.indexOf(day) < index, 'repeated']));
    }),
  ];
}

function hoursProblems({ hours }: Calendar): readonly CalendarError[] {
  return [
    ...at('/hours', broken([hours.length === 0, 'too-few'], [hours.length > 24, 'too-many'])),
    ...each(hours, ({ from, to }, index) => {
      const before = hours[index - 1]?.to ?? '';
      const overlaps = endPattern.test(before) && from < before;
      const isEmpty = timePattern.test(from) && to <= from;
      return [
        ...at(`/hours/${index}/from`, broken([!timePattern.test(from), 'not-a-time'], [overlaps, 'out-of-order'])),
        ...at(`/hours/${index}/to`, broken([!endPattern.test(to), 'not-a-time'], [isEmpty, 'ends-before-it-begins'])),
      ];
    }),
  ];
}

function holidayProblems({ holidays, knownUntil }: Calendar): readonly CalendarError[] {
  return [
    ...at('/holidays', broken([holidays.length > mostDates, 'too-many'])),
    ...each(holidays, (_, index) => at(`/holidays/${index}`, broken(...dateRules(holidays, index, knownUntil)))),
  ];
}

function makeUpProblems({ makeUpDays, holidays, week, knownUntil }: Calendar): readonly CalendarError[] {
  return [
    ...at('/makeUpDays', broken([makeUpDays.length > mostDates, 'too-many'])),
    ...each(makeUpDays, (date, index) => {
      const isHoliday: Rule = [holidays.includes(date), 'holiday-and-made-up'];
      const isWorked: Rule = [isPlain(week, dayNumber(date)), 'already-worked'];
      return at(`/makeUpDays/${index}`, broken(...dateRules(makeUpDays, index, knownUntil), isHoliday, isWorked));
    }),
  ];
}

function dateRules(dates: readonly string[], index: number, knownUntil: string): readonly Rule[] {
  const date = dates[index] ?? '';
  return [
    [!isCalendarDate(date), 'not-a-date'],
    [dates.indexOf(date) < index, 'repeated'],
    [isCalendarDate(knownUntil) && date > knownUntil, 'beyond-known'],
  ];
}

type Rule = readonly [isBroken: boolean, code: CalendarCode];

/** The first rule broken. */
function broken(...rules: readonly Rule[]): CalendarCode | undefined {
  return rules.find(([isBroken]) => isBroken)?.[1];
}

function at(pointer: string, code: CalendarCode | undefined): readonly CalendarError[] {
  return code === undefined ? [] : [{ pointer, code }];
}

/** Of a list much too long, only so much is looked at. */
function each<Item>(items: readonly Item[], problemsOf: (item: Item, index: number) => readonly CalendarError[]) {
  return items.slice(0, mostDates).flatMap(problemsOf);
}

const mostDates = 2_000;
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const endPattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
