import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../domain/calendar.ts';
import { addDuration, dueAfter, durationMs, elapsed, isWorking } from '../../../domain/calendar.ts';
import { anyCalendar, anyDuration, anyInstant, anyMinute, instantOf, minuteMs } from '../../builders/calendar.ts';
import { slowAdd, slowCount, wallClock } from './wall-clock.ts';

const runs = { numRuns: 5_000 };
/** Hundredths of four working days. */
const aLength = fc.integer({ min: 1, max: 400 });

describe('on any calendar', () => {
  test('adding working time agrees with counting worked minutes on the wall clock', () => {
    fc.assert(
      fc.property(anyCalendar, anyMinute, aLength, (calendar, from, length) => {
        const minutes = wholeMinutes(calendar, length);
        const due = addDuration(calendar, instantOf(from), { workingHours: minutes / 60 });

        expect(due).toBe(instantOf(slowAdd(wallClock(calendar), from, minutes)));
      }),
      runs,
    );
  });

  test('elapsed working time agrees with counting worked minutes on the wall clock', () => {
    fc.assert(
      fc.property(anyCalendar, anyMinute, fc.nat(14 * 1440), (calendar, from, minutes) => {
        const period = { fromAt: instantOf(from), toAt: instantOf(from + minutes) };
        const worked = slowCount(wallClock(calendar), from, from + minutes);

        expect(elapsed(calendar, { workingDays: 1 }, period)).toBe(worked * minuteMs);
      }),
      runs,
    );
  });

  test('a later start never makes an earlier end', () => {
    fc.assert(
      fc.property(anyCalendar, fc.tuple(anyInstant, anyInstant), anyDuration, (calendar, instants, duration) => {
        const [early = '', late = ''] = instants.toSorted();

        expect(addDuration(calendar, early, duration) <= addDuration(calendar, late, duration)).toBe(true);
      }),
      runs,
    );
  });

  test('a longer time never makes an earlier end', () => {
    const length = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.tuple(length, length), (calendar, from, [hours, more]) => {
        const short = addDuration(calendar, from, { workingHours: hours });

        expect(from <= short && short <= addDuration(calendar, from, { workingHours: hours + more })).toBe(true);
      }),
      runs,
    );
  });

  test('measuring what elapsed undoes adding, to the millisecond', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyDuration, (calendar, fromAt, duration) => {
        const toAt = addDuration(calendar, fromAt, duration);

        expect(elapsed(calendar, duration, { fromAt, toAt })).toBe(durationMs(calendar, duration));
      }),
      runs,
    );
  });

  test('an end is the first moment at which the time has passed', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyDuration, (calendar, fromAt, duration) => {
        const due = addDuration(calendar, fromAt, duration);
        const toAt = new Date(Date.parse(due) - 1).toISOString();
        const length = durationMs(calendar, duration);

        expect(length === 0 ? due === fromAt : elapsed(calendar, duration, { fromAt, toAt }) === length - 1).toBe(true);
      }),
      runs,
    );
  });

  test('a clock that is stopped and goes on never makes a deadline earlier, and without a break not later either', () => {
    fc.assert(
      fc.property(anyCalendar, fc.tuple(anyInstant, anyInstant, anyInstant), anyDuration, (calendar, instants, allowance) => {
        const [fromAt = '', toAt = '', goesOnAt = ''] = instants.toSorted();
        const usedMs = elapsed(calendar, allowance, { fromAt, toAt });
        const due = addDuration(calendar, fromAt, allowance);

        expect(dueAfter(calendar, goesOnAt, { allowance, usedMs }) >= due).toBe(true);
        expect(dueAfter(calendar, toAt, { allowance, usedMs })).toBe(due > toAt ? due : toAt);
      }),
      runs,
    );
  });

  test('time passes in pieces as it does in one', () => {
    fc.assert(
      fc.property(anyCalendar, fc.tuple(anyInstant, anyInstant, anyInstant), anyDuration, (calendar, instants, kind) => {
        const [first = '', middle = '', last = ''] = instants.toSorted();
        const between = (fromAt: string, toAt: string) => elapsed(calendar, kind, { fromAt, toAt });

        expect(between(first, middle) + between(middle, last)).toBe(between(first, last));
        expect(between(last, first)).toBe(0);
        expect(isWorking(kind) || between(first, last) === Date.parse(last) - Date.parse(first)).toBe(true);
      }),
      runs,
    );
  });
});

function wholeMinutes(calendar: Calendar, hundredths: number): number {
  return Math.ceil((durationMs(calendar, { workingDays: 4 }) / minuteMs) * (hundredths / 400));
}
