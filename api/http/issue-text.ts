import type { z } from 'zod';
import type { Text } from '../../domain/text.ts';
import { fieldText } from '../problems/field-texts.ts';

type Issue = z.core.$ZodIssue;
type Size = Extract<Issue, { code: 'too_small' | 'too_big' }>;

/** What a schema found, in whole sentences of both languages; undefined where the sentence of its code says as much. */
export function issueText(issue: Issue): Text | undefined {
  switch (issue.code) {
    case 'custom':
      return customText(issue.params);
    case 'too_small':
    case 'too_big':
      return sizeText(issue);
    case 'invalid_format':
      return issue.format === 'email' ? fieldText('not-an-address') : undefined;
    default:
      return sentIn(issue) === undefined ? undefined : sentText(issue);
  }
}

function sentText(issue: Issue): Text | undefined {
  if (issue.code === 'invalid_type') return typeText(issue.expected, issue.input);
  if (issue.code === 'invalid_value') return optionText(issue.values);
  return issue.code === 'invalid_union' && 'options' in issue ? optionText(issue.options ?? []) : undefined;
}

/** What was sent where the issue lies: a union is told apart by one field of its own. */
export function sentIn(issue: Issue): unknown {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue.input;
  return (issue.input as { readonly [field: string]: unknown })[issue.discriminator];
}

/** `says`: a rule of several under one code. */
function customText(params: { readonly says?: unknown } = {}): Text | undefined {
  return typeof params.says === 'string' ? fieldText(params.says) : undefined;
}

function optionText(options: readonly unknown[]): Text {
  const values = options.map(String);
  return { en: `This must be one of: ${values.join(', ')}.`, zh: `此项必须是下列之一:${values.join('、')}。` };
}

function typeText(expected: string, input: unknown): Text {
  const [wanted, came] = [typeName(expected), typeName(typeOf(input))];
  return { en: `This must be ${wanted.en}, but ${came.en} was sent.`, zh: `此项必须是${wanted.zh},收到的是${came.zh}。` };
}

function typeName(type: string): Text {
  return typeNames[type] ?? { en: 'something else', zh: '其他类型' };
}

const typeNames: { readonly [type: string]: Text } = {
  string: { en: 'text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  nan: { en: 'something that is no number', zh: '非数字内容' },
  boolean: { en: 'true or false', zh: '是或否(true 或 false)' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'an object', zh: '对象' },
  record: { en: 'an object', zh: '对象' },
  null: { en: 'null', zh: '空值' },
};

function typeOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'array';
  return Number.isNaN(input) ? 'nan' : typeof input;
}

function sizeText(issue: Size): Text {
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.origin in units)
    return { en: 'This must not be empty.', zh: '此项不得为空。' };
  const { en, zh } = units[issue.origin] ?? { en: '', zh: '' };
  return issue.code === 'too_small'
    ? { en: `This must be at least ${issue.minimum}${en}.`, zh: `不得少于 ${issue.minimum}${zh}。` }
    : { en: `This must be at most ${issue.maximum}${en}.`, zh: `不得超过 ${issue.maximum}${zh}。` };
}

const units: { readonly [origin: string]: Text } = {
  string: { en: ' characters long', zh: ' 个字符' },
  array: { en: ' entries long', zh: ' 项' },
};
