import type { SummaryHead } from '../../domain/account.ts';
import type { ApprovalSummary } from '../../domain/approval/summary.ts';
import type { OpportunitySummary } from '../../domain/opportunity/summary.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandFinish } from '../../prisma/write-account.ts';
import { problemKinds, refusalProblem } from '../problem.ts';
import type { AnyAnswer, Dispatch } from './dispatch.ts';

/** What is kept as a command's outcome and answered to each repeat: small, and the same bytes each time. */
export type Done = { readonly commandId: string; readonly seq: number } & (
  | { readonly opportunity: Standpoint }
  | { readonly approval: ApprovalStandpoint }
);

/** Where the request stood right after the command. */
export type ApprovalStandpoint = Pick<ApprovalSummary, 'id' | 'seq' | 'status' | 'currentSteps' | 'nextDueAt'>;

/** Where the sale stood right after the command. */
export type Standpoint = Pick<
  OpportunitySummary,
  'id' | 'seq' | 'stage' | 'state' | 'won' | 'stageDueAt' | 'nextDueAt' | 'odds' | 'escalationLevel' | 'pendingVerifications'
>;

export function doneFinish({ command }: Dispatch, { outcome, account }: AnyAnswer): CommandFinish & { readonly outcome: Done } {
  const done: Done = { commandId: command.commandId, seq: outcome.seq, ...standpointOf(account.summary) };
  return { id: command.commandId, state: 'done', outcome: done, status: command.type === 'open' ? 201 : 200 };
}

export function refusedFinish({ command }: Dispatch, refusal: Refusal): CommandFinish {
  return { id: command.commandId, state: 'refused', outcome: refusal, status: problemKinds[refusalProblem(refusal).code].status };
}

function standpointOf(summary: SummaryHead): { readonly opportunity: Standpoint } | { readonly approval: ApprovalStandpoint } {
  if (summary.kind === 'opportunity') return { opportunity: standpoint(summary as OpportunitySummary) };
  const { id, seq, status, currentSteps, nextDueAt } = summary as ApprovalSummary;
  return { approval: { id, seq, status, currentSteps, nextDueAt } };
}

function standpoint(summary: OpportunitySummary): Standpoint {
  const { id, seq, stage, state, won, stageDueAt, nextDueAt, odds, escalationLevel, pendingVerifications } = summary;
  return { id, seq, stage, state, won, stageDueAt, nextDueAt, odds, escalationLevel, pendingVerifications };
}
