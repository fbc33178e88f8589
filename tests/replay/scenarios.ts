import { timingOf } from '../../domain/playbook-timing.ts';
import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import type { Actor, Stamp } from '../../domain/actor.ts';
import type { ApprovalCommand } from '../../domain/approval/command.ts';
import { secondsPlaybook } from '../builders/seconds-playbook.ts';
import { approvalWorkflowId } from '../../domain/ids.ts';
import type { OpportunityCommand } from '../../domain/opportunity/command.ts';
import { approvalDoors } from '../../workflows/contract.ts';
import { anApprovalRequest, staff } from '../builders/approval-request.ts';
import { aClaim, aCommand, anOpening, aVerification, machine, manager } from '../builders/opportunity.ts';
import { aPlaybook, beforeNegotiation } from '../builders/playbook.ts';
import type { Office } from '../harness/office.ts';
import { ask, askSale, eventually, openSale, tell, written } from '../harness/office.ts';

/** A life played on a real server, whose histories are kept. */
export type Scenario = (office: Office) => Promise<readonly WorkflowHandle[]>;
type Send = (command: OpportunityCommand) => Promise<unknown>;

export const scenarios: { readonly [name: string]: Scenario } = {
  'every-command-by-update': (office) =>
    everyCommand(office, (sale) => (command) => askSale(office, sale, command).catch(unlessRefused)),
  'every-command-by-signal': (office) => everyCommand(office, (sale) => bySignal(office, sale)),
  'contract-approved': (office) => anApproval(office, [by('manager', 'approve'), by('chief', 'approve')]),
  'contract-rejected': (office) => anApproval(office, [by('manager', 'reject')]),
  'contract-returned': (office) => anApproval(office, [by('manager', 'return')]),
  'contract-withdrawn': (office) => anApproval(office, [{ ...stamp('rep'), type: 'withdraw', comment: '' }]),
  'contract-superseded': superseded,
  'contract-dropped': dropped,
  'approval-by-every-verb': (office) => anApproval(office, everyVerb()),
  'approval-by-every-door': everyDoor,
  'approval-by-signal': (office) => anApproval(office, [by('manager', 'approve'), by('chief', 'approve')], 'signal'),
  'approval-reminded-and-escalated': escalatedApproval,
  'sale-escalated': escalatedSale,
  'sale-lost': lost,
  'sale-renewed': renewed,
};

const now = () => new Date().toISOString();
const untilDone = 20_000;

/** A refused update leaves no trace in history. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof WorkflowUpdateFailedError)) throw error;
}

async function everyCommand(office: Office, sender: (sale: WorkflowHandle) => Send): Promise<readonly WorkflowHandle[]> {
  const { handle } = await openSale({ office, command: anOpening({ openedAt: now() }) });
  const send = sender(handle);
  for (const command of life()) await send({ ...command, at: now() });
  await handle.result();
  return [handle];
}

/** Each command at least once; the last one ends the sale. */
function life(): readonly OpportunityCommand[] {
  const claim = (checkpoint: string) => aClaim(checkpoint, { occurredAt: now() });
  return [
    anOpening({ openedAt: now() }),
    claim('project-info-confirmed'),
    claim('qualification-passed'),
    aVerification('qualification-passed', { verdict: 'reject', comment: 'No proof.' }),
    aCommand<'waive-checkpoint'>(
      { type: 'waive-checkpoint', checkpoint: 'qualification-passed', reason: 'Known.' },
      { actor: manager },
    ),
    aCommand<'revoke-checkpoint'>(
      { type: 'revoke-checkpoint', checkpoint: 'qualification-passed', reason: 'Not known.' },
      { actor: manager },
    ),
    claim('qualification-passed'),
    aVerification('qualification-passed'),
    aCommand<'report-buyer-step'>({ type: 'report-buyer-step', buyerStep: aPlaybook().buyerSteps[1]?.key ?? '' }),
    aCommand<'update-forecast'>({ type: 'update-forecast', closeOn: '2027-06-30', reason: 'The permit is late.' }),
    aCommand<'plan-delivery'>({ type: 'plan-delivery', dueOn: '2027-12-31' }),
    aCommand<'record-contact'>({ type: 'record-contact', contactedAt: now() }),
    aCommand<'pause'>({ type: 'pause', until: '2027-03-01T00:00:00.000Z', reason: 'Permit.' }, { actor: manager }),
    aCommand<'resume'>({ type: 'resume', reason: 'Permit came.' }, { actor: manager }),
    aCommand<'rule'>({ type: 'rule', verdict: 'go', reason: 'Nothing to rule on.' }, { actor: manager }),
    aCommand<'acknowledge-escalation'>({ type: 'acknowledge-escalation', clock: 'stage', plan: 'None.' }, { actor: manager }),
    aCommand<'conclude-approval'>(
      { type: 'conclude-approval', version: { number: 1, hash: '' }, result: 'approved' },
      { actor: machine },
    ),
    aCommand<'submit-contract'>({
      type: 'submit-contract',
      version: { number: 1, hash: '' },
      lastEditorId: 'rep',
      request: anApprovalRequest(),
      people: staff,
    }),
    aCommand<'reassign'>({ type: 'reassign', ownerId: 'rep', teamId: 'team-2', reason: 'New team.' }, { actor: manager }),
    aCommand<'change-timing'>({ type: 'change-timing', timing: timingOf(aPlaybook({ version: 2 })) }, { actor: machine }),
    aCommand<'review-loss'>({ type: 'review-loss', lostAtBuyerStep: '', rootCause: '', firstSign: '', lessons: '' }),
    aCommand<'close'>({ type: 'close', outcome: 'cancelled', reason: 'The hotel is not built.' }),
  ];
}

function bySignal(office: Office, sale: WorkflowHandle): Send {
  let known = 2;
  return async (command) => {
    await tell(sale, command);
    const types = await eventually(
      () => written(office, sale.workflowId),
      (found) => found.length > known || command.type === 'conclude-approval' || command.type === 'record-contact',
      untilDone,
    );
    known = types.length;
  };
}

async function anApproval(office: Office, verbs: readonly ApprovalCommand[], door: 'update' | 'signal' = 'update') {
  const { sale, approval, hash } = await submitted(office);
  for (const verb of verbs)
    await send(office, approval, { door, command: { ...verb, ...('hash' in verb ? { hash } : {}), at: now() } });
  await approval.result();
  await eventually(
    () => written(office, sale.workflowId),
    (types) => types.includes('approval-concluded'),
    untilDone,
  );
  return ended(office, sale, approval);
}

/** Refusals go into history only by signal; by update they leave no trace, and the story goes on. */
async function send(
  office: Office,
  approval: WorkflowHandle,
  { door, command }: { readonly door: 'update' | 'signal'; readonly command: ApprovalCommand },
) {
  if (door === 'update') return ask(office, approval, { doors: approvalDoors, command }).catch(unlessRefused);
  const before = (await written(office, approval.workflowId)).length;
  await approval.signal(approvalDoors[command.type].signal, command);
  return eventually(
    () => written(office, approval.workflowId),
    (types) => types.length > before,
    untilDone,
  );
}

async function submitted(office: Office, policy = defaultPolicy) {
  const { id, handle: sale } = await openSale({ office, command: anOpening({ openedAt: now() }) });
  for (const checkpoint of beforeNegotiation) {
    await askSale(office, sale, aClaim(checkpoint, { occurredAt: now() }));
    await askSale(office, sale, aVerification(checkpoint)).catch(unlessRefused);
  }
  const { hash } = await submit(office, sale, { id, number: 1, policy });
  return { id, sale, hash, approval: await seatedApproval(office, id, 1) };
}

async function submit(
  office: Office,
  sale: WorkflowHandle,
  { id, number, policy }: { readonly id: string; readonly number: number; readonly policy: typeof defaultPolicy },
) {
  const request = anApprovalRequest({ opportunityId: id, requestedAt: now(), policy, number });
  const version = { number, hash: request.version.hash };
  await askSale(
    office,
    sale,
    aCommand<'submit-contract'>({ type: 'submit-contract', version, lastEditorId: 'rep', request, people: staff }),
  );
  return version;
}

async function seatedApproval(office: Office, id: string, number: number): Promise<WorkflowHandle> {
  const workflowId = approvalWorkflowId(id, number);
  await eventually(
    () => written(office, workflowId),
    (types) => types.includes('seated'),
    untilDone,
  );
  return office.client.workflow.getHandle(workflowId);
}

async function superseded(office: Office) {
  const { id, sale, approval } = await submitted(office);
  await submit(office, sale, { id, number: 2, policy: defaultPolicy });
  await approval.result();
  const second = await seatedApproval(office, id, 2);
  return [...(await ended(office, sale, approval)), second];
}

/** The sale is lost while its contract waits for approval. */
async function dropped(office: Office) {
  const { sale, approval } = await submitted(office);
  await lose(office, sale);
  await approval.result();
  await eventually(
    () => written(office, sale.workflowId),
    (types) => types.includes('approval-concluded'),
    untilDone,
  );
  await review(office, sale);
  return [sale, approval];
}

/** What the other stories say by one door alone, said by the other; of two versions, as the machine ends each. */
async function everyDoor(office: Office) {
  const policy = { ...defaultPolicy, steps: defaultPolicy.steps.map(forManagers) };
  const { id, sale, approval } = await submitted(office, policy);
  for (const command of bySignalAlone()) await send(office, approval, { door: 'signal', command });
  await send(office, approval, { door: 'update', command: { ...stamp('director'), type: 'claim' } });
  await send(office, approval, { door: 'update', command: { ...machineStamp(), type: 'supersede' } });
  await approval.result();
  await submit(office, sale, { id, number: 2, policy });
  const second = await seatedApproval(office, id, 2);
  await send(office, second, { door: 'update', command: { ...machineStamp(), type: 'parent-closed' } });
  await second.result();
  return ended(office, sale, approval, second);
}

/** All of them are asked, and one can take it. */
function forManagers(step: (typeof defaultPolicy.steps)[number]) {
  return step.key === 'manager' ? { ...step, approvers: [{ role: 'manager' as const }] } : step;
}

async function escalatedApproval(office: Office) {
  const impatient = defaultPolicy.steps.map((step) => ({
    ...step,
    remindAfter: { seconds: 0.3 },
    escalateAfter: { seconds: 0.6 },
  }));
  const { sale, approval, hash } = await submitted(office, { ...defaultPolicy, steps: impatient });
  await eventually(
    () => written(office, approval.workflowId),
    (types) => types.includes('escalated'),
    untilDone,
  );
  await send(office, approval, { door: 'update', command: { ...stamp('manager'), type: 'reject', hash, comment: 'Too late.' } });
  await approval.result();
  return ended(office, sale, approval);
}

async function escalatedSale(office: Office) {
  const { handle } = await openSale({
    office,
    command: anOpening({ openedAt: now() }),
    playbook: secondsPlaybook(aPlaybook(), 0.1),
  });
  await eventually(
    () => written(office, handle.workflowId),
    (types) => types.filter((type) => type === 'escalated').length > 4,
    untilDone,
  );
  const plan = { type: 'acknowledge-escalation', clock: 'stage', plan: 'Visit on Friday.' } as const;
  await askSale(office, handle, aCommand<'acknowledge-escalation'>(plan, { actor: manager }));
  return ended(office, handle);
}

async function lost(office: Office) {
  const { handle } = await openSale({ office, command: anOpening({ openedAt: now(), stage: 'tender' }) });
  await askSale(
    office,
    handle,
    aCommand<'rule'>({ type: 'rule', verdict: 'limited', capWorkingDays: 5, reason: 'Late.' }, { actor: manager }),
  );
  await lose(office, handle);
  await review(office, handle);
  return [handle];
}

async function lose(office: Office, sale: WorkflowHandle): Promise<void> {
  const loss = { winner: 'Rival & Co', priceGap: null, lostAtBuyerStep: null, decisiveCriterion: 'Price' };
  await askSale(office, sale, aCommand<'close'>({ type: 'close', outcome: 'lost', reason: 'Tender lost.', ...loss }));
}

/** The answer that ends a lost sale. */
async function review(office: Office, sale: WorkflowHandle): Promise<void> {
  const lostAtBuyerStep = aPlaybook().buyerSteps[2]?.key ?? '';
  const answer = { type: 'review-loss', lostAtBuyerStep, rootCause: 'r', firstSign: 'f', lessons: 'l' } as const;
  await askSale(office, sale, aCommand<'review-loss'>(answer));
  await sale.result();
}

async function renewed(office: Office) {
  const { id, handle } = await openSale({ office, command: anOpening({ openedAt: now() }), renewAfterEvents: 30 });
  const { runId } = await handle.describe();
  const first = office.client.workflow.getHandle(handle.workflowId, runId);
  for (let number = 0; (await handle.describe()).runId === runId; number += 1) {
    await askSale(
      office,
      handle,
      aCommand<'update-forecast'>({ type: 'update-forecast', closeOn: `2027-01-${String(10 + (number % 20))}`, reason: id }),
    );
  }
  await askSale(office, handle, aClaim('project-info-confirmed', { occurredAt: now() }));
  return [first, ...(await ended(office, handle))];
}

/** Cancelled by its customer, so that it ends; all it said is in its history. */
async function ended(
  office: Office,
  sale: WorkflowHandle,
  ...others: readonly WorkflowHandle[]
): Promise<readonly WorkflowHandle[]> {
  await askSale(office, sale, aCommand<'close'>({ type: 'close', outcome: 'cancelled', reason: 'End of the story.' }));
  await sale.result();
  return [sale, ...others];
}

function everyVerb(): readonly ApprovalCommand[] {
  const colleague = { id: 'director', superiorId: 'chief', active: true, roles: ['manager'], groups: [], absences: [] };
  return [
    { ...stamp('rep'), type: 'nudge' },
    { ...stamp('manager'), type: 'comment', comment: 'Why so late?', mentions: ['rep'] },
    { ...stamp('manager'), type: 'transfer', to: colleague, comment: 'Yours.' },
    { ...stamp('director'), type: 'hand-back' },
    { ...stamp('manager'), type: 'add-approver', person: colleague, where: 'beside', comment: '' },
    { ...machineStamp(), type: 'change-people', people: staff },
    by('director', 'approve'),
    by('manager', 'approve'),
    { ...stamp('chief'), type: 'return', hash: '', comment: 'Once more.', toStep: 'manager' },
    by('manager', 'approve'),
    by('director', 'approve'),
    by('chief', 'approve'),
  ];
}

/** Some are refused, which by signal is history too. */
function bySignalAlone(): readonly ApprovalCommand[] {
  const outsider = { id: 'expert', superiorId: 'chief', active: true, roles: ['rep'], groups: [], absences: [] };
  return [
    { ...stamp('rep'), type: 'nudge' },
    { ...stamp('manager'), type: 'comment', comment: 'Why so late?', mentions: ['rep'] },
    { ...stamp('manager'), type: 'claim' },
    { ...stamp('manager'), type: 'hand-back' },
    { ...stamp('manager'), type: 'add-approver', person: outsider, where: 'beside', comment: '' },
    { ...stamp('chief'), type: 'transfer', to: outsider, comment: 'Yours.' },
    { ...machineStamp(), type: 'change-people', people: staff },
    { ...stamp('manager'), type: 'withdraw', comment: '' },
    by('chief', 'return'),
    by('chief', 'reject'),
  ];
}

function by(userId: string, type: 'approve' | 'reject' | 'return'): ApprovalCommand {
  return { ...stamp(userId), type, hash: '', comment: 'As agreed.' };
}

let stamps = 0;

function stamp(userId: string): Stamp {
  stamps += 1;
  const actor: Actor = { userId, capacity: 'approver' };
  return { commandId: `story-${stamps}`, fingerprint: `story-${stamps}`, actor, at: now() };
}

function machineStamp(): Stamp {
  return { ...stamp('system'), actor: machine };
}
