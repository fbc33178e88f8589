import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Language } from '../../domain/text.ts';
import type { Fault } from '../problem.ts';
import { Problem } from '../problem.ts';
import { storableProblem } from './storable.ts';

/** Bytes; a claim with its widest table of evidence stays well below. */
export const bodyLimit = 512 * 1024;
const encodings = 'gzip, deflate, br';

const json = express.json({ limit: bodyLimit, strict: false, type: 'application/json' });

const form = express.urlencoded({ limit: bodyLimit, extended: false });

/** Reads a JSON body that Postgres can keep: no bottomless nesting, no NUL, no half characters. */
export const readJson: RequestHandler = (request, response, next) => {
  if (hasBody(request) && request.is('application/json') === false) return next(unsupported('application/json'));
  json(request, response, (error?: unknown) =>
    next(error === undefined ? storableProblem(request.body, 'body') : bodyProblem(error)),
  );
};

/** What a page without a script sends, under the same rules. */
export const readForm: RequestHandler = (request, response, next) => {
  if (hasBody(request) && request.is('application/x-www-form-urlencoded') === false)
    return next(unsupported('application/x-www-form-urlencoded'));
  form(request, response, (error?: unknown) =>
    next(error === undefined ? storableProblem(request.body, 'body') : bodyProblem(error)),
  );
};

/** Where no body belongs, none is read. */
export function refuseBody(request: Request, _response: Response, next: NextFunction): void {
  const length = Number(request.headers['content-length'] ?? 0);
  next(length > 2 ? new Problem('invalid-request', { errors: [{ pointer: '', code: 'unknown-field' }] }) : undefined);
}

export function unsupported(expected: string): Problem {
  return new Problem('media-type-unsupported', { facts: { expected }, headers: { accept: expected } });
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

type Thrown = { readonly type?: string; readonly status?: number; readonly message?: string };

/** What the parser of bodies throws; anything else is not ours to name. */
function bodyProblem(error: unknown): unknown {
  const { type = '', status, message = '' } = error as Thrown;
  if (type === 'entity.parse.failed') return malformed(parserWords(message));
  const problem = bodyProblems[type];
  if (problem !== undefined) return problem();
  return status === 400 ? malformed({ pointer: '', code: 'not-unpacked' }) : error;
}

const bodyProblems: { readonly [type: string]: () => Problem } = {
  'entity.too.large': tooLarge,
  'parameters.too.many': tooLarge,
  'charset.unsupported': () => unsupported('application/json; charset=utf-8'),
  'encoding.unsupported': () =>
    new Problem('media-type-unsupported', { facts: { expected: encodings }, headers: { 'accept-encoding': encodings } }),
  'request.aborted': () => malformed({ pointer: '', code: 'cut-short' }),
  'request.size.invalid': () => malformed({ pointer: '', code: 'cut-short' }),
};

function tooLarge(): Problem {
  return new Problem('body-too-large', { facts: { limit: bodyLimit }, headers: { connection: 'close' } });
}

function malformed(fault: Fault): Problem {
  return new Problem('malformed-json', { errors: [fault] });
}

/** The parser speaks English only; others are told where it stopped, as far as it says. */
function parserWords(message: string): Fault {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  const zh = position === undefined ? '内容不是有效的 JSON。' : `解析在第 ${Number(position) + 1} 个字符处中断。`;
  const say = (language: Language) => (language === 'zh' ? zh : `Reading stopped here: ${printable(message)}.`);
  return { pointer: '', code: 'not-well-formed', say };
}

function printable(message: string): string {
  return message.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, 200);
}
