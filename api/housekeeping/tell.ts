import { machine } from '../../domain/actor.ts';
import type { Asked } from '../commands.ts';
import { send } from '../commands.ts';
import type { Deps } from '../deps.ts';
import { Problem, problemKinds } from '../problem.ts';

/**
 * Gives a command in the machine's name; false when it must be given again later. The key holds what it is about: when that has changed,
 * it is another command.
 */
export async function tell(deps: Deps, asked: Omit<Asked, 'actor'>): Promise<boolean> {
  const { workflowId, content } = asked;
  try {
    await send(deps, { ...asked, actor: machine });
    deps.log.info({ workflowId, command: content.type }, 'housekeeping told a process');
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ workflowId, command: content.type, code: error.code }, 'housekeeping was refused');
    return ![429, 500, 503].includes(problemKinds[error.code].status);
  }
}
