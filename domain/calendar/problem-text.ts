import type { FieldError } from '../field-error.ts';
import type { ShapeCode } from '../shape-text.ts';
import type { Text } from '../text.ts';

/** Every reason besides its build for which a calendar is not taken, with the sentence for people. */
export const calendarTexts = {
  'ends-before-it-begins': { en: 'These hours end before they begin.', zh: '该工作时段的结束时间早于开始时间。' },
  'before-the-entry-above': {
    en: 'This begins before the entry above it has ended.',
    zh: '此条目的开始时间早于上一条目的结束时间。',
  },
  repeated: { en: 'This stands in the list already.', zh: '列表中已有此项。' },
  'beyond-known': { en: 'This date lies behind the last one that is officially known.', zh: '此日期晚于官方已公布的最后日期。' },
  'already-worked': { en: 'This day of the week is worked anyway.', zh: '这一天本来就是工作日。' },
  'holiday-and-made-up': { en: 'This date is among the holidays too.', zh: '此日期同时列为节假日。' },
} as const satisfies { readonly [code: string]: Text };

export type CalendarCode = keyof typeof calendarTexts | ShapeCode;
export type CalendarError = FieldError & { readonly code: CalendarCode };
