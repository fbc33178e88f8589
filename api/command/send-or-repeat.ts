import type { StoredCommand } from '../../prisma/command-table.ts';
import { findCommandByKey } from '../../prisma/command-table.ts';
import type { Asked, CommandReply } from '../commands.ts';
import { answerAgain, fingerprintOf, send } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';

/** All of a command that its request says by itself. */
export type CommandRequest = Pick<Asked, 'idempotencyKey'> & {
  readonly actorId: string;
  readonly said: object;
  /** Absent for a command that makes an id for the occasion. */
  readonly workflowId?: string;
};

/**
 * Sends a command for which something must be looked up. What is found changes with time, the answer to a repeat does not: where the
 * command cannot be made any more, but was made under this key before, what came of it counts.
 */
export async function sendOrRepeat(
  deps: Deps,
  request: CommandRequest,
  build: () => Asked | Promise<Asked>,
): Promise<CommandReply> {
  const built = await attempt(build);
  if (!(built instanceof Problem)) return send(deps, built);
  const first = await findCommandByKey(deps.database, request.actorId, request.idempotencyKey);
  if (first === null || !isSame(request, first.command)) throw built;
  return answerAgain(deps, first);
}

function isSame({ said, workflowId }: CommandRequest, { type, fingerprint, ...first }: StoredCommand): boolean {
  return fingerprint === fingerprintOf({ workflowId: workflowId ?? first.workflowId, type, said });
}

async function attempt(build: () => Asked | Promise<Asked>): Promise<Asked | Problem> {
  try {
    return await build();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
