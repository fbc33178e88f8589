import { machine } from '../../domain/actor.ts';
import { HistoryForked } from '../../prisma/write-account.ts';
import type { Asked } from '../commands.ts';
import { send } from '../commands.ts';
import type { Deps } from '../deps.ts';
import type { ProblemCode } from '../problem.ts';
import { Problem } from '../problem.ts';

/**
 * Gives a command in the machine's name; false when it was not taken in and must be given again later: what was taken in, the sweeper
 * brings to its outcome. The key holds what it is about: when that has changed, it is another command.
 */
export async function tell(deps: Deps, asked: Omit<Asked, 'actor'>): Promise<boolean> {
  const { workflowId, content } = asked;
  const about = { workflowId, command: content.type };
  try {
    await send(deps, { ...asked, actor: machine });
    deps.log.info(about, 'housekeeping told a process');
    return true;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof HistoryForked)) throw error;
    deps.log.warn({ ...about, err: error }, 'housekeeping was refused');
    return !(error instanceof Problem && later.includes(error.code));
  }
}

const later: readonly ProblemCode[] = ['temporal-away', 'too-many-in-flight'];
