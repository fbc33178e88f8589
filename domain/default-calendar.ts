import type { Calendar } from './calendar.ts';

/**
 * Mainland China, as the State Council has announced it up to the end of 2026: public holidays that fall on weekdays, and the weekend days
 * worked in their place. Beyond that, plain Monday to Friday, and a deadline that lies there says so. China has had one offset and no summer time since 1991.
 */
export const defaultCalendar: Calendar = {
  name: 'mainland-china',
  version: 1,
  offsets: [{ fromAt: '1992-01-01T00:00:00.000Z', offsetMinutes: 480 }],
  week: [1, 2, 3, 4, 5],
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '18:00' },
  ],
  // prettier-ignore
  holidays: [
    '2025-01-01', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-02-03', '2025-02-04', '2025-04-04',
    '2025-05-01', '2025-05-02', '2025-05-05', '2025-06-02', '2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06',
    '2025-10-07', '2025-10-08', '2026-01-01', '2026-01-02', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19',
    '2026-02-20', '2026-02-23', '2026-04-06', '2026-05-01', '2026-05-04', '2026-05-05', '2026-06-19', '2026-09-25',
    '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07',
  ],
  // prettier-ignore
  makeUpDays: [
    '2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04', '2026-02-14', '2026-02-28',
    '2026-05-09', '2026-09-20', '2026-10-10',
  ],
  knownUntil: '2026-12-31',
};
