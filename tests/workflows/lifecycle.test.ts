import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvalWorkflowId } from '../../domain/ids.ts';
import { approvalDoors } from '../../workflows/contract.ts';
import { anApprovalRequest, staff } from '../builders/approval-request.ts';
import { aClaim, aCommand, anOpening, aVerification } from '../builders/opportunity.ts';
import { company, employ } from '../builders/people.ts';
import { costOf } from '../harness/history.ts';
import type { Office } from '../harness/office.ts';
import { ask, askSale, eventually, openOffice, openSale, written } from '../harness/office.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
  await employ(office.database, company);
});
afterAll(() => office.close());

const now = () => new Date().toISOString();

test('a whole sale stays within its budget of history events and billable actions', async () => {
  const { id, handle } = await openSale({ office, command: anOpening({ openedAt: now() }) });
  const reach = async (checkpoint: string, verified: boolean, contract?: { readonly number: number; readonly hash: string }) => {
    await askSale(office, handle, aClaim(checkpoint, { occurredAt: now(), ...(contract === undefined ? {} : { contract }) }));
    if (verified) await askSale(office, handle, aVerification(checkpoint));
  };
  await reach('project-info-confirmed', false);
  await reach('qualification-passed', true);
  await reach('key-person-engaged', true);
  await reach('covert-supporter-secured', true);
  await reach('purchase-criteria-aligned', true);
  await reach('bid-submitted', false);
  const request = anApprovalRequest({ opportunityId: id, requestedAt: now() });
  const contract = { number: 1, hash: request.version.hash };
  await askSale(
    office,
    handle,
    aCommand<'submit-contract'>({ type: 'submit-contract', version: contract, lastEditorId: 'rep', request, people: staff }),
  );
  const approval = office.client.workflow.getHandle(approvalWorkflowId(id, 1));
  await eventually(
    () => written(office, approval.workflowId),
    (types) => types.includes('seated'),
  );
  for (const userId of ['manager', 'chief']) {
    const command = {
      type: 'approve',
      hash: contract.hash,
      comment: '',
      commandId: `approve-${userId}`,
      fingerprint: userId,
      at: now(),
    } as const;
    await ask(office, approval, { doors: approvalDoors, command: { ...command, actor: { userId, capacity: 'approver' } } });
  }
  await eventually(
    () => written(office, handle.workflowId),
    (types) => types.includes('approval-concluded'),
  );
  await reach('contract-signed', false, contract);
  await reach('acceptance-passed', true);
  await reach('project-closed', false);
  await Promise.all([handle.result(), approval.result()]);

  const cost = await costOf(handle, approval);
  expect(cost.events).toBeLessThanOrEqual(140);
  expect(cost.actions).toBeLessThanOrEqual(48);
});
