import { describe, expect, test } from 'vitest';
import { instantIn } from '../../../domain/zoned-instant.ts';
import { backoffSeconds, postage } from '../../../worker/mail/postage.ts';

describe('lines that wait for one person', () => {
  test.for([
    { waiting: 5, recent: 0, leave: 'singly' },
    { waiting: 6, recent: 0, leave: 'digest' },
    { waiting: 1, recent: 4, leave: 'singly' },
    { waiting: 1, recent: 5, leave: 'hold' },
    { waiting: 90, recent: 1, leave: 'hold' },
  ] as const)('$waiting after $recent in the last minute: $leave', ({ waiting, recent, leave }) => {
    expect(postage(waiting, recent)).toBe(leave);
  });
});

describe('the next attempt', () => {
  test('waits longer each time, five minutes at most', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map(backoffSeconds)).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });
});

describe('an instant', () => {
  test('is shown in the reader’s zone with its offset', () => {
    expect(instantIn('en', 'Asia/Shanghai')('2026-11-23T16:30:00.000Z')).toBe('24 Nov 2026, 00:30 GMT+8');
  });

  test('is shown in UTC to a reader whose zone nobody knows', () => {
    expect(instantIn('en', 'Mars/Olympus')('2026-11-23T16:30:00.000Z')).toBe('23 Nov 2026, 16:30 GMT+0');
  });
});
