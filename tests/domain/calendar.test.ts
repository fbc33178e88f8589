import { describe, expect, test } from 'vitest';
import { addDuration, durationMs, elapsed, isBeyond, scaled } from '../../domain/calendar.ts';
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
    { what: 'four hours are plain hours', from: '2026-09-30T17:00', duration: { hours: 4 }, due: '2026-09-30T21:00' },
    { what: 'two days are plain days', from: '2026-09-30T17:00', duration: { days: 2 }, due: '2026-10-02T17:00' },
    { what: 'ninety minutes are plain minutes', from: '2026-09-30T17:00', duration: { minutes: 90 }, due: '2026-09-30T18:30' },
    {
      what: 'what begins at night is due in the morning',
      from: '2026-03-09T23:00',
      duration: { workingHours: 1 },
      due: '2026-03-10T10:00',
    },
    {
      what: 'what is exactly done in the evening is due then',
      from: '2026-03-13T09:00',
      duration: { workingHours: 8 },
      due: '2026-03-13T18:00',
    },
    {
      what: 'nothing is due at once, even at night',
      from: '2026-03-14T23:00',
      duration: { workingDays: 0 },
      due: '2026-03-14T23:00',
    },
    {
      what: 'half a working day is four hours',
      from: '2026-03-09T11:00',
      duration: { workingDays: 0.5 },
      due: '2026-03-09T16:00',
    },
    {
      what: 'thirty working days of 2026 span the Spring Festival and its two made-up Saturdays',
      from: '2026-02-02T09:00',
      duration: { workingDays: 30 },
      due: '2026-03-19T18:00',
    },
    {
      what: 'the National Day week of 2025 and its two made-up days',
      from: '2025-09-28T09:00',
      duration: { workingDays: 6 },
      due: '2025-10-11T18:00',
    },
    {
      what: 'beyond the known years, Monday to Friday',
      from: '2027-02-05T17:00',
      duration: { workingHours: 2 },
      due: '2027-02-08T10:00',
    },
  ])('$what', ({ from, duration, due }) => {
    expect(add(from, duration)).toBe(shanghai(due));
  });

  test.for(['2025', '2026'])('%s has the 248 working days that the State Council announced', (year) => {
    const period = { fromAt: shanghai(`${year}-01-01T00:00`), toAt: shanghai(`${year}-12-31T23:59`) };

    expect(elapsed(defaultCalendar, { workingDays: 1 }, period)).toBe(durationMs(defaultCalendar, { workingDays: 248 }));
  });

  test('what lies beyond the announced holidays is known to be so', () => {
    expect(isBeyond(defaultCalendar, shanghai('2026-12-31T23:59'))).toBe(false);
    expect(isBeyond(defaultCalendar, shanghai('2027-01-01T00:00'))).toBe(true);
  });

  test('the lunch hour and the evening are not working time', () => {
    const worked = (from: string, to: string) => {
      const period = { fromAt: shanghai(`2026-03-09T${from}`), toAt: shanghai(`2026-03-09T${to}`) };
      return elapsed(defaultCalendar, { workingHours: 1 }, period) / 60_000;
    };

    expect([worked('08:00', '09:01'), worked('11:59', '13:01'), worked('17:59', '23:00')]).toEqual([1, 2, 1]);
  });
});

describe('a part of a duration', () => {
  test('is counted in its own unit', () => {
    expect(scaled({ workingDays: 15 }, 0.8)).toEqual({ workingDays: 12 });
    expect(durationMs(defaultCalendar, scaled({ seconds: 3 }, 0.8))).toBe(2_400);
  });
});
