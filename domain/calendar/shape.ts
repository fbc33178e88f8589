import type { Calendar } from '../calendar.ts';
import { idPattern } from '../ids.ts';
import { matches } from '../value.ts';
import type { Shape } from '../shape.ts';
import { date, formed, instant, list, name, object, whole } from '../shape.ts';
import type { Offset } from './era.ts';
import type { Hours } from './working-time.ts';

const time = formed((value) => matches(value, /^([01]\d|2[0-3]):[0-5]\d$/), 'not-a-time');
const endOfHours = formed((value) => matches(value, /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/), 'not-a-time');
const dates = list(date, 0, 2_000);

/** From Baker Island to Kiritimati. */
const offset = object({ fromAt: instant, offsetMinutes: whole(-720, 840) } satisfies { readonly [Key in keyof Offset]: Shape });

/** The build of a calendar document: every member, with its type and limits. */
export const calendarShape = object({
  name: name(idPattern),
  version: whole(1, 1e9),
  offsets: list(offset, 1, 500),
  week: list(whole(1, 7), 1, 7),
  hours: list(object({ from: time, to: endOfHours } satisfies { readonly [Key in keyof Hours]: Shape }), 1, 24),
  holidays: dates,
  makeUpDays: dates,
  knownUntil: date,
} satisfies { readonly [Key in keyof Calendar]: Shape });
