import type { Text } from './text.ts';

/** What can be wrong with the build of any document, with the sentence for people. */
export const shapeTexts = {
  missing: { en: 'This is missing.', zh: '缺少此项。' },
  'unknown-key': { en: 'There is no such key here.', zh: '此处没有这个键。' },
  'not-an-object': { en: 'This must be an object.', zh: '此处必须是对象。' },
  'not-a-list': { en: 'This must be a list.', zh: '此处必须是列表。' },
  'too-few': { en: 'The list needs more entries.', zh: '列表条目不足。' },
  'too-many': { en: 'The list has too many entries.', zh: '列表条目过多。' },
  'not-a-text': { en: 'This must be text.', zh: '此处必须是文本。' },
  blank: { en: 'Text must be given in this language.', zh: '此语言的文本不能为空。' },
  'too-long': { en: 'This text is longer than allowed here.', zh: '文本超过了此处允许的长度。' },
  'unprintable-character': { en: 'This holds a character that cannot be printed here.', zh: '内容含有此处不允许的不可见字符。' },
  'malformed-key': { en: 'This is not a well-formed key.', zh: '键的格式不正确。' },
  'not-a-date': { en: 'This must be a calendar date such as 2026-11-23.', zh: '此处必须是真实的日期,例如 2026-11-23。' },
  'not-an-instant': {
    en: 'This must be a time such as 2026-11-23T08:00:00.000Z.',
    zh: '此处必须是时间,例如 2026-11-23T08:00:00.000Z。',
  },
  'not-a-time': { en: 'This must be a time of day, HH:MM.', zh: '此处必须是时刻,格式为 HH:MM。' },
  'not-a-number': { en: 'This must be a number.', zh: '此处必须是数字。' },
  'not-a-whole-number': { en: 'This must be a whole number.', zh: '此处必须是整数。' },
  'out-of-range': { en: 'This number is outside its range.', zh: '数值超出范围。' },
  'not-true-or-false': { en: 'This must be true or false.', zh: '此处必须是 true 或 false。' },
  'not-an-option': { en: 'This is not one of the values allowed.', zh: '此值不在允许的范围内。' },
  'not-exactly-one': { en: 'Exactly one of the possible keys must be given.', zh: '必须且只能给出其中一个键。' },
} as const satisfies { readonly [code: string]: Text };

export type ShapeCode = keyof typeof shapeTexts;
