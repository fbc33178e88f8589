import type { FieldError } from '../evidence-field.ts';
import type { Text } from '../text.ts';

/** Every reason for which a calendar is not taken, with the sentence for people. */
export const calendarTexts = {
  blank: { en: 'The calendar needs a name.', zh: '日历必须有名称。' },
  'too-long': { en: 'This name is too long.', zh: '名称过长。' },
  'not-a-version': { en: 'The version must be a whole number from 1 on.', zh: '版本必须是从 1 开始的整数。' },
  'too-few': { en: 'At least one entry is needed.', zh: '至少需要一个条目。' },
  'too-many': { en: 'The list has too many entries.', zh: '列表条目过多。' },
  'not-a-weekday': { en: 'A weekday is a number from 1 (Monday) to 7 (Sunday).', zh: '星期必须是 1(星期一)至 7(星期日)的数字。' },
  'not-a-time': { en: 'This must be a time of day, HH:MM.', zh: '此处必须是时刻,格式为 HH:MM。' },
  'ends-before-it-begins': { en: 'These hours end before they begin.', zh: '该工作时段的结束时间早于开始时间。' },
  'out-of-order': { en: 'This begins before the entry above it has ended.', zh: '此条目的开始时间早于上一条目的结束时间。' },
  'not-a-date': { en: 'This must be a date that exists, YYYY-MM-DD.', zh: '此处必须是真实存在的日期,格式为 YYYY-MM-DD。' },
  repeated: { en: 'This is in the list already.', zh: '列表中已有此项。' },
  'beyond-known': { en: 'This date lies behind the last one that is officially known.', zh: '此日期晚于官方已公布的最后日期。' },
  'already-worked': { en: 'This day of the week is worked anyway.', zh: '这一天本来就是工作日。' },
  'holiday-and-made-up': { en: 'This date is among the holidays too.', zh: '此日期同时列为节假日。' },
  'not-an-instant': { en: 'This must be an instant in UTC with milliseconds.', zh: '此处必须是带毫秒的 UTC 时间。' },
  'not-an-offset': {
    en: 'An offset is a whole number of minutes from -720 to 840.',
    zh: '时差必须是 -720 至 840 之间的整数分钟。',
  },
} as const satisfies { readonly [code: string]: Text };

export type CalendarCode = keyof typeof calendarTexts;
export type CalendarError = FieldError & { readonly code: CalendarCode };
