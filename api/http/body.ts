import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { pointerTo } from '../../domain/json-pointer.ts';
import type { Fault } from '../problem.ts';
import { Problem } from '../problem.ts';

/** Bytes; a claim with its widest table of evidence stays well below. */
export const bodyLimit = 512 * 1024;
const deepest = 24;

const json = express.json({ limit: bodyLimit, strict: false, type: 'application/json' });

const form = express.urlencoded({ limit: bodyLimit, extended: false });

/** Reads a JSON body that Postgres can keep: no bottomless nesting, no NUL, no half characters. */
export const readJson: RequestHandler = (request, response, next) => {
  if (hasBody(request) && request.is('application/json') === false) return next(unsupported('application/json'));
  json(request, response, (error?: unknown) =>
    next(error === undefined ? storableProblem(request.body) : bodyProblem(error, request)),
  );
};

/** What a page without a script sends, under the same rules. */
export const readForm: RequestHandler = (request, response, next) => {
  if (hasBody(request) && request.is('application/x-www-form-urlencoded') === false)
    return next(unsupported('application/x-www-form-urlencoded'));
  form(request, response, (error?: unknown) =>
    next(error === undefined ? storableProblem(request.body) : bodyProblem(error, request)),
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

/** What the parser of bodies throws; anything else is not ours to name. */
function bodyProblem(error: unknown, request: Request): unknown {
  const { type, message = '' } = error as { readonly type?: string; readonly message?: string };
  switch (type) {
    case 'entity.too.large':
      return new Problem('body-too-large', { facts: { limit: bodyLimit }, headers: { connection: 'close' } });
    case 'entity.parse.failed':
      return new Problem('malformed-json', {
        errors: [{ pointer: '', code: 'not-well-formed' }],
        facts: { reason: printable(message) },
      });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return unsupported('application/json; charset=utf-8');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('malformed-json', { facts: { reason: `${request.method} was cut short` } });
    default:
      return error;
  }
}

function storableProblem(body: unknown): Problem | undefined {
  const fault = unstorable(body, '', 0);
  return fault === undefined ? undefined : new Problem('invalid-request', { errors: [fault] });
}

function unstorable(value: unknown, pointer: string, depth: number): Fault | undefined {
  if (depth > deepest) return { pointer, code: 'nested-too-deeply' };
  if (typeof value === 'string') return isStorable(value) ? undefined : { pointer, code: 'unprintable-character' };
  return typeof value === 'object' && value !== null ? unstorableMember(value, pointer, depth) : undefined;
}

function unstorableMember(value: object, pointer: string, depth: number): Fault | undefined {
  for (const [key, member] of Object.entries(value)) {
    const at = pointerTo(pointer, key);
    const fault = isStorable(key) ? unstorable(member, at, depth + 1) : { pointer: at, code: 'unprintable-character' };
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

function printable(message: string): string {
  return message.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, 200);
}
