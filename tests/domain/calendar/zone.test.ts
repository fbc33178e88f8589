import { describe, expect, test } from 'vitest';
import { addDuration, elapsed, endOfDay, localDateOf } from '../../../domain/calendar.ts';
import { aPlainCalendar, berlin } from '../../builders/calendar.ts';

const roundTheClock = { ...berlin, week: [1, 2, 3, 4, 5, 6, 7], hours: [{ from: '00:00', to: '24:00' }] };
/** Midnight comes twice on 2026-04-01, and on 2026-09-01 the clock leaps over it. */
const midnightChange = aPlainCalendar({
  offsets: [
    { fromAt: '2025-09-01T00:00:00.000Z', offsetMinutes: 60 },
    { fromAt: '2026-03-31T23:00:00.000Z', offsetMinutes: 0 },
    { fromAt: '2026-08-31T23:30:00.000Z', offsetMinutes: 60 },
  ],
});

/** Working minutes in the minute before an instant, and in the one after it. */
function workedAround(at: string) {
  const [before = '', after = ''] = [-60_000, 60_000].map((ms) => new Date(Date.parse(at) + ms).toISOString());
  const minutes = (fromAt: string, toAt: string) => elapsed(berlin, { workingHours: 1 }, { fromAt, toAt }) / 60_000;
  return { before: minutes(before, at), after: minutes(at, after) };
}

describe('where clocks change', () => {
  test.for([
    { when: 'the hour that spring leaves out is not worked', from: '2026-03-28T20:00:00.000Z', due: '2026-03-29T08:00:00.000Z' },
    { when: 'the hour that autumn repeats is worked twice', from: '2026-10-24T20:00:00.000Z', due: '2026-10-25T08:00:00.000Z' },
  ])('twelve hours of work are twelve hours: $when', ({ from, due }) => {
    expect(addDuration(roundTheClock, from, { workingHours: 12 })).toBe(due);
    expect(elapsed(roundTheClock, { workingHours: 1 }, { fromAt: from, toAt: due })).toBe(12 * 3_600_000);
  });

  test.for([
    { season: 'winter', opens: '2026-03-27T08:00:00.000Z' },
    { season: 'summer', opens: '2026-03-30T07:00:00.000Z' },
    { season: 'winter again', opens: '2026-10-26T08:00:00.000Z' },
  ])('work begins at nine by the clock on the wall in $season', ({ opens }) => {
    expect(workedAround(opens)).toEqual({ before: 0, after: 1 });
  });

  test('a deadline of three working days over the change ends at the same time by the wall clock', () => {
    expect(addDuration(berlin, '2026-03-26T09:00:00.000Z', { workingDays: 3 })).toBe('2026-03-31T08:00:00.000Z');
  });

  test('before the first offset known, that one holds', () => {
    expect(workedAround('2020-07-01T08:00:00.000Z')).toEqual({ before: 0, after: 1 });
  });

  test('an offset from 1970 on ends where the next begins', () => {
    const since1970 = aPlainCalendar({
      offsets: [
        { fromAt: '1960-01-01T00:00:00.000Z', offsetMinutes: 0 },
        { fromAt: '1970-01-01T00:00:00.000Z', offsetMinutes: 480 },
      ],
    });

    expect(localDateOf(since1970, '2026-03-09T20:00:00.000Z')).toBe('2026-03-10');
  });
});

describe('the end of a local day', () => {
  test.for([
    { where: 'in Shanghai', calendar: aPlainCalendar(), date: '2026-03-09', end: '2026-03-09T15:59:59.999Z' },
    { where: 'in Berlin on a day of 23 hours', calendar: berlin, date: '2026-03-29', end: '2026-03-29T21:59:59.999Z' },
    { where: 'in Berlin on a day of 25 hours', calendar: berlin, date: '2026-10-25', end: '2026-10-25T22:59:59.999Z' },
    { where: 'where its last hour comes twice', calendar: midnightChange, date: '2026-03-31', end: '2026-03-31T23:59:59.999Z' },
    { where: 'where the clock leaps over it', calendar: midnightChange, date: '2026-08-31', end: '2026-08-31T23:29:59.999Z' },
  ])('$where is its last millisecond', ({ calendar, date, end }) => {
    const next = new Date(Date.parse(end) + 1).toISOString();

    expect(endOfDay(calendar, date)).toBe(end);
    expect(localDateOf(calendar, end)).toBe(date);
    expect(localDateOf(calendar, next) > date).toBe(true);
  });
});

describe('what never comes', () => {
  test.for([
    { what: 'a week without a working day', calendar: aPlainCalendar({ week: [] }), duration: { workingHours: 1 } },
    { what: 'a day without working hours', calendar: aPlainCalendar({ hours: [] }), duration: { workingHours: 1 } },
    { what: 'ten thousand years', calendar: aPlainCalendar(), duration: { days: 3_652_500 } },
    { what: 'more than a calendar can count', calendar: aPlainCalendar(), duration: { workingDays: 1e15 } },
  ])('$what is due at the end of time, and never fails', ({ calendar, duration }) => {
    expect(addDuration(calendar, '2026-03-09T01:00:00.000Z', duration)).toBe('9999-12-31T23:59:59.999Z');
  });

  test('a made-up day is worked even where the plain week has none', () => {
    const onlyMadeUp = aPlainCalendar({ week: [], makeUpDays: ['2026-03-14'], knownUntil: '2026-12-31' });

    expect(addDuration(onlyMadeUp, '2026-03-09T01:00:00.000Z', { workingDays: 1 })).toBe('2026-03-14T10:00:00.000Z');
  });
});
