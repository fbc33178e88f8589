import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../domain/calendar.ts';
import { calendarTexts } from '../../../domain/calendar/problem-text.ts';
import { calendarProblems } from '../../../domain/calendar/problems.ts';
import { defaultCalendar } from '../../../domain/default-calendar.ts';
import { anyCalendar, aPlainCalendar, berlin, instantOf } from '../../builders/calendar.ts';

const since = (fromAt: string, offsetMinutes: number) => ({ fromAt, offsetMinutes });
const dates = (count: number) => Array.from({ length: count }, (_, day) => instantOf(day * 1440).slice(0, 10));

describe('a calendar', () => {
  test.for([
    { what: 'of mainland China', calendar: defaultCalendar },
    { what: 'with summer time', calendar: berlin },
    { what: 'that works round the clock', calendar: aPlainCalendar({ hours: [{ from: '00:00', to: '24:00' }] }) },
    {
      what: 'whose hours touch',
      calendar: aPlainCalendar({
        hours: [
          { from: '09:00', to: '12:00' },
          { from: '12:00', to: '13:00' },
        ],
      }),
    },
    { what: 'that names a holiday on a weekend', calendar: aPlainCalendar({ holidays: ['2026-10-04'] }) },
    { what: 'whose holidays are not sorted', calendar: aPlainCalendar({ holidays: ['2026-10-02', '2026-10-01'] }) },
  ])('$what is sound', ({ calendar }) => {
    expect(calendarProblems(calendar)).toEqual([]);
  });

  test.for<{ change: Partial<Calendar>; pointer: string; code: string }>([
    { change: { name: ' ' }, pointer: '/name', code: 'malformed-key' },
    { change: { name: 'x'.repeat(65) }, pointer: '/name', code: 'malformed-key' },
    { change: { version: 0 }, pointer: '/version', code: 'out-of-range' },
    { change: { version: 1.5 }, pointer: '/version', code: 'not-a-whole-number' },
    { change: { knownUntil: '2026-02-29' }, pointer: '/knownUntil', code: 'not-a-date' },
    { change: { offsets: [] }, pointer: '/offsets', code: 'too-few' },
    { change: { offsets: [since('2026-01-01', 60)] }, pointer: '/offsets/0/fromAt', code: 'not-an-instant' },
    { change: { offsets: [since('2026-01-01T00:00:00.000Z', 900)] }, pointer: '/offsets/0/offsetMinutes', code: 'out-of-range' },
    {
      change: { offsets: [since('2026-01-01T00:00:00.000Z', 7.5)] },
      pointer: '/offsets/0/offsetMinutes',
      code: 'not-a-whole-number',
    },
    {
      change: { offsets: [since('2026-03-29T01:00:00.000Z', 120), since('2026-03-29T01:00:00.000Z', 60)] },
      pointer: '/offsets/1/fromAt',
      code: 'before-the-entry-above',
    },
    { change: { week: [] }, pointer: '/week', code: 'too-few' },
    { change: { week: [1, 0] }, pointer: '/week/1', code: 'out-of-range' },
    { change: { week: [1, 8] }, pointer: '/week/1', code: 'out-of-range' },
    { change: { week: [1, 2, 1] }, pointer: '/week/2', code: 'repeated' },
    { change: { hours: [] }, pointer: '/hours', code: 'too-few' },
    { change: { hours: [{ from: '9:00', to: '12:00' }] }, pointer: '/hours/0/from', code: 'not-a-time' },
    { change: { hours: [{ from: '24:00', to: '24:00' }] }, pointer: '/hours/0/from', code: 'not-a-time' },
    { change: { hours: [{ from: '09:00', to: '24:01' }] }, pointer: '/hours/0/to', code: 'not-a-time' },
    { change: { hours: [{ from: '09:00', to: '09:00' }] }, pointer: '/hours/0/to', code: 'ends-before-it-begins' },
    { change: { hours: [{ from: '22:00', to: '06:00' }] }, pointer: '/hours/0/to', code: 'ends-before-it-begins' },
    {
      change: {
        hours: [
          { from: '09:00', to: '13:00' },
          { from: '12:00', to: '18:00' },
        ],
      },
      pointer: '/hours/1/from',
      code: 'before-the-entry-above',
    },
    { change: { holidays: ['2026-10-01', '2026-10-1'] }, pointer: '/holidays/1', code: 'not-a-date' },
    { change: { holidays: ['2026-10-01', '2026-10-01'] }, pointer: '/holidays/1', code: 'repeated' },
    { change: { holidays: ['2027-01-01'] }, pointer: '/holidays/0', code: 'beyond-known' },
    { change: { holidays: dates(2_001) }, pointer: '/holidays', code: 'too-many' },
    { change: { makeUpDays: ['2026-13-01'] }, pointer: '/makeUpDays/0', code: 'not-a-date' },
    { change: { makeUpDays: ['2026-10-10', '2026-10-10'] }, pointer: '/makeUpDays/1', code: 'repeated' },
    { change: { makeUpDays: ['2027-01-02'] }, pointer: '/makeUpDays/0', code: 'beyond-known' },
    { change: { makeUpDays: ['2026-10-09'] }, pointer: '/makeUpDays/0', code: 'already-worked' },
    {
      change: { makeUpDays: ['2026-10-10'], holidays: ['2026-10-10'] },
      pointer: '/makeUpDays/0',
      code: 'holiday-and-made-up',
    },
  ])('is refused at $pointer as $code', ({ change, pointer, code }) => {
    expect(calendarProblems(aPlainCalendar(change))).toEqual([{ pointer, code }]);
  });

  test('is not blamed for what follows from a fault named already', () => {
    const misspelt = aPlainCalendar({
      knownUntil: '31.12.2026',
      holidays: ['2026-10-01'],
      makeUpDays: ['2026-10-10'],
      offsets: [since('in spring', 120), since('2026-03-29T01:00:00.000Z', 60)],
      hours: [
        { from: '9', to: '8' },
        { from: '13:00', to: '18:00' },
      ],
    });

    expect(calendarProblems(misspelt).map(({ pointer }) => pointer)).toEqual([
      '/offsets/0/fromAt',
      '/hours/0/from',
      '/hours/0/to',
      '/knownUntil',
    ]);
  });

  test('names everything that is wrong at once', () => {
    const errors = calendarProblems(aPlainCalendar({ name: '', week: [9], holidays: ['soon'] }));

    expect(errors.map(({ pointer }) => pointer)).toEqual(['/name', '/week/0', '/holidays/0']);
  });

  test.for<{ what: string; document: unknown; pointer: string; code: string }>([
    { what: 'is none', document: 'always open', pointer: '', code: 'not-an-object' },
    { what: 'lacks its hours', document: { ...defaultCalendar, hours: undefined }, pointer: '/hours', code: 'missing' },
    { what: 'says more', document: { ...defaultCalendar, lunch: [] }, pointer: '/lunch', code: 'unknown-key' },
    { what: 'has words for a list', document: { ...defaultCalendar, week: 'Mon' }, pointer: '/week', code: 'not-a-list' },
  ])('that $what is refused like any other document', ({ document, pointer, code }) => {
    expect(calendarProblems(document)).toEqual([{ pointer, code }]);
  });

  test('is answered whatever it is, never thrown at', () => {
    const members = fc.constantFrom(...Object.keys(defaultCalendar));
    fc.assert(
      fc.property(members, fc.anything(), (member, anything) => {
        expect(Array.isArray(calendarProblems({ ...defaultCalendar, [member]: anything }))).toBe(true);
      }),
    );
  });

  test('is never refused for what a random sound one has', () => {
    fc.assert(
      fc.property(anyCalendar, (calendar) => {
        const known = { ...calendar, holidays: [], makeUpDays: [] };

        expect(calendarProblems(known)).toEqual([]);
      }),
    );
  });

  test('is refused in both languages', () => {
    const texts = Object.values(calendarTexts).flatMap(({ en, zh }) => [/[a-z]/.test(en), /\p{Script=Han}/u.test(zh)]);

    expect(texts).not.toContain(false);
  });
});
