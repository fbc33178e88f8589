import type { Request } from 'express';
import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import type { Deps } from '../deps.ts';
import { problemOf, requestIdOf } from '../http/failure.ts';
import { languageOf } from '../http/language.ts';
import { seesApproval } from '../policies.ts';
import { Problem, problemDocument, problemKinds } from '../problem.ts';
import { giveCommand } from './command-route.ts';
import type { DecisionItem, DecisionsBody } from './decisions-schema.ts';

type Item = z.output<typeof DecisionItem>;

type Asked = {
  readonly caller: Caller;
  readonly headers: { readonly 'idempotency-key': string };
  readonly body: z.output<typeof DecisionsBody>;
  readonly request: Request;
};

/** Each decision is a command of its own, a few at a time: what one of them comes to is nothing to the others. */
export async function decideMany(asked: Asked, deps: Deps) {
  refuseRepeated(asked.body.items);
  const left = asked.body.items.map((item, at) => ({ item, at }));
  const items: Awaited<ReturnType<typeof decideOne>>[] = [];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      items[next.at] = await decideOne(asked, next.item, deps);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { items };
}

/** Below the connections to the database, so that others are answered meanwhile. */
const lanes = 6;

/** Two verdicts on one request in one call are a mistake. */
function refuseRepeated(items: readonly Item[]): void {
  const ids = items.map(({ approvalId }) => approvalId);
  const errors = ids.flatMap((id, at) =>
    ids.indexOf(id) === at ? [] : [{ pointer: `/items/${at}/approvalId`, code: 'repeated' }],
  );
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
}

async function decideOne(asked: Asked, item: Item, deps: Deps) {
  const { approvalId, verdict } = item;
  try {
    const { status = 200, value } = await give(asked, item, deps);
    return { approvalId, verdict, status, outcome: value ?? null, problem: null };
  } catch (error) {
    const problem = problemIn(asked, item, { error, deps });
    return { approvalId, verdict, status: problem.status, outcome: null, problem };
  }
}

async function give({ caller, headers }: Asked, { approvalId: id, verdict, hash, comment }: Item, deps: Deps) {
  const params = { id };
  const { approval } = await seesApproval.grant({ caller, params }, deps);
  return giveCommand(deps, {
    ...{ approval, caller },
    idempotencyKey: `${headers['idempotency-key']}:${id}`,
    content: () => ({ type: verdict, hash, comment }),
    said: { params, body: { hash, comment } },
  });
}

/** As the single call would have answered. */
function problemIn(
  { caller, request }: Asked,
  { approvalId, verdict }: Item,
  failed: { readonly error: unknown; readonly deps: Deps },
) {
  const problem = problemOf(failed.error);
  const requestId = requestIdOf(request);
  if (problemKinds[problem.code].status >= 500) failed.deps.log.error({ err: problem.cause ?? problem, requestId }, problem.code);
  const language = languageOf(request, caller.language);
  return problemDocument(problem, { instance: `/api/v1/approvals/${approvalId}/${verdict}`, requestId, language });
}
