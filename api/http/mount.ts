import { pipeline } from 'node:stream';
import type { Request, RequestHandler, Response, Router } from 'express';
import express from 'express';
import { authenticate, notSignedIn } from '../auth.ts';
import type { Deps } from '../deps.ts';
import { anyone } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Method, Route } from '../route.ts';
import { isUpload, none } from '../route.ts';
import { limitAttempts } from './attempts.ts';
import { readJson, refuseBody } from './body.ts';
import { parsed } from './issues.ts';
import { isSpecial } from './reply.ts';
import { isStorable, storableProblem } from './storable.ts';

/** A router for the table: each route behind its rights and schemas, other methods of its path refused, all else not found. */
export function mount(routes: readonly Route[], deps: Deps): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const path of new Set(routes.map((one) => one.path))) {
    const place = router.route(path);
    const here = routes.filter((one) => one.path === path);
    for (const one of here) place[one.method](...steps(one, deps));
    place.all(refuseMethod(here.map(({ method }) => method)));
  }
  return router;
}

/** Rights come first: who may not see a thing learns nothing from how his body is refused. */
function steps(route: Route, deps: Deps): readonly RequestHandler[] {
  return [
    admit(route, deps),
    bodyReader(route),
    ...(route.attempts === undefined ? [] : [limitAttempts(route.attempts)]),
    perform(route, deps),
  ];
}

function admit(route: Route, deps: Deps): RequestHandler {
  return async (request, response, next) => {
    const params = paramsOf(route, request);
    const caller = await authenticate(request, route, deps);
    response.locals['language'] = caller?.language;
    response.locals['caller'] = caller?.userId;
    if (params === null) throw caller === null && route.policy !== anyone ? notSignedIn() : new Problem('not-found');
    response.locals['grant'] = await route.policy.grant({ caller, params } as never, deps);
    next();
  };
}

/** Null when nothing can have such a name. */
function paramsOf({ params }: Route, request: Request): object | null {
  const read = params.safeParse(request.params);
  return read.success && Object.values(request.params).flat().every(isStorable) ? read.data : null;
}

function bodyReader({ body }: Route): RequestHandler {
  if (isUpload(body)) return (_request, _response, next) => next();
  return body === none ? refuseBody : readJson;
}

function perform(route: Route, deps: Deps): RequestHandler {
  return async (request, response) => {
    const input = { ...(response.locals['grant'] as object), ...inputOf(route, request), request };
    const answer = await route.handler(input as never, deps);
    if (deps.settings.checkReplies) checkReply(route, answer);
    send(route.status, answer, response);
  };
}

function inputOf(route: Route, request: Request): object {
  requireKey(route, request);
  return {
    params: route.params.parse(request.params),
    query: queryOf(route, request),
    headers: parsed(route.headers, request.headers, 'header'),
    body: route.body === none || isUpload(route.body) ? {} : parsed(route.body, request.body, 'body'),
  };
}

function queryOf(route: Route, request: Request): object {
  const query = { ...request.query };
  const problem = storableProblem(query, 'query');
  if (problem !== undefined) throw problem;
  return parsed(route.query, query, 'query');
}

/** A command without a name of its own could not be repeated safely. */
function requireKey({ headers }: Route, request: Request): void {
  if (!('idempotency-key' in headers.shape) || request.headers['idempotency-key'] !== undefined) return;
  throw new Problem('idempotency-key-missing', { errors: [{ pointer: '/idempotency-key', code: 'required', in: 'header' }] });
}

function send(usualStatus: number, answer: unknown, response: Response): void {
  const { status = usualStatus, headers = {}, value, stream } = isSpecial(answer) ? answer : { value: answer };
  response.status(status).set(headers);
  if (stream !== undefined) return void pipeline(stream, response, brokenOff(response));
  if (value === undefined) return void response.end();
  response.json(value);
}

/** A reader who goes away is no fault; all else is ours, and the status is long gone: what is left is to say so. */
function brokenOff({ log }: Response) {
  return (error: NodeJS.ErrnoException | null | undefined) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error }, 'an answer broke off');
  };
}

/** A reply that its schema does not describe is a fault of ours. */
function checkReply({ reply, download }: Route, answer: unknown): void {
  if (isSpecial(answer) && answer.stream !== undefined) return;
  if (download === undefined) reply.parse(isSpecial(answer) ? answer.value : answer);
}

function refuseMethod(methods: readonly Method[]): RequestHandler {
  const allow = methods.map((method) => method.toUpperCase()).join(', ');
  return () => {
    throw new Problem('method-not-allowed', { headers: { allow } });
  };
}
