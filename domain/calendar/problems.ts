import type { Calendar } from '../calendar.ts';
import type { CalendarCode, CalendarError } from './problem-text.ts';
import { calendarShape } from './shape.ts';
import { dayNumber, isPlain } from './working-days.ts';

const rules = [offsetProblems, weekProblems, hoursProblems, holidayProblems, makeUpProblems] satisfies readonly ((
  calendar: Calendar,
) => readonly CalendarError[])[];

/**
 * Everything for which working time must not be reckoned by this document, each at its JSON pointer; empty when it is a sound calendar. What
 * it means is asked only once it is well built.
 */
export function calendarProblems(document: unknown): readonly CalendarError[] {
  const misbuilt = calendarShape(document, '');
  return misbuilt.length > 0 ? misbuilt : rules.flatMap((problemsOf) => problemsOf(document as Calendar));
}

function offsetProblems({ offsets }: Calendar): readonly CalendarError[] {
  return offsets.flatMap(({ fromAt }, index) => {
    const before = offsets[index - 1]?.fromAt ?? '';
    return faults(`/offsets/${index}/fromAt`, [fromAt <= before, 'before-the-entry-above']);
  });
}

function weekProblems({ week }: Calendar): readonly CalendarError[] {
  return week.flatMap((day, index) => faults(`/week/${index}`, [week.indexOf(day) < index, 'repeated']));
}

function hoursProblems({ hours }: Calendar): readonly CalendarError[] {
  return hours.flatMap(({ from, to }, index) => {
    const before = hours[index - 1]?.to ?? '';
    return [
      ...faults(`/hours/${index}/from`, [from < before, 'before-the-entry-above']),
      ...faults(`/hours/${index}/to`, [to <= from, 'ends-before-it-begins']),
    ];
  });
}

function holidayProblems({ holidays, knownUntil }: Calendar): readonly CalendarError[] {
  return holidays.flatMap((_, index) => faults(`/holidays/${index}`, ...dateRules(holidays, index, knownUntil)));
}

function makeUpProblems({ makeUpDays, holidays, week, knownUntil }: Calendar): readonly CalendarError[] {
  return makeUpDays.flatMap((date, index) => {
    const isHoliday: Rule = [holidays.includes(date), 'holiday-and-made-up'];
    const isWorked: Rule = [isPlain(week, dayNumber(date)), 'already-worked'];
    return faults(`/makeUpDays/${index}`, ...dateRules(makeUpDays, index, knownUntil), isHoliday, isWorked);
  });
}

function dateRules(dates: readonly string[], index: number, knownUntil: string): readonly Rule[] {
  const date = dates[index] ?? '';
  return [
    [dates.indexOf(date) < index, 'repeated'],
    [date > knownUntil, 'beyond-known'],
  ];
}

type Rule = readonly [isBroken: boolean, code: CalendarCode];

/** The first rule broken. */
function faults(pointer: string, ...broken: readonly Rule[]): readonly CalendarError[] {
  const first = broken.find(([isBroken]) => isBroken);
  return first === undefined ? [] : [{ pointer, code: first[1] }];
}
