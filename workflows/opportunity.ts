import { allHandlersFinished, condition, continueAsNew, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { OpportunityCommand } from '../domain/opportunity/command.ts';
import { decide, rejection } from '../domain/opportunity/decide.ts';
import { nextDeadline, nextDueAt } from '../domain/opportunity/deadline.ts';
import { passDeadline, toldBefore } from '../domain/opportunity/escalate.ts';
import type { OpportunityEvent } from '../domain/opportunity/event.ts';
import { evolve } from '../domain/opportunity/evolve.ts';
import { noticesOf } from '../domain/opportunity/notice.ts';
import type { Opportunity } from '../domain/opportunity/state.ts';
import { hasEnded, unopened } from '../domain/opportunity/state.ts';
import type { OpportunityAccount, OpportunitySummary } from '../domain/opportunity/summary.ts';
import { summaryOf } from '../domain/opportunity/summary.ts';
import { tellAccount } from './account-query.ts';
import { openAlarm } from './alarm.ts';
import { startApproval, tellApproval } from './approval-call.ts';
import type { OpportunityStart, WorkflowActivities } from './contract.ts';
import { opportunityDoors } from './contract.ts';
import { earlier, now } from './clock.ts';
import { openDesk } from './desk.ts';
import { openDoors } from './door.ts';
import type { Carried, Ledger } from './ledger.ts';
import { cleanBooks, openLedger } from './ledger.ts';
import { openTerm, renewal } from './renewal.ts';
import type { Visibility } from './visibility.ts';
import { openVisibility } from './visibility.ts';
import { write } from './writing.ts';

type OpportunityLedger = Ledger<Opportunity, OpportunityEvent, OpportunitySummary>;

/** Something to be done outside, in the order in which it was caused. */
type Effect = () => Promise<void>;

const { findRecipients } = proxyActivities<WorkflowActivities>({ startToCloseTimeout: '10 seconds' });

/**
 * One sale, from first information to close-out: obeys commands, watches deadlines, sees to it that all is written. It returns what the
 * sender of its last command was answered, in case that sender is gone before he has written it.
 */
export async function opportunity(start: OpportunityStart): Promise<OpportunityAccount | null> {
  const ledger: OpportunityLedger = openLedger(workflowInfo().workflowId, booksOf(start), { evolve, noticesOf, summaryOf });
  const effects: Effect[] = [];
  const alarm = openAlarm();
  const term = openTerm(start.renewAfterEvents);
  const visibility = openVisibility();
  const isOpened = () => ledger.state().facts !== null;
  const isOver = () => hasEnded(ledger.state()) || term.isOver();
  const wakeAt = () => earlier(nextDueAt(ledger.state()), term.endsAt);
  const isStale = () => isOpened() && visibility.isStale(ledger.state());

  const desk = openDesk(ledger, {
    decide,
    rejection,
    keepsRefusals: (state) => state.facts !== null,
    entered: (events, command, before) => effects.push(...effectsOf(events, command, before)),
  });
  openDoors(Object.values(opportunityDoors), desk);
  tellAccount(ledger);

  while (!isOver()) {
    alarm.setFor(wakeAt());
    if (isStale()) visibility.show(ledger.state());
    await condition(
      () => alarm.rang() || ledger.owes() || effects.length > 0 || isOver() || isStale() || alarm.ringsAfter(wakeAt()),
    );
    await passDeadlines(ledger);
    await flush(ledger, effects);
  }
  await condition(allHandlersFinished);
  if (hasEnded(ledger.state())) return await farewell(ledger, effects, visibility);
  if (!isOpened()) return null; // its opening was refused, and nobody came back to it
  while (effects.length > 0) await flush(ledger, effects);
  return await continueAsNew<typeof opportunity>({ ...renewal(start), carried: ledger.carried() });
}

/** A signal that comes while the last of it is written is refused, and that too is written before the end. */
async function farewell(
  ledger: OpportunityLedger,
  effects: Effect[],
  visibility: Visibility,
): Promise<OpportunityAccount | null> {
  visibility.show(ledger.state());
  if (ledger.state().approval?.open === true) effects.push(() => tellApproval(ledger.state(), 'parent-closed'));
  do await flush(ledger, effects);
  while (ledger.owes());
  return ledger.hasUnseen() ? ledger.account() : null;
}

function booksOf(start: OpportunityStart): Carried<Opportunity, OpportunityEvent> {
  return 'carried' in start ? start.carried : cleanBooks(unopened(start.id, start.playbook, start.calendar));
}

/**
 * A submitted contract takes the place of the one under approval, and begins an approval of its own. Of a sale that is closed nothing need
 * be approved any more.
 */
function effectsOf(events: readonly OpportunityEvent[], command: OpportunityCommand, before: Opportunity): readonly Effect[] {
  const closes = events.some(({ type }) => type === 'closed') && before.approval?.open === true;
  if (closes && patched('2026-11-closing-ends-approval')) return [() => tellApproval(before, 'parent-closed')];
  if (command.type !== 'submit-contract' || !events.some(({ type }) => type === 'contract-submitted')) return [];
  return [() => tellApproval(before, 'supersede'), () => startApproval(command)];
}

async function passDeadlines(ledger: OpportunityLedger): Promise<void> {
  for (;;) {
    const due = nextDeadline(ledger.state());
    const { facts } = ledger.state();
    if (due === null || facts === null || due.dueAt > now()) return;
    const alreadyTold = due.type === 'rung' ? toldBefore(ledger.state(), due) : [];
    const told =
      due.type === 'rung' ? await findRecipients({ ownerId: facts.ownerId, tell: due.tell, at: now(), alreadyTold }) : [];
    ledger.enter(passDeadline(ledger.state(), due, { told, at: now() }), false);
  }
}

/** Writes only when somebody else does not: a sender of a command writes what he was answered. */
async function flush(ledger: OpportunityLedger, effects: Effect[]): Promise<void> {
  for (let effect = effects.shift(); effect !== undefined; effect = effects.shift()) await effect();
  if (ledger.owes()) await write(ledger);
}
