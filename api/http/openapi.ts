import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { evidenceSchemas } from '../../domain/playbook-form.ts';
import { anyone } from '../policies.ts';
import type { Route } from '../route.ts';
import { isUpload, none, noContent } from '../route.ts';
import { routes } from '../routes.ts';
import { ProblemSchema } from './problem-schema.ts';

/** OpenAPI 3.1, from the same schemas that check requests. */
export function openApi(version: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Pursuit',
      version,
      description: 'Project sales that leadership can see.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { cookie: [] }],
    components: {
      schemas: evidenceOf(defaultPlaybook),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A session token or an API key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'pursuit_session' },
      },
    },
    paths: pathsOf(routes),
  });
}

/** Of the playbook that is there from the start; the sale itself says which it follows. */
function evidenceOf(playbook: Playbook) {
  const schemas = Object.entries(evidenceSchemas(playbook));
  return Object.fromEntries(schemas.map(([checkpoint, schema]) => [`Evidence.${checkpoint}`, schema]));
}

function pathsOf(table: readonly Route[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of table) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { params, query, headers, body, summary, policy } = route;
  return {
    operationId: operationIdOf(route),
    summary,
    tags: [route.path.split('/')[1] ?? ''],
    ...(policy === anyone ? { security: [] } : {}),
    requestParams: { path: params, query, header: headers },
    ...(body === none
      ? {}
      : { requestBody: { content: { [isUpload(body) ? 'multipart/form-data' : 'application/json']: { schema: body } } } }),
    responses: responsesOf(route),
  };
}

function responsesOf({ status, alsoStatus = [], reply, download, page }: Route): ZodOpenApiResponsesObject {
  const inWords = page === undefined ? {} : { [page]: { schema: z.string() } };
  const content = reply === noContent ? {} : { content: { [download ?? 'application/json']: { schema: reply }, ...inWords } };
  return {
    [`${status}` as '200']: { description: 'Done', ...content },
    ...Object.fromEntries(alsoStatus.map((code) => [String(code), { description: 'Taken in; see the Location', ...content }])),
    default: { description: 'A problem', content: { 'application/problem+json': { schema: ProblemSchema } } },
  };
}

/** `POST /opportunities/:id/pause` is postOpportunitiesByIdPause. */
function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[/-]/).filter(Boolean);
  return method + words.map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word))).join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
