import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { ProblemCode } from '../problem.ts';
import { Problem, problemDocument, problemKinds } from '../problem.ts';
import { languageOf } from './language.ts';

/** The last middleware: whatever was thrown becomes problem+json, and what nobody foresaw goes to the log. */
export function failure(log: Logger): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- Express knows it by its four
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = problemOf(error);
    if (problemKinds[problem.code].status >= 500)
      log.error({ err: problem.cause ?? problem, requestId: requestIdOf(request) }, problem.code);
    sendProblem(problem, request, response);
  };
}

export function sendProblem(problem: Problem, request: Request, response: Response): void {
  const language = languageOf(request, response.locals['language'] as string | undefined);
  const document = problemDocument(problem, { instance: request.originalUrl, requestId: requestIdOf(request), language });
  response
    .status(document.status)
    .set({ ...problem.matter.headers, 'content-language': language === 'zh' ? 'zh-CN' : 'en', vary: 'accept-language' })
    .type('application/problem+json')
    .send(JSON.stringify(document));
}

export function requestIdOf({ id }: Request): string {
  return id as string;
}

/** What was thrown, as the problem it is over HTTP. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const kept = storageProblem(error);
  if (kept !== undefined) return kept;
  if (isDatabaseAway(error)) return new Problem('database-away', { headers: { 'retry-after': '2' } }, { cause: error });
  if (isBadUrl(error)) return new Problem('not-found');
  return new Problem('internal-error', {}, { cause: error });
}

/** What the database itself refuses: its constraints are the last word. */
function storageProblem(error: unknown): Problem | undefined {
  const { code = '', message = '' } = (error ?? {}) as { readonly code?: string; readonly message?: string };
  if (/would be a circle/.test(message))
    return new Problem('circular-line', { errors: [{ pointer: '/superiorId', code: 'own-superior' }] });
  const known = storageCodes[code];
  return known === undefined ? undefined : new Problem(known, {}, { cause: error });
}

/** Prisma's names and PostgreSQL's. */
const storageCodes: { readonly [code: string]: ProblemCode } = {
  P2002: 'already-exists',
  '23505': 'already-exists',
  P2003: 'unknown-reference',
  '23503': 'unknown-reference',
  P2025: 'not-found',
};

/** Refused, reset or timed out connections, and PostgreSQL's own classes 08 (connection) and 57P (shutting down). */
export function isDatabaseAway(error: unknown): boolean {
  const {
    code = '',
    message = '',
    cause,
  } = (error ?? {}) as { readonly code?: string; readonly message?: string; readonly cause?: unknown };
  if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P|53300|P1001|P1002|P1008|P1017)/.test(code)) return true;
  return (
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    ) ||
    (cause !== undefined && isDatabaseAway(cause))
  );
}

/** A path with broken percent-encoding names nothing. */
function isBadUrl(error: unknown): boolean {
  return error instanceof URIError;
}
