import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../domain/calendar.ts';
import { addDuration, dueAfter, elapsed, isBeyond, isWorkingTime } from '../../domain/calendar.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';

/** Local time in Shanghai as an instant. */
const shanghai = (local: string) => new Date(`${local}:00.000+08:00`).toISOString();
const add = (from: string, duration: Parameters<typeof addDuration>[2]) => addDuration(defaultCalendar, shanghai(from), duration);

describe('working time in mainland China', () => {
  test.for([
    {
      what: 'a working day is eight working hours',
      from: '2026-03-09T09:00',
      duration: { workingDays: 1 },
      due: '2026-03-09T18:00',
    },
    { what: 'noon does not count', from: '2026-03-09T11:30', duration: { workingHours: 1 }, due: '2026-03-09T13:30' },
    { what: 'a weekend does not count', from: '2026-03-13T17:00', duration: { workingHours: 2 }, due: '2026-03-16T10:00' },
    {
      what: 'the Spring Festival does not count',
      from: '2026-02-14T17:00',
      duration: { workingHours: 2 },
      due: '2026-02-24T10:00',
    },
    { what: 'a Saturday made up for it does', from: '2026-02-27T17:00', duration: { workingHours: 2 }, due: '2026-02-28T10:00' },
    { what: 'the National Day week does not', from: '2026-09-30T17:00', duration: { workingHours: 2 }, due: '2026-10-08T10:00' },
    { what: 'elapsed hours are plain hours', from: '2026-09-30T17:00', duration: { hours: 4 }, due: '2026-09-30T21:00' },
    {
      what: 'beyond the known years, Monday to Friday',
      from: '2027-02-05T17:00',
      duration: { workingHours: 2 },
      due: '2027-02-08T10:00',
    },
  ])('$what', ({ from, duration, due }) => {
    expect(add(from, duration)).toBe(shanghai(due));
  });

  test('what lies beyond the announced holidays is known to be so', () => {
    expect(isBeyond(defaultCalendar, shanghai('2026-12-31T23:59'))).toBe(false);
    expect(isBeyond(defaultCalendar, shanghai('2027-01-01T00:00'))).toBe(true);
  });

  test('the lunch hour and the evening are not working time', () => {
    const working = ['08:59', '09:00', '12:00', '13:00', '17:59', '18:00'].filter((time) =>
      isWorkingTime(defaultCalendar, shanghai(`2026-03-09T${time}`)),
    );
    expect(working).toEqual(['09:00', '13:00', '17:59']);
  });
});

test('where the clock changes in spring, the working day still begins at nine', () => {
  const berlin: Calendar = {
    ...defaultCalendar,
    offsets: [
      { fromAt: '2026-01-01T00:00:00.000Z', offsetMinutes: 60 },
      { fromAt: '2026-03-29T01:00:00.000Z', offsetMinutes: 120 },
    ],
    holidays: [],
    makeUpDays: [],
  };
  expect(addDuration(berlin, '2026-03-27T16:00:00.000Z', { workingHours: 2 })).toBe('2026-03-30T08:00:00.000Z');
});

const minuteMs = 60_000;
const aTime = fc.integer({ min: 0, max: 95 }).map((quarter) => `${pad(Math.floor(quarter / 4))}:${pad((quarter % 4) * 15)}`);
const aDay = fc
  .integer({ min: 0, max: 120 })
  .map((day) => new Date(Date.parse('2026-01-01') + day * 86_400_000).toISOString().slice(0, 10));
const anInstant = fc
  .integer({ min: 0, max: 100 * 24 * 60 })
  .map((minute) => new Date(Date.parse('2026-01-01') + minute * minuteMs).toISOString());
const aCalendar: fc.Arbitrary<Calendar> = fc.record({
  name: fc.constant('random'),
  version: fc.constant(1),
  offsets: fc
    .integer({ min: -48, max: 56 })
    .map((quarters) => [{ fromAt: '2020-01-01T00:00:00.000Z', offsetMinutes: quarters * 15 }]),
  week: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  hours: fc.uniqueArray(aTime, { minLength: 4, maxLength: 4 }).map((times) => {
    const [a = '', b = '', c = '', d = ''] = times.toSorted();
    return [
      { from: a, to: b },
      { from: c, to: d },
    ];
  }),
  holidays: fc.uniqueArray(aDay, { maxLength: 20 }),
  makeUpDays: fc.uniqueArray(aDay, { maxLength: 10 }),
  knownUntil: aDay,
});

/** Slow and plain: walks the calendar one quarter of an hour at a time, as a person with a wall calendar would. */
function isWorkingQuarter(calendar: Calendar, utcMs: number): boolean {
  const local = new Date(utcMs + (calendar.offsets[0]?.offsetMinutes ?? 0) * minuteMs).toISOString();
  const [date = '', time = ''] = [local.slice(0, 10), local.slice(11, 16)];
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  const isPlain = calendar.week.includes(weekday);
  const isKnown = date <= calendar.knownUntil;
  const isWorkday =
    (isPlain && !(isKnown && calendar.holidays.includes(date))) || (!isPlain && isKnown && calendar.makeUpDays.includes(date));
  return isWorkday && calendar.hours.some(({ from, to }) => from <= time && time < to);
}

function slowAdd(calendar: Calendar, fromAt: string, quarters: number): string {
  let at = Date.parse(fromAt);
  for (let left = quarters; left > 0; at += 15 * minuteMs) if (isWorkingQuarter(calendar, at)) left -= 1;
  return new Date(at).toISOString();
}

describe('adding working time', () => {
  const aQuarterInstant = anInstant.map((at) =>
    new Date(Math.floor(Date.parse(at) / (15 * minuteMs)) * 15 * minuteMs).toISOString(),
  );

  test('agrees with counting it out on the wall calendar', () => {
    fc.assert(
      fc.property(aCalendar, aQuarterInstant, fc.integer({ min: 1, max: 100 }), (calendar, from, quarters) => {
        expect(addDuration(calendar, from, { workingHours: quarters / 4 })).toBe(slowAdd(calendar, from, quarters));
      }),
      { numRuns: 5_000 },
    );
  });

  test('is later for a later start and for a longer time', () => {
    fc.assert(
      fc.property(aCalendar, anInstant, anInstant, fc.nat(200), fc.nat(200), (calendar, one, other, hours, more) => {
        const [early = '', late = ''] = [one, other].toSorted();
        expect(
          addDuration(calendar, early, { workingHours: hours }) <= addDuration(calendar, late, { workingHours: hours + more }),
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is undone by measuring what elapsed', () => {
    fc.assert(
      fc.property(aCalendar, anInstant, fc.integer({ min: 1, max: 400 }), (calendar, fromAt, quarters) => {
        const toAt = addDuration(calendar, fromAt, { workingHours: quarters / 4 });
        expect(elapsed(calendar, { workingHours: 1 }, { fromAt, toAt })).toBe(quarters * 15 * minuteMs);
      }),
      { numRuns: 2_000 },
    );
  });

  test('stopping a clock and going on never makes it end earlier', () => {
    fc.assert(
      fc.property(aCalendar, anInstant, fc.nat(5_000), fc.nat(5_000), (calendar, fromAt, ran, stood) => {
        const allowance = { workingHours: 40 };
        const stopAt = new Date(Date.parse(fromAt) + ran * minuteMs).toISOString();
        const goOnAt = new Date(Date.parse(stopAt) + stood * minuteMs).toISOString();
        const usedMs = elapsed(calendar, allowance, { fromAt, toAt: stopAt });
        const uninterrupted = addDuration(calendar, fromAt, allowance);
        const unstopped = stopAt <= uninterrupted;
        expect(!unstopped || dueAfter(calendar, goOnAt, { allowance, usedMs }) >= uninterrupted).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
