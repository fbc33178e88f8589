import { z } from 'zod';
import type { Playbook } from '../../domain/playbook.ts';
import { evidenceSchemas } from '../../domain/playbook-form.ts';
import { languageOf } from '../http/language.ts';
import { signedIn } from '../policies.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { playbooks } from './books.ts';
import { findVersion } from './query.ts';
import { VersionParams } from './schema.ts';

const EvidenceSchemas = z
  .record(z.string(), z.record(z.string(), z.unknown()))
  .meta({ id: 'EvidenceSchemas', description: 'A JSON Schema (2020-12) for each checkpoint that is claimed' });

/** What a form is made from, of any playbook; the description of this API has that of the default one. */
export const evidenceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/playbooks/:key/versions/:version/evidence',
    summary: 'What each checkpoint of a playbook asks for, as JSON Schema with titles in my language',
    params: VersionParams,
    query: none,
    body: none,
    reply: EvidenceSchemas,
    status: 200,
    policy: signedIn,
    handler: async ({ params, request, caller }, { database }) => {
      const { document } = await findVersion(database, playbooks, params);
      const errors = await playbooks.problemsOf(document, database);
      if (errors.length > 0) throw new Problem(playbooks.invalid, { errors }); // a draft need not be a playbook yet
      const schemas = evidenceSchemas(document as Playbook, languageOf(request, caller.language));
      return Object.fromEntries(Object.entries(schemas).map(([checkpoint, schema]) => [checkpoint, { ...schema }]));
    },
  }),
];
