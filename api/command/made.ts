import type { StoredCommand } from '../../prisma/command-table.ts';
import { findCommand } from '../../prisma/command-table.ts';
import type { Asked, CommandReply } from '../commands.ts';
import { answerAgain, fingerprintOf, send } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';

/** All of a command that its request says by itself. */
export type Saying = Pick<Asked, 'idempotencyKey'> & {
  readonly actorId: string;
  readonly said: object;
  /** Absent for a command that makes an id for the occasion. */
  readonly workflowId?: string;
};

/**
 * Sends a command for which something must be looked up. What is found changes with time, the answer to a repeat does not: where the
 * command cannot be made any more, but was made under this key before, what came of it counts.
 */
export async function sendMade(deps: Deps, saying: Saying, make: () => Asked | Promise<Asked>): Promise<CommandReply> {
  const made = await attempt(make);
  if (!(made instanceof Problem)) return send(deps, made);
  const first = await findCommand(deps.database, saying.actorId, saying.idempotencyKey);
  if (first === null || !isSame(saying, first.command)) throw made;
  return answerAgain(deps, first);
}

function isSame({ said, workflowId }: Saying, { type, fingerprint, ...first }: StoredCommand): boolean {
  return fingerprint === fingerprintOf({ workflowId: workflowId ?? first.workflowId, type, said });
}

async function attempt(make: () => Asked | Promise<Asked>): Promise<Asked | Problem> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
