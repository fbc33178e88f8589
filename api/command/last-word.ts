import { ServiceError, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Account } from '../../domain/account.ts';
import type { Happening } from '../../domain/actor.ts';
import type { Deps } from '../deps.ts';
import type { Dispatch } from './dispatch.ts';
import type { Ended, Verdict } from './verdict.ts';

const patienceMs = 3_000;

/**
 * A process that has ended answers no more, but its result is what its last sender was answered: when that sender died before he wrote it
 * down, this command may be the one that ended it.
 */
export async function lastWord(deps: Deps, { workflowId, command }: Dispatch, ended: Ended): Promise<Verdict> {
  const account = await lastAccount(deps, workflowId);
  if (account === 'unknown') return { came: 'unknown' };
  if (account === null) return ended;
  const seq = account.entries.findLast(({ event }) => isOf(event as Happening, command.commandId))?.seq;
  if (seq === undefined) return { ...ended, account };
  return { came: 'answer', answer: { outcome: { commandId: command.commandId, seq }, account } };
}

/** Null when there is no such process, or all of it was written. */
async function lastAccount({ temporal }: Deps, workflowId: string): Promise<Account | null | 'unknown'> {
  const { client } = temporal;
  try {
    const handle = client.workflow.getHandle<() => Promise<Account | null>>(workflowId);
    return await client.withDeadline(Date.now() + patienceMs, () => handle.result());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError) return null;
    if (error instanceof ServiceError) return 'unknown';
    throw error;
  }
}

/** A refusal on record made nothing happen. */
function isOf(event: Happening & { readonly type?: string }, commandId: string): boolean {
  return event.commandId === commandId && event.type !== 'command-rejected';
}
