import type { z } from 'zod';
import { pointerTo } from '../../domain/json-pointer.ts';
import type { Fault } from '../problem.ts';
import { Problem } from '../problem.ts';
import { issueText, sentIn } from './issue-text.ts';

type Issue = z.core.$ZodIssue;
export type Place = NonNullable<Fault['in']> | 'body';

/** Issues then know what was sent: a missing field is told from one of the wrong type. */
export const withInput = { reportInput: true };

/** What the schema makes of the value, or a problem that names each field at fault. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, place: Place): z.output<Schema> {
  const result = schema.safeParse(value, withInput);
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
  return [{ pointer, code: codeOf(issue), ...wordsFor(issue), ...where }];
}

/** Where the sentence of the code would say less than is known. */
function wordsFor(issue: Issue): Pick<Fault, 'say'> {
  const text = issueText(issue);
  return text === undefined ? {} : { say: (language) => text[language] };
}

function codeOf(issue: Issue): string {
  if (issue.code === 'custom') return customCode(issue.params);
  if (sentIn(issue) === undefined && isAbout(issue, 'invalid_type', 'invalid_value', 'invalid_union')) return 'required';
  if (issue.code === 'invalid_type') return 'wrong-type';
  if (issue.code === 'too_small' || issue.code === 'too_big') return sizeCode(issue);
  return isAbout(issue, 'invalid_value', 'invalid_union') ? 'not-an-option' : 'malformed';
}

function customCode(params: { readonly code?: unknown } = {}): string {
  return typeof params.code === 'string' ? params.code : 'not-valid';
}

function isAbout({ code }: Issue, ...codes: readonly Issue['code'][]): boolean {
  return codes.includes(code);
}

function sizeCode({ code, origin }: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  if (code === 'too_small') return isSized(origin) ? 'too-short' : 'too-small';
  return isSized(origin) ? 'too-long' : 'too-large';
}

function isSized(origin: string): boolean {
  return ['string', 'array', 'set', 'file'].includes(origin);
}
