import * as fc from 'fast-check';
import type { Calendar, Duration } from '../../domain/calendar.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';

/** Monday to Friday, nine to twelve and one to six in Shanghai, without a holiday, but for the difference. */
export function aPlainCalendar(changes: Partial<Calendar> = {}): Calendar {
  return { ...defaultCalendar, holidays: [], makeUpDays: [], ...changes };
}

/** The same in Germany, where clocks change on the last Sundays of March and October. */
export const berlin = aPlainCalendar({
  offsets: [
    { fromAt: '2025-10-26T01:00:00.000Z', offsetMinutes: 60 },
    { fromAt: '2026-03-29T01:00:00.000Z', offsetMinutes: 120 },
    { fromAt: '2026-10-25T01:00:00.000Z', offsetMinutes: 60 },
  ],
});

export const minuteMs = 60_000;
export const firstMinute = Date.parse('2026-01-01') / minuteMs;

/** Any week, hours to the minute, changes of offset, holidays and made-up days, all within some ninety days. */
export const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  name: fc.constant('random'),
  version: fc.constant(1),
  offsets: fc
    .uniqueArray(fc.tuple(fc.nat(90 * 1440), fc.integer({ min: -720, max: 840 })), {
      minLength: 1,
      maxLength: 4,
      selector: ([at]) => at,
    })
    .map((offsets) => offsets.toSorted(([one], [other]) => one - other).map(anOffset)),
  week: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  hours: fc
    .integer({ min: 1, max: 3 })
    .chain((count) =>
      fc
        .uniqueArray(fc.nat(1440), { minLength: 2 * count, maxLength: 2 * count })
        .map((minutes) => pairs(minutes.toSorted((one, other) => one - other).map(timeOf))),
    ),
  holidays: fc.uniqueArray(aDate(), { maxLength: 20 }),
  makeUpDays: fc.uniqueArray(aDate(), { maxLength: 10 }),
  knownUntil: aDate(),
});

/** Some minute of ninety days. */
export const anyMinute = fc.nat(90 * 1440).map((minute) => firstMinute + minute);
/** Some millisecond of ninety days. */
export const anyInstant = fc.nat(90 * 86_400_000).map((ms) => new Date(firstMinute * minuteMs + ms).toISOString());

export const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({ workingDays: fc.double({ min: 0, max: 60, noNaN: true }) }),
  fc.record({ workingHours: fc.double({ min: 0, max: 200, noNaN: true }) }),
  fc.record({ days: fc.double({ min: 0, max: 60, noNaN: true }) }),
  fc.record({ hours: fc.double({ min: 0, max: 500, noNaN: true }) }),
  fc.record({ minutes: fc.double({ min: 0, max: 5000, noNaN: true }) }),
  fc.record({ seconds: fc.double({ min: 0, max: 100_000, noNaN: true }) }),
);

export function instantOf(minute: number): string {
  return new Date(minute * minuteMs).toISOString();
}

function aDate(): fc.Arbitrary<string> {
  return fc.nat(90).map((day) => instantOf(firstMinute + day * 1440).slice(0, 10));
}

function anOffset([minute, offsetMinutes]: readonly [number, number]) {
  return { fromAt: instantOf(firstMinute + minute), offsetMinutes };
}

function pairs(times: readonly string[]): Calendar['hours'] {
  return times.flatMap((from, at) => (at % 2 === 0 ? [{ from, to: times[at + 1] ?? '24:00' }] : []));
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
