import type { Request } from 'express';
import type { z } from 'zod';
import { z as zod } from 'zod';
import type { Scope } from './caller.ts';
import type { Deps } from './deps.ts';
import type { Policy } from './policies.ts';
import type { Reply } from './http/reply.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Fields = z.ZodObject;

/** What a handler is given: all of it checked, and what the policy granted. */
export type Input<Params extends Fields, Query extends Fields, Headers extends Fields, Body extends z.ZodType, Grant> = {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly headers: z.output<Headers>;
  readonly body: z.output<Body>;
  readonly request: Request;
} & Grant;

export type RouteSpec<
  Params extends Fields,
  Query extends Fields,
  Headers extends Fields,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Grant extends object,
> = {
  readonly method: Method;
  /** Below /api/v1, with `:name` for each of `params`. */
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  /** Headers beyond those that every request may carry. */
  readonly headers?: Headers;
  /** `none` where there is none; `file` for an upload. */
  readonly body: Body;
  readonly reply: Answer;
  /** Of the usual answer. */
  readonly status: number;
  /** Further statuses that are no problems: 202 for an outcome that is not known yet. */
  readonly alsoStatus?: readonly number[];
  readonly policy: Policy<z.output<Params>, Grant>;
  /** What an API key needs; by itself `read` to get and `write` for all else. */
  readonly scope?: Scope;
  /** The reply is bytes, of this media type. */
  readonly download?: string;
  /** Given in this media type too, to whoever asks for it. */
  readonly page?: 'text/html';
  /** At most this many failed attempts per address in a quarter of an hour. */
  readonly attempts?: number;
  readonly handler: (
    input: Input<Params, Query, Headers, Body, Grant>,
    deps: Deps,
  ) => Promise<Reply<z.output<Answer>>> | Reply<z.output<Answer>>;
};

/** A row of the route table; what its schemas say about its handler was checked where it was made. */
export type Route = Omit<RouteSpec<Fields, Fields, Fields, z.ZodType, z.ZodType, object>, 'policy' | 'handler' | 'headers'> & {
  readonly headers: Fields;
  readonly policy: Policy<never, object>;
  readonly handler: (input: never, deps: Deps) => Promise<Reply<unknown>> | Reply<unknown>;
};

/** Names method, path, schemas, policy and handler of one thing that can be asked. Leaving out a schema or the policy does not compile. */
export function route<
  Params extends Fields,
  Query extends Fields,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Grant extends object,
  Headers extends Fields = typeof anyHeaders,
>(spec: RouteSpec<Params, Query, Headers, Body, Answer, Grant>): Route {
  return { headers: anyHeaders, ...spec };
}

/** No parameters, or no body: anything sent is refused. */
export const none = zod.strictObject({});

/** A multipart body with one file, read by the handler as it streams in. */
export const file = zod.strictObject({ file: binary() });

/** A multipart body with several files, and what they are to be read by, in JSON. */
export const files = zod.strictObject({ file: zod.array(binary()).min(1).max(10), mapping: zod.string().optional() });

/** Read by the handler, not by the parser of JSON. */
export function isUpload(body: z.ZodType): boolean {
  return body === file || body === files;
}

function binary() {
  return zod.file().meta({ override: { type: 'string', format: 'binary' } });
}

/** The reply of a route that says nothing. */
export const noContent = zod.void();

/** Headers are not ours alone: others pass unread. */
export const anyHeaders = zod.object({});
