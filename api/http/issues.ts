import { z } from 'zod';
import { pointerTo } from '../../domain/json-pointer.ts';
import type { Language } from '../../domain/text.ts';
import type { Fault } from '../problem.ts';
import { Problem } from '../problem.ts';

type Issue = z.core.$ZodIssue;
export type Place = NonNullable<Fault['in']> | 'body';

/** What the schema makes of the value, or a problem that names each field at fault. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, place: Place): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem('invalid-request', { errors: faultsIn(result.error, place) });
}

export function faultsIn(error: z.ZodError, place: Place): readonly Fault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, place));
}

function faultsOf(issue: Issue, place: Place): readonly Fault[] {
  const pointer = issue.path.reduce<string>((parent, key) => pointerTo(parent, String(key)), '');
  const where = place === 'body' ? {} : { in: place };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo(pointer, key), code: 'unknown-field', ...where }));
  }
  return [{ pointer, code: codeOf(issue), say: (language) => sayings[language](issue), ...where }];
}

function codeOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'wrong-type';
    case 'too_small':
    case 'too_big':
      return sizeCode(issue);
    case 'custom':
      return customCode(issue.params);
    default:
      return isChoice(issue) ? 'not-an-option' : 'malformed';
  }
}

function customCode(params: { readonly code?: unknown } = {}): string {
  return typeof params.code === 'string' ? params.code : 'not-valid';
}

function isChoice({ code }: Issue): boolean {
  return code === 'invalid_value' || code === 'invalid_union';
}

function sizeCode({ code, origin }: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  if (code === 'too_small') return isSized(origin) ? 'too-short' : 'too-small';
  return isSized(origin) ? 'too-long' : 'too-large';
}

function isSized(origin: string): boolean {
  return ['string', 'array', 'set', 'file'].includes(origin);
}

const sayings: { readonly [One in Language]: (issue: Issue) => string } = {
  en: sayingsOf(z.locales.en().localeError),
  zh: sayingsOf(z.locales.zhCN().localeError),
};

function sayingsOf(localeError: ReturnType<typeof z.locales.en>['localeError']) {
  return (issue: Issue): string => {
    if (issue.code === 'custom') return issue.message;
    const said = localeError(issue as never);
    return typeof said === 'string' ? said : (said?.message ?? issue.message);
  };
}
