import { machine } from '../../domain/actor.ts';
import { begin } from '../../domain/approval/decide.ts';
import { evolve as evolveApproval } from '../../domain/approval/evolve.ts';
import { requested } from '../../domain/approval/state.ts';
import { summaryOf as approvalSummaryOf } from '../../domain/approval/summary.ts';
import { decide } from '../../domain/opportunity/decide.ts';
import { noticesOf } from '../../domain/opportunity/notice.ts';
import { evolve } from '../../domain/opportunity/evolve.ts';
import { summaryOf } from '../../domain/opportunity/summary.ts';
import { unopened } from '../../domain/opportunity/state.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { isRefusal } from '../../domain/refusal.ts';
import type { Database } from '../../prisma/database.ts';
import { findPeople } from '../../prisma/people.ts';
import { writeAccount } from '../../prisma/write-account.ts';
import { anApprovalRequest } from '../builders/approval-request.ts';
import { anOpening } from '../builders/opportunity.ts';
import { aPlaybook } from '../builders/playbook.ts';

/** A sale in the read model, without a workflow behind it. */
export async function aSaleRow(
  database: Database,
  sale: { readonly id: string; readonly ownerId: string; readonly teamId: string },
): Promise<void> {
  const { id, ...facts } = sale;
  const command = anOpening(facts);
  const start = unopened(id, aPlaybook(), defaultCalendar);
  const decision = decide(start, command, command.at);
  if (isRefusal(decision)) throw new Error(decision.refused);
  let state = start;
  const entries = decision.map((event) => {
    state = evolve(state, event);
    return { seq: state.seq, event, notices: noticesOf(state, event) };
  });
  await writeAccount(database, { workflowId: `opportunity:${id}`, summary: summaryOf(state), entries });
}

/** A first contract version of that sale, and its request, which waits for the manager. */
export async function anApprovalRow(
  database: Database,
  { id, ownerId }: { readonly id: string; readonly ownerId: string },
): Promise<void> {
  const request = anApprovalRequest({ opportunityId: id, ownerId, submitterId: ownerId, lastEditorId: ownerId });
  const { number, hash, terms } = request.version;
  await database.prisma.contractVersion.create({
    data: { opportunityId: id, number, hash, authorId: ownerId, terms: structuredClone(terms) as object },
  });
  const stamp = { at: request.requestedAt, actor: machine };
  const people = await findPeople(database, { policy: request.policy, concerned: [ownerId] });
  let state = requested(request);
  const entries = begin(state, people, stamp).map((event) => {
    state = evolveApproval(state, event);
    return { seq: state.seq, event, notices: [] };
  });
  await writeAccount(database, { workflowId: `contract-approval:${id}:${number}`, summary: approvalSummaryOf(state), entries });
}
