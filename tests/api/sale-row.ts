import { decide } from '../../domain/opportunity/decide.ts';
import { noticesOf } from '../../domain/opportunity/notice.ts';
import { evolve } from '../../domain/opportunity/evolve.ts';
import { summaryOf } from '../../domain/opportunity/summary.ts';
import { unopened } from '../../domain/opportunity/state.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { isRefusal } from '../../domain/refusal.ts';
import type { Database } from '../../prisma/database.ts';
import { writeAccount } from '../../prisma/write-account.ts';
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
