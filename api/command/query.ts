import type { Command as Row } from '../../prisma/generated/client.ts';
import { opportunityIdOf, approvalOf } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import { findOpportunity } from '../opportunities/query.ts';
import type { ProblemPlace } from '../problem.ts';
import { problemDocument, refusalProblem } from '../problem.ts';

/** One's own, and those given to a sale one sees. */
export async function findVisibleCommand(database: Database, caller: Caller, id: string): Promise<Row | null> {
  const command = await database.prisma.command.findUnique({ where: { id } });
  if (command === null || command.actorId === caller.userId) return command;
  const opportunityId = opportunityIdOf(command.workflowId) ?? approvalOf(command.workflowId)?.opportunityId ?? '';
  return (await findOpportunity(database, caller, opportunityId)) === null ? null : command;
}

/** What was asked, and what came of it: the answer its sender got or would have got. */
export function commandView(row: Row, place: ProblemPlace) {
  const { id, type, actorId, workflowId, status, createdAt, finishedAt, outcome } = row;
  const state = row.state as 'open' | 'done' | 'refused';
  return {
    ...{ id, type, actorId, workflowId, state, status },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    outcome: state === 'done' ? (outcome as Record<string, unknown>) : null,
    problem: state === 'refused' ? problemDocument(refusalProblem(outcome as unknown as Refusal), place) : null,
  };
}
