import type { ShapeCode } from './shape-text.ts';
import type { Text } from './text.ts';

/** Every rule that evidence alone can break, with the sentence for people. */
export const evidenceTexts = {
  required: { en: 'This field is required.', zh: '此项必填。' },
  'unknown-field': { en: 'There is no such field here.', zh: '此处没有这个字段。' },
  'not-yes-or-no': { en: 'Answer yes or no (true or false).', zh: '请回答是或否(true 或 false)。' },
  'too-small': { en: 'This is below the smallest value allowed.', zh: '数值低于允许的最小值。' },
  'too-large': { en: 'This is above the largest value allowed.', zh: '数值高于允许的最大值。' },
  'not-money': { en: 'Give an amount and its currency.', zh: '请填写金额及币种。' },
  'not-a-decimal': {
    en: 'The amount must be a decimal in quotes, not negative, such as "1250000.00".',
    zh: '金额必须是带引号的非负小数,例如 "1250000.00"。',
  },
  'not-a-currency': { en: 'The currency must be a three-letter code such as CNY.', zh: '币种必须是三位字母代码,例如 CNY。' },
  'not-a-choice': { en: 'This is not one of the choices.', zh: '此项不在可选范围内。' },
  'chosen-twice': { en: 'This choice is already in the list.', zh: '此选项重复。' },
  'not-an-id': {
    en: 'This must be an id: 1 to 64 letters, digits, _ or -.',
    zh: '此项必须是标识:1 至 64 个字母、数字、_ 或 -。',
  },
  'not-a-row': { en: 'Each row must be an object of columns.', zh: '每一行必须是由列组成的对象。' },
  'too-few-rows': { en: 'More rows are needed.', zh: '行数不足。' },
  'too-many-rows': { en: 'There are more rows than allowed.', zh: '行数超过上限。' },
  'wrong-sum': { en: 'The rows do not add up to the total required.', zh: '各行合计不等于规定的总数。' },
} as const satisfies { readonly [code: string]: Text };

export type EvidenceCode = keyof typeof evidenceTexts | ShapeCode;
