import { machine } from '../../domain/actor.ts';
import { HistoryForked } from '../../prisma/write-account.ts';
import type { Asked } from '../commands.ts';
import { send } from '../commands.ts';
import type { Deps } from '../deps.ts';
import type { ProblemCode } from '../problem.ts';
import { Problem } from '../problem.ts';

/** `busy`: this process cannot be told now; `away`: none can. */
export type Telling = 'told' | 'busy' | 'away';

/**
 * Gives a command in the machine's name. Told is also who refused it; what was taken in, the sweeper brings to its outcome. The key holds
 * what it is about: when that has changed, it is another command.
 */
export async function tell(deps: Deps, asked: Omit<Asked, 'actor'>): Promise<Telling> {
  const { workflowId, content } = asked;
  const about = { workflowId, command: content.type };
  try {
    await send(deps, { ...asked, actor: machine });
    deps.log.info(about, 'housekeeping told a process');
    return 'told';
  } catch (error) {
    if (!(error instanceof Problem || error instanceof HistoryForked)) throw error;
    deps.log.warn({ ...about, err: error }, 'housekeeping was refused');
    return (error instanceof Problem ? passing[error.code] : undefined) ?? 'told';
  }
}

const passing: { readonly [code in ProblemCode]?: Telling } = { 'temporal-away': 'away', 'too-many-in-flight': 'busy' };

/** In SQL: nobody was told this yet. Who was is not told again, whatever came of it: a refusal must not keep others waiting. */
export function isUntold(idempotencyKey: string): string {
  return `NOT EXISTS (SELECT FROM command c WHERE c.actor_id = '${machine.userId}' AND c.idempotency_key = ${idempotencyKey})`;
}
