import { Readable } from 'node:stream';
import type { Request, Response, Router } from 'express';
import express from 'express';
import type { Deps } from '../deps.ts';
import { languageOf } from '../http/language.ts';
import { pageHeaders } from '../http/html.ts';
import { reply } from '../http/reply.ts';
import { ApprovalParams } from '../approvals/schema.ts';
import { seesApproval } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { certificatePage } from './page.ts';
import { certificateFor, namesIn } from './query.ts';
import { ApprovalCertificate } from './schema.ts';
import { publicKeyOf } from './signing.ts';

export const certificateRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/approvals/:id/certificate',
    summary: 'Proof of what was decided on a request that has ended, signed; as a page, to print',
    params: ApprovalParams,
    query: none,
    body: none,
    reply: ApprovalCertificate,
    status: 200,
    page: 'text/html',
    policy: seesApproval,
    handler: async ({ approval, caller, request }, deps) => {
      const { certificate, terms } = await certificateFor(deps, approval);
      if (!wantsPage(request)) return reply({ headers: { vary: 'accept' }, value: certificate });
      const language = languageOf(request, caller.language);
      const sheet = { certificate, terms, language, names: await namesIn(deps.database, certificate) };
      return reply({ headers: { ...pageHeaders(language), vary: 'accept' }, stream: Readable.from([certificatePage(sheet)]) });
    },
  }),
];

/** Open to all: who verifies a certificate need not be one of us. */
export function publicKeyRoute({ settings }: Pick<Deps, 'settings'>): Router {
  const pem = publicKeyOf(settings.signingKey);
  const router = express.Router();
  router.get('/.well-known/pursuit-approval-key', (_request: Request, response: Response) => {
    response.type('application/x-pem-file').send(pem);
  });
  return router;
}

function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}
