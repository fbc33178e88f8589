import { createHash } from 'node:crypto';
import { contentHash } from '../domain/canonical.ts';
import type { Actor } from '../domain/actor.ts';
import { approvalIdOf, approvalOf, opportunityIdOf } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Insertion, StoredCommand } from '../prisma/command-table.ts';
import { finishCommand, insertCommand, withdrawCommand } from '../prisma/command-table.ts';
import { HistoryForked, writeAccount } from '../prisma/write-account.ts';
import { deliver } from './command/deliver.ts';
import type { AnyAnswer, Dispatch, StartReference } from './command/dispatch.ts';
import type { Done } from './command/outcome.ts';
import { doneFinish, refusedFinish } from './command/outcome.ts';
import type { Ended } from './command/verdict.ts';
import type { Deps } from './deps.ts';
import { given } from './http/given.ts';
import type { Special } from './http/reply.ts';
import { reply } from './http/reply.ts';
import { isDatabaseAway } from './http/failure.ts';
import { Problem, refusalProblem } from './problem.ts';

/** A command as its route makes it: who asks whom for what, under which key of his own. */
export type Asked = {
  readonly workflowId: string;
  readonly actor: Actor;
  readonly idempotencyKey: string;
  /** The command without its stamp. */
  readonly content: { readonly type: string };
  /** What the request itself said, where the content holds more: a repeat says the same. */
  readonly said?: object;
  readonly start?: StartReference;
};

export type CommandReply = Special<Done | Pending>;
export type Pending = { readonly commandId: string; readonly state: 'open' };

/** The one place that records a command, sends it, writes what was answered together with its outcome, and answers. */
export async function send(deps: Deps, asked: Asked): Promise<CommandReply> {
  const dispatch = dispatchOf(asked);
  const inserted = await insertCommand(deps.database, {
    id: dispatch.command.commandId,
    actorId: asked.actor.userId,
    idempotencyKey: asked.idempotencyKey,
    workflowId: asked.workflowId,
    type: asked.content.type,
    body: dispatch,
    fingerprint: dispatch.command.fingerprint,
  });
  const taken = takenIn(inserted);
  if (taken.command !== null && taken.command.state !== 'open') return repeated(taken.command);
  if (!(await deps.temporal.isReachable())) return turnAway(deps, dispatch, taken.command === null);
  return settle(deps, taken.command === null ? dispatch : (taken.command.body as Dispatch), taken.seen);
}

/** What came of a command that was taken in before. */
export async function answerAgain(
  deps: Deps,
  { command, seen }: { readonly command: StoredCommand; readonly seen: number },
): Promise<CommandReply> {
  return command.state === 'open' ? settle(deps, command.body as Dispatch, seen) : repeated(command);
}

/** Sends and writes; also the sweeper's way. A command that has its outcome keeps it. */
export async function settle(deps: Deps, dispatch: Dispatch, seen: number): Promise<CommandReply> {
  const verdict = await deliver(deps, dispatch, seen);
  switch (verdict.came) {
    case 'answer':
      return done(deps, dispatch, verdict.answer);
    case 'refusal':
      return refused(deps, dispatch, verdict.refusal);
    case 'unknown':
    case 'busy':
    case 'stuck':
      return pending(dispatch); // it stays open: the sweeper finishes it, or a repeat under the same key
    case 'run-ended':
    case 'no-such-workflow':
      return ended(deps, dispatch, verdict);
  }
}

/** Unique for each actor, and the same for each repeat: SHA-256 over actor and key, 128 bits of it. It is the update id too. */
export function commandIdOf(actorId: string, idempotencyKey: string): string {
  return createHash('sha256')
    .update(JSON.stringify([actorId, idempotencyKey]))
    .digest('hex')
    .slice(0, 32);
}

export function commandUrl(commandId: string): string {
  return `/api/v1/commands/${commandId}`;
}

/** Of what was asked, and of no id made for the occasion. */
export function fingerprintOf({ workflowId, type, said }: { workflowId: string; type: string; said: object }): string {
  return contentHash({ workflowId, type, said });
}

/** The key named another command before, through whichever door. */
export function keyReused(): Problem {
  return new Problem('command-id-reused', { errors: [{ pointer: '/idempotency-key', code: 'already-taken', in: 'header' }] });
}

/** Only before anything was sent. */
export function temporalAway(): Problem {
  return new Problem('temporal-away', { headers: { 'retry-after': '5' } });
}

function dispatchOf({ workflowId, actor, idempotencyKey, content, said = content, start }: Asked): Dispatch {
  const commandId = commandIdOf(actor.userId, idempotencyKey);
  const stamp = {
    commandId,
    fingerprint: fingerprintOf({ workflowId, type: content.type, said }),
    actor,
    at: new Date().toISOString(),
  };
  return { workflowId, command: { ...stamp, ...content }, ...given({ start }) };
}

function takenIn(inserted: Insertion): { readonly seen: number; readonly command: StoredCommand | null } {
  switch (inserted.answer) {
    case 'new':
      return { seen: inserted.seen, command: null };
    case 'known':
      return inserted;
    case 'command-id-reused':
      throw keyReused();
    case 'too-many-in-flight':
      throw new Problem('too-many-in-flight', { headers: { 'retry-after': '2' } });
  }
}

function repeated({ state, outcome, status }: StoredCommand): CommandReply {
  if (state === 'refused') throw refusalProblem(outcome as Refusal);
  return reply({ status: status ?? 200, value: outcome as Done });
}

/** Nothing was sent, so nothing happened, and the command is taken back; unless somebody else took it up, who may be luckier. */
async function turnAway({ database }: Deps, dispatch: Dispatch, isOurs: boolean): Promise<CommandReply> {
  if (!isOurs || !(await withdrawCommand(database, dispatch.command.commandId))) return pending(dispatch);
  throw temporalAway();
}

/** What was answered has happened; when it cannot be written now, the sweeper writes it. */
async function done(deps: Deps, dispatch: Dispatch, answer: AnyAnswer): Promise<CommandReply> {
  const finish = doneFinish(dispatch, answer);
  try {
    await writeAccount(deps.database, answer.account, finish);
  } catch (error) {
    if (error instanceof HistoryForked || !isDatabaseAway(error)) throw error;
    return pending(dispatch);
  }
  return reply({ status: finish.status, value: finish.outcome });
}

async function refused(deps: Deps, dispatch: Dispatch, refusal: Refusal): Promise<CommandReply> {
  await finishCommand(deps.database, refusedFinish(dispatch, refusal));
  throw refusalProblem(refusal);
}

function pending({ command }: Dispatch): CommandReply {
  const { commandId } = command;
  return reply({ status: 202, headers: { location: commandUrl(commandId) }, value: { commandId, state: 'open' } });
}

/** What its process left unwritten is written first: by that the refusal says how it ended. */
async function ended(deps: Deps, dispatch: Dispatch, { account }: Ended): Promise<CommandReply> {
  if (account !== undefined) await writeAccount(deps.database, account);
  return refused(deps, dispatch, await endRefusal(deps, dispatch));
}

/** Why there is no workflow: the read model knows how it ended, or that there never was one. */
async function endRefusal({ database }: Deps, { workflowId }: Dispatch): Promise<Refusal> {
  const approval = approvalOf(workflowId);
  if (approval !== null) return approvalRefusal(database, approvalIdOf(approval.opportunityId, approval.version));
  const sale = await database.prisma.opportunity.findUnique({
    where: { id: opportunityIdOf(workflowId) ?? '' },
    select: { endedAt: true },
  });
  return { refused: sale === null || sale.endedAt === null ? 'not-found' : 'sale-ended' };
}

async function approvalRefusal({ prisma }: Deps['database'], id: string): Promise<Refusal> {
  const approval = await prisma.approval.findUnique({ where: { id }, select: { status: true } });
  return approval === null ? { refused: 'not-found' } : { refused: 'request-concluded', facts: { result: approval.status } };
}
