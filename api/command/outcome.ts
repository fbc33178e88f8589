import type { OpportunitySummary } from '../../domain/opportunity/summary.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandFinish } from '../../prisma/write-account.ts';
import type { ProblemCode } from '../problem.ts';
import { problemKinds, refusalProblem } from '../problem.ts';
import type { AnyAnswer, Dispatch } from './dispatch.ts';

/** What is kept as a command's outcome and answered to each repeat: small, and the same bytes each time. */
export type Done = { readonly commandId: string; readonly seq: number; readonly opportunity: Standpoint };

/** Where the sale stood right after the command. */
export type Standpoint = Pick<
  OpportunitySummary,
  'id' | 'seq' | 'stage' | 'state' | 'won' | 'stageDueAt' | 'nextDueAt' | 'odds' | 'escalationLevel' | 'pendingVerifications'
>;

export function doneFinish({ command }: Dispatch, { outcome, account }: AnyAnswer): CommandFinish & { readonly outcome: Done } {
  const done: Done = {
    commandId: command.commandId,
    seq: outcome.seq,
    opportunity: standpoint(account.summary as OpportunitySummary),
  };
  return { id: command.commandId, state: 'done', outcome: done, status: command.type === 'open' ? 201 : 200 };
}

export function refusedFinish({ command }: Dispatch, refusal: Refusal): CommandFinish {
  return { id: command.commandId, state: 'refused', outcome: refusal, status: problemKinds[refusalProblem(refusal).code].status };
}

/** A refusal of the edge, worded like one of the rules. */
export function edgeRefusal(code: ProblemCode): Refusal {
  return { refused: code };
}

function standpoint(summary: OpportunitySummary): Standpoint {
  const { id, seq, stage, state, won, stageDueAt, nextDueAt, odds, escalationLevel, pendingVerifications } = summary;
  return { id, seq, stage, state, won, stageDueAt, nextDueAt, odds, escalationLevel, pendingVerifications };
}
