import { Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor, Stamp } from '../../domain/actor.ts';
import type { ApprovalCommand } from '../../domain/approval/command.ts';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { approvalWorkflowId } from '../../domain/ids.ts';
import { approvalDoors } from '../../workflows/contract.ts';
import { anApprovalRequest, staff } from '../builders/approval-request.ts';
import { aClaim, aCommand, anOpening, aVerification } from '../builders/opportunity.ts';
import { company, employ } from '../builders/people.ts';
import type { Office } from '../harness/office.ts';
import { ask, askSale, eventually, openOffice, openSale, written } from '../harness/office.ts';
import { beforeNegotiation } from '../builders/playbook.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
  await employ(office.database, company);
});
afterAll(() => office.close());

const now = () => new Date().toISOString();
let numbers = 0;

type Verb = ApprovalCommand extends infer Command ? (Command extends Stamp ? Omit<Command, keyof Stamp> : never) : never;

function by(userId: string, verb: Verb): ApprovalCommand {
  numbers += 1;
  const actor: Actor = { userId, capacity: 'approver' };
  return { commandId: `verb-${numbers}`, fingerprint: JSON.stringify(verb), actor, at: now(), ...verb };
}

/** A sale in negotiation with its contract version submitted. */
async function aSubmission(changes: { readonly terms?: ContractTerms; readonly policy?: ApprovalPolicy } = {}) {
  const { id, handle: sale } = await openSale({ office, command: anOpening({ openedAt: now() }) });
  await reachNegotiation(sale);
  const submit = (number: number) => submission(id, number, changes);
  const command = submit(1);
  await askSale(office, sale, command);
  const workflowId = approvalWorkflowId(id, 1);
  await eventually(
    () => written(office, workflowId),
    (types) => types.includes('seated'),
  );
  const approval = office.client.workflow.getHandle(workflowId);
  const send = (verb: ApprovalCommand) => ask(office, approval, { doors: approvalDoors, command: verb });
  return { id, sale, approval, send, submit, hash: command.version.hash, workflowId };
}

function submission(id: string, number: number, changes: { readonly terms?: ContractTerms; readonly policy?: ApprovalPolicy }) {
  const request = anApprovalRequest({ ...changes, opportunityId: id, requestedAt: now(), number });
  const version = { number, hash: request.version.hash };
  return {
    ...aCommand<'submit-contract'>({ type: 'submit-contract', version, lastEditorId: 'rep', request, people: staff }),
    version,
  };
}

async function reachNegotiation(sale: Awaited<ReturnType<typeof openSale>>['handle']): Promise<void> {
  const occurredAt = () => ({ occurredAt: now() });
  for (const checkpoint of beforeNegotiation) {
    const { account } = await askSale(office, sale, aClaim(checkpoint, occurredAt()));
    const isPending = !account.entries.some(({ event }) => (event as { readonly type: string }).type === 'checkpoint-accepted');
    if (isPending) await askSale(office, sale, aVerification(checkpoint));
  }
}

const typesOf = (workflowId: string) => written(office, workflowId);

describe('a contract', () => {
  test('goes from step to step, is approved, and accepts the checkpoint of its sale', async () => {
    const { sale, send, hash, workflowId, approval } = await aSubmission();
    await send(by('manager', { type: 'approve', hash, comment: '' }));
    await send(by('chief', { type: 'approve', hash, comment: '' }));

    await approval.result();
    await eventually(
      () => typesOf(sale.workflowId),
      (types) => types.includes('approval-concluded'),
    );
    expect((await typesOf(workflowId)).filter((type) => type === 'decided' || type === 'concluded')).toEqual([
      'decided',
      'decided',
      'concluded',
    ]);
    await askSale(office, sale, aClaim('contract-signed', { occurredAt: now(), contract: { number: 1, hash } }));
    expect(await typesOf(sale.workflowId)).toContain('won');
  });

  test('is never approved by its submitter, nor by somebody who saw other terms, nor out of turn', async () => {
    const { send, hash } = await aSubmission();

    await expect(send(by('rep', { type: 'approve', hash, comment: '' }))).rejects.toMatchObject({
      cause: { type: 'own-request' },
    });
    await expect(send(by('manager', { type: 'approve', hash: 'other', comment: '' }))).rejects.toMatchObject({
      cause: { type: 'stale-terms' },
    });
    await expect(send(by('chief', { type: 'approve', hash, comment: '' }))).rejects.toMatchObject({
      cause: { type: 'not-asked' },
    });
  });

  test.for([
    { verb: 'reject', result: 'rejected' },
    { verb: 'return', result: 'returned' },
  ] as const)('that is met with $verb goes back to negotiation as $result', async ({ verb, result }) => {
    const { sale, send, hash, approval } = await aSubmission();
    await send(by('manager', { type: verb, hash, comment: 'The margin is too thin.' }));

    await approval.result();
    await eventually(
      () => resultOf(sale.workflowId),
      (found) => found === result,
    );
  });

  test('can be withdrawn by its submitter', async () => {
    const { sale, send, approval } = await aSubmission();
    await send(by('rep', { type: 'withdraw', comment: '' }));

    await approval.result();
    await eventually(
      () => resultOf(sale.workflowId),
      (found) => found === 'withdrawn',
    );
  });

  test('in a newer version takes the place of the older one', async () => {
    const { id, sale, submit, approval } = await aSubmission();
    await askSale(office, sale, submit(2));

    await approval.result();
    await eventually(
      () => typesOf(approvalWorkflowId(id, 2)),
      (types) => types.includes('seated'),
    );
    expect(await typesOf(approvalWorkflowId(id, 1))).toContain('concluded');
    await office.client.workflow.getHandle(approvalWorkflowId(id, 2)).terminate();
  });

  test('that waits is brought to mind, and then brought before the superior; the late one may still decide', async () => {
    const impatient = {
      ...defaultPolicy,
      steps: defaultPolicy.steps.map((step) => ({ ...step, remindAfter: { seconds: 0.5 }, escalateAfter: { seconds: 1 } })),
    };
    const { send, hash, workflowId } = await aSubmission({ policy: impatient });
    await eventually(
      () => typesOf(workflowId),
      (types) => types.filter((type) => type === 'seated').length >= 2,
    );

    const types = await typesOf(workflowId);
    expect(types.indexOf('reminded')).toBeLessThan(types.indexOf('escalated'));
    await expect(send(by('manager', { type: 'approve', hash, comment: '' }))).resolves.toBeDefined();
    await office.client.workflow.getHandle(workflowId).terminate();
  });
});

test('an approval whose sale is gone comes to its end all the same, without a word in the log', async () => {
  const warned = vi.spyOn(Runtime.instance().logger, 'warn');
  const { sale, send, hash, approval, workflowId } = await aSubmission();
  await sale.terminate();
  await send(by('manager', { type: 'reject', hash, comment: 'Too cheap.' }));

  await approval.result();
  expect((await typesOf(workflowId)).at(-1)).toBe('concluded');
  expect(warned).not.toHaveBeenCalled();
});

async function resultOf(workflowId: string): Promise<string | undefined> {
  const { rows } = await office.database.pool.query<{ result: string }>(
    "SELECT body->>'result' AS result FROM event WHERE workflow_id = $1 AND type = 'approval-concluded'",
    [workflowId],
  );
  return rows[0]?.result;
}

test('a sale that is closed as lost needs no approval any more, though its review is still owed', async () => {
  const { sale, workflowId } = await aSubmission();
  const close = aCommand<'close'>({
    ...{ type: 'close', outcome: 'lost', reason: 'The rival was cheaper.', winner: 'Rival', priceGap: null },
    ...{ lostAtBuyerStep: 'commit', decisiveCriterion: 'Price' },
  });
  await askSale(office, sale, close);

  await eventually(
    () => typesOf(workflowId),
    (types) => types.at(-1) === 'concluded',
  );
  await eventually(
    () => written(office, sale.workflowId),
    (types) => types.includes('approval-concluded'),
  );
  expect(await written(office, sale.workflowId)).not.toContain('ended');
});
