import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { machine } from '../domain/actor.ts';
import { nextDeadline, passDeadline } from '../domain/approval/deadline.ts';
import { begin, decide, rejection } from '../domain/approval/decide.ts';
import type { ApprovalEvent } from '../domain/approval/event.ts';
import { evolve } from '../domain/approval/evolve.ts';
import { noticesOf } from '../domain/approval/notice.ts';
import type { Approval } from '../domain/approval/state.ts';
import { hasConcluded, requested } from '../domain/approval/state.ts';
import type { ApprovalAccount, ApprovalSummary } from '../domain/approval/summary.ts';
import { summaryOf } from '../domain/approval/summary.ts';
import { opportunityWorkflowId } from '../domain/ids.ts';
import type { CommandOf } from '../domain/opportunity/command.ts';
import { tellAccount } from './account-query.ts';
import { openAlarm } from './alarm.ts';
import { earlier, now } from './clock.ts';
import type { ApprovalStart } from './contract.ts';
import { approvalDoors, opportunityDoors } from './contract.ts';
import { openDesk } from './desk.ts';
import { openDoors } from './door.ts';
import type { Carried, Ledger } from './ledger.ts';
import { cleanBooks, openLedger } from './ledger.ts';
import { openTerm, renewal } from './renewal.ts';
import { signalIfThere } from './signal-if-there.ts';
import { write } from './writing.ts';

type ApprovalLedger = Ledger<Approval, ApprovalEvent, ApprovalSummary>;

/**
 * The approval of one contract version: asks people, keeps their decisions, tells the sale what came of it. It returns what the sender of
 * its last command was answered, in case that sender is gone before he has written it.
 */
export async function contractApproval(start: ApprovalStart): Promise<ApprovalAccount | null> {
  const ledger: ApprovalLedger = openLedger(workflowInfo().workflowId, booksOf(start), { evolve, noticesOf, summaryOf });
  if ('request' in start) ledger.enter(begin(ledger.state(), start.people, { at: now(), actor: machine }), false);
  const alarm = openAlarm();
  const term = openTerm(start.renewAfterEvents);
  const isOver = () => hasConcluded(ledger.state()) || term.isOver();
  const wakeAt = () => earlier(nextDeadline(ledger.state())?.dueAt ?? null, term.endsAt);

  const desk = openDesk(ledger, { decide, rejection, keepsRefusals: () => true, entered: () => undefined });
  openDoors(Object.values(approvalDoors), desk);
  tellAccount(ledger);

  while (!isOver()) {
    alarm.setFor(wakeAt());
    await condition(() => alarm.rang() || ledger.owes() || isOver() || alarm.ringsAfter(wakeAt()));
    passDeadlines(ledger);
    if (ledger.owes() && !isOver()) await write(ledger);
  }
  await condition(allHandlersFinished);
  if (hasConcluded(ledger.state())) return await farewell(ledger);
  return await continueAsNew<typeof contractApproval>({ ...renewal(start), carried: ledger.carried() });
}

/** A signal that comes while the sale is told is refused, and that too is written before the end. */
async function farewell(ledger: ApprovalLedger): Promise<ApprovalAccount | null> {
  if (ledger.owes()) await write(ledger);
  await report(ledger.state());
  while (ledger.owes()) await write(ledger);
  return ledger.hasUnseen() ? ledger.account() : null;
}

function booksOf(start: ApprovalStart): Carried<Approval, ApprovalEvent> {
  return 'carried' in start ? start.carried : cleanBooks(requested(start.request));
}

function passDeadlines(ledger: ApprovalLedger): void {
  for (let due = nextDeadline(ledger.state()); due !== null && due.dueAt <= now(); due = nextDeadline(ledger.state())) {
    ledger.enter(passDeadline(ledger.state(), due), false);
  }
}

async function report({ request, result, lastAt }: Approval): Promise<void> {
  if (result === null) return;
  const { opportunityId, version } = request;
  const commandId = `${workflowInfo().workflowId}:concluded`;
  const command: CommandOf<'conclude-approval'> = {
    ...{ type: 'conclude-approval', commandId, fingerprint: result, actor: machine, at: lastAt, result },
    version: { number: version.number, hash: version.hash },
  };
  await signalIfThere(opportunityWorkflowId(opportunityId), opportunityDoors['conclude-approval'].signal, command);
}
