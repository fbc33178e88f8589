import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import express from 'express';
import type { z } from 'zod';
import type { ContractRef } from '../../domain/ids.ts';
import { approvalIn, approvalWorkflowId } from '../../domain/ids.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import type { Language } from '../../domain/text.ts';
import type { Link } from '../../prisma/decision-link.ts';
import { findLink, renewLink, spendLink } from '../../prisma/decision-link.ts';
import { authenticate, isSameSite } from '../auth.ts';
import type { Caller } from '../caller.ts';
import { send } from '../commands.ts';
import { findContract } from '../contracts/query.ts';
import type { Deps } from '../deps.ts';
import { limitAttempts } from '../http/attempts.ts';
import { readForm } from '../http/body.ts';
import { pageHeaders } from '../http/html.ts';
import { parsed } from '../http/issues.ts';
import { languageOf } from '../http/language.ts';
import { Problem, problemDocument, problemKinds } from '../problem.ts';
import { signIn } from '../session/query.ts';
import { sessionCookieOf } from '../session/cookie.ts';
import { DecideForm, SignInForm, TokenForm } from './schema.ts';
import type { Matter, Situation } from './page.ts';
import { decidePage } from './page.ts';

/** Deciding from a mail. To look decides nothing, so that whatever follows links may follow this one; only the person signed in decides. */
export function decideRoutes(deps: Deps): Router {
  const router = express.Router();
  router.get('/decide', show(deps));
  router.post('/decide', readForm, sameSite(deps), decide(deps));
  router.post('/decide/session', readForm, sameSite(deps), limitAttempts(10), enter(deps));
  router.post('/decide/renew', readForm, sameSite(deps), renew(deps));
  return router;
}

function show(deps: Deps): RequestHandler {
  return async (request, response) => {
    const { token } = request.query;
    await answer(deps, { request, response, token: typeof token === 'string' ? token : '' });
  };
}

function decide(deps: Deps): RequestHandler {
  return async (request, response) => {
    const form = parsed(DecideForm, { ...request.body }, 'body');
    const { token } = form;
    const visit = { request, response, token };
    const { link, situation } = await situationOf(deps, visit);
    if (link === null || situation.kind !== 'decide') return answer(deps, visit);
    try {
      const state = await command(deps, link, form);
      if (state === 'done') await spendLink(deps.database, token);
      await answer(deps, { ...visit, now: outcomeOf(state, form) });
    } catch (error) {
      await answer(deps, { ...visit, problem: refused(error), comment: form.comment });
    }
  };
}

function enter(deps: Deps): RequestHandler {
  return async (request, response) => {
    const { token, email, password } = parsed(SignInForm, { ...request.body }, 'body');
    try {
      const session = await signIn(deps.database, {
        email,
        password,
        userAgent: request.get('user-agent')?.slice(0, 200) ?? null,
      });
      response.setHeader('set-cookie', sessionCookieOf(session, deps.settings, request));
      response.redirect(303, `/decide?token=${encodeURIComponent(token)}`);
    } catch (error) {
      await answer(deps, { request, response, token, problem: refused(error), now: { kind: 'sign-in' } });
    }
  };
}

/** It goes to the mailbox of whom the old one was for, and to nobody else; so anybody may ask. */
function renew(deps: Deps): RequestHandler {
  return async (request, response) => {
    const { token } = parsed(TokenForm, { ...request.body }, 'body');
    await renewLink(deps.database, token);
    await answer(deps, { request, response, token, now: { kind: 'renewed' } });
  };
}

type Form = z.output<typeof DecideForm>;

/** The command of the approval's own door: its rules alone say who wins. A failed one leaves the link as it is. */
async function command(deps: Deps, link: Link, { verb, key, comment }: Form): Promise<'done' | 'open'> {
  const { opportunityId, version } = contractIn(link);
  const { userId, onBehalfOf } = link;
  const { value } = await send(deps, {
    workflowId: approvalWorkflowId(opportunityId, version),
    actor: { userId, capacity: 'approver', ...(onBehalfOf === null ? {} : { onBehalfOf }) },
    idempotencyKey: `link-${key}`,
    content: { type: verb, hash: link.termsHash, comment } as { readonly type: Form['verb'] },
  });
  return value !== undefined && 'state' in value ? 'open' : 'done';
}

function outcomeOf(state: 'done' | 'open', { verb }: Form): Situation {
  return state === 'done' ? { kind: 'done', verb } : { kind: 'pending' };
}

type Visiting = { readonly request: Request; readonly response: Response; readonly token: string };
type Answer = Visiting & { readonly problem?: Problem; readonly now?: Situation; readonly comment?: string };

async function answer(deps: Deps, { request, response, token, problem, ...given }: Answer): Promise<void> {
  const { link, situation: found } = await situationOf(deps, { request, token });
  const situation = given.now ?? (found.kind === 'decide' ? { ...found, comment: given.comment ?? '' } : found);
  const language = languageFor(request, link);
  const matter = link === null ? null : await matterOf(deps, link);
  const page = decidePage({ language, token, situation, matter, problem: sentenceOf(problem, language) });
  const status = problem === undefined ? statuses[situation.kind] : problemKinds[problem.code].status;
  response
    .status(status)
    .set({ ...pageHeaders(language), ...problem?.matter.headers })
    .send(page);
}

function sentenceOf(problem: Problem | undefined, language: Language): string | null {
  if (problem === undefined) return null;
  const { title, detail = '' } = problemDocument(problem, { instance: '/decide', requestId: '', language });
  return `${title} ${detail}`.trim();
}

const statuses: { readonly [Kind in Situation['kind']]: number } = {
  ...{ decide: 200, done: 200, pending: 202, renewed: 202 },
  ...{ 'sign-in': 401, 'not-yours': 403, over: 410, unknown: 404 },
};

async function situationOf(
  deps: Deps,
  { request, token }: Pick<Visiting, 'request' | 'token'>,
): Promise<{ readonly link: Link | null; readonly situation: Situation }> {
  const link = await findLink(deps.database, token);
  if (link === null) return { link, situation: { kind: 'unknown' } };
  if (link.standing !== 'open') return { link, situation: { kind: 'over', standing: link.standing } };
  return { link, situation: standpointOf(await visitor(deps, request), link) };
}

function standpointOf(caller: Caller | null, link: Link): Situation {
  if (caller === null) return { kind: 'sign-in' };
  if (caller.userId !== link.userId) return { kind: 'not-yours', asName: caller.name };
  return { kind: 'decide', asName: caller.name, comment: '' };
}

/** By session only: a key decides nothing. */
async function visitor(deps: Deps, request: Request): Promise<Caller | null> {
  const caller = await authenticate(request, { method: 'get' }, deps);
  return caller === null || 'apiKey' in caller.by ? null : caller;
}

async function matterOf({ database }: Deps, link: Link): Promise<Matter> {
  const { opportunityId, version } = contractIn(link);
  const row = await database.prisma.approval.findUniqueOrThrow({ where: { id: link.approvalId } });
  const submitter = await database.prisma.user.findUnique({ where: { id: row.submitterId }, select: { name: true } });
  const { terms } = await findContract(database, opportunityId, version);
  return {
    ...{ approvalId: link.approvalId, name: row.opportunityName, customerName: row.customerName, version },
    submitterName: submitter?.name ?? row.submitterId,
    terms: terms as unknown as ContractTerms,
  };
}

function contractIn({ approvalId }: Link): ContractRef {
  const named = approvalIn(approvalId);
  if (named === null) throw new Error(`no request can be called ${approvalId}`);
  return named;
}

/** The mail was in the person's language, and so is its page. */
function languageFor(request: Request, link: Link | null): Language {
  return link === null ? languageOf(request, undefined) : link.language === 'zh' ? 'zh' : 'en';
}

function refused(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

function sameSite({ settings }: Deps): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    next(isSameSite(request, settings.publicUrl) ? undefined : new Problem('cross-site-request'));
  };
}
