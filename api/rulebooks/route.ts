import type { Language } from '../../domain/text.ts';
import { languageOf } from '../http/language.ts';
import { pageOf } from '../http/schema.ts';
import { setsRules, signedIn } from '../policies.ts';
import type { Fault } from '../problem.ts';
import { Problem, problemDocument } from '../problem.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import type { Rulebook } from './query.ts';
import { draft, findVersion, lineView, listVersions, publish, redraft, versionView } from './query.ts';
import { Check, DocumentBody, KeyParams, Version, VersionLine, VersionParams } from './schema.ts';

/** The same seven things can be done with every family of rules. */
export function rulebookRoutes(base: string, noun: string, book: Rulebook): readonly Route[] {
  return [
    ...readingRoutes(base, noun, book),
    validatingRoute(base, noun, book),
    ...draftingRoutes(base, noun, book),
    publishingRoute(base, book),
  ];
}

function readingRoutes(base: string, noun: string, book: Rulebook): readonly Route[] {
  return [
    route({
      method: 'get',
      path: base,
      summary: `All versions of every ${noun}, newest first`,
      params: none,
      query: none,
      body: none,
      reply: pageOf(VersionLine),
      status: 200,
      policy: signedIn,
      handler: async (_input, { database }) => ({ items: (await listVersions(database, book)).map(lineView), nextCursor: null }),
    }),
    route({
      method: 'get',
      path: `${base}/:key/versions/:version`,
      summary: `One version of a ${noun}`,
      params: VersionParams,
      query: none,
      body: none,
      reply: Version,
      status: 200,
      policy: signedIn,
      handler: async ({ params }, { database }) => versionView(await findVersion(database, book, params)),
    }),
  ];
}

function validatingRoute(base: string, noun: string, book: Rulebook): Route {
  return route({
    method: 'post',
    path: `${base}/validate`,
    summary: `Everything for which a ${noun} could not be published`,
    params: none,
    query: none,
    body: DocumentBody,
    reply: Check,
    status: 200,
    policy: signedIn,
    handler: async ({ body, request, caller }, { database }) => {
      return checkView(book, await book.problemsOf(body.document, database), languageOf(request, caller.language));
    },
  });
}

function draftingRoutes(base: string, noun: string, book: Rulebook): readonly Route[] {
  return [
    route({
      method: 'post',
      path: `${base}/:key/versions`,
      summary: `Draft the next version of a ${noun}`,
      params: KeyParams,
      query: none,
      body: DocumentBody,
      reply: Version,
      status: 201,
      policy: setsRules,
      handler: async ({ caller, params, body }, { database }) => {
        return versionView(await draft(database, book, { key: params.key, document: body.document, by: caller.userId }));
      },
    }),
    route({
      method: 'put',
      path: `${base}/:key/versions/:version`,
      summary: 'Change a draft',
      params: VersionParams,
      query: none,
      body: DocumentBody,
      reply: Version,
      status: 200,
      policy: setsRules,
      handler: async ({ params, body }, { database }) => {
        const { key, version } = await findVersion(database, book, params);
        return versionView(await redraft(database, book, { key, version, document: book.named(body.document, key, version) }));
      },
    }),
  ];
}

function publishingRoute(base: string, book: Rulebook): Route {
  return route({
    method: 'post',
    path: `${base}/:key/versions/:version/publish`,
    summary: 'Publish a draft; from then on it never changes',
    params: VersionParams,
    query: none,
    body: none,
    reply: Version,
    status: 200,
    policy: setsRules,
    handler: async ({ caller, params }, { database }) => {
      return versionView(await publish({ database, book }, await findVersion(database, book, params), caller.userId));
    },
  });
}

function checkView(book: Rulebook, faults: readonly Fault[], language: Language) {
  const problem = new Problem(book.invalid, { errors: faults });
  const { errors = [] } = problemDocument(problem, { instance: '', requestId: '', language });
  return { publishable: errors.length === 0, problems: errors.map(({ pointer, code, detail }) => ({ pointer, code, detail })) };
}
