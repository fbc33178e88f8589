import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secondsPlaybook } from '../builders/seconds-playbook.ts';
import { company, employ } from '../builders/people.ts';
import type { CommandOf } from '../../domain/opportunity/command.ts';
import { aClaim, aCommand, anOpening, aVerification, manager } from '../builders/opportunity.ts';
import { aPlaybook } from '../builders/playbook.ts';
import type { Office } from '../harness/office.ts';
import { askSale, eventually, openOffice, openSale, sealed, tell, written } from '../harness/office.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
  await employ(office.database, company);
});
afterAll(() => office.close());

const opening = () => anOpening({ openedAt: '2026-03-09T01:00:00.000Z' });

describe('a sale', () => {
  test('answers its sender with all that happened, and remembers nothing that was seen', async () => {
    const { handle } = await openSale({ office, command: opening() });
    const answer = await askSale(office, handle, aClaim('project-info-confirmed'));

    expect(answer.account.entries.map(({ seq }) => seq)).toEqual([3, 4]);
    expect(await written(office, handle.workflowId)).toEqual([
      'opened',
      'stage-entered',
      'checkpoint-claimed',
      'checkpoint-accepted',
    ]);
  });

  test('refuses by update without a trace in its history', async () => {
    const { handle } = await openSale({ office, command: opening() });
    const before = (await handle.fetchHistory()).events?.length;

    await expect(askSale(office, handle, aClaim('bid-submitted'))).rejects.toMatchObject({
      cause: { type: 'not-in-this-stage' },
    });
    expect((await handle.fetchHistory()).events?.length).toBe(before);
  });

  test('keeps a refused signal as a rejected command, and goes on', async () => {
    const { handle } = await openSale({ office, command: opening() });
    await tell(handle, aClaim('bid-submitted'));

    await eventually(
      () => written(office, handle.workflowId),
      (types) => types.includes('command-rejected'),
    );
    await expect(askSale(office, handle, aClaim('project-info-confirmed'))).resolves.toBeDefined();
  });

  test('lives on when signals are no commands at all, and keeps those that say who sent them', async () => {
    const { handle } = await openSale({ office, command: opening() });
    await handle.signal('checkpointReached', null);
    await handle.signal('paused', { reason: 5 });
    const { reason: _reason, ...unreasoned } = aCommand<'waive-checkpoint'>(
      { type: 'waive-checkpoint', checkpoint: 'qualification-passed', reason: 'x' },
      { actor: manager },
    ) as CommandOf<'waive-checkpoint'>;
    await handle.signal('checkpointWaived', { ...unreasoned, at: 'some day' });

    await eventually(
      () => written(office, handle.workflowId),
      (types) => types.filter((type) => type === 'command-rejected').length === 1,
    );
    await expect(askSale(office, handle, aClaim('project-info-confirmed'))).resolves.toBeDefined();
  });

  test('keeps another command under a used id as refused', async () => {
    const { handle } = await openSale({ office, command: opening() });
    const first = aClaim('project-info-confirmed');
    await askSale(office, handle, first);
    await tell(handle, { ...aClaim('qualification-passed'), commandId: first.commandId });

    await eventually(
      () => written(office, handle.workflowId),
      (types) => types.includes('command-rejected'),
    );
    await expect(askSale(office, handle, first)).resolves.toMatchObject({ outcome: { seq: 4 } });
  });

  test('obeys a signal and writes it by itself', async () => {
    const { handle } = await openSale({ office, command: opening() });
    await tell(handle, aClaim('project-info-confirmed'));

    await eventually(
      () => written(office, handle.workflowId),
      (types) => types.includes('checkpoint-accepted'),
    );
  });

  test('gives the same outcome to the same command, also through the other door', async () => {
    const { handle } = await openSale({ office, command: opening() });
    const claim = aClaim('project-info-confirmed');
    const first = await askSale(office, handle, claim);
    await tell(handle, claim);
    const again = await askSale(office, handle, claim);

    expect(again.outcome).toEqual(first.outcome);
    expect(await sealed(office, handle.workflowId)).toBe(4);
  });

  test('fills in what a sender left out who crashed before writing', async () => {
    const { handle } = await openSale({ office, command: opening() });
    const lost = { ...aClaim('project-info-confirmed'), at: new Date().toISOString(), seen: 2 };
    await handle.executeUpdate('claimCheckpoint', { args: [lost], updateId: lost.commandId });
    expect(await sealed(office, handle.workflowId)).toBe(2);

    await askSale(office, handle, aClaim('qualification-passed'));
    expect(await sealed(office, handle.workflowId)).toBe(5);
  });
});

describe('a stalled stage', () => {
  test('is escalated to rep, manager, director and leadership in turn, each heard in the inbox', async () => {
    const { handle } = await openSale({ office, command: opening(), playbook: secondsPlaybook(aPlaybook(), 0.1) });
    const levels = await eventually(
      () => toldOf(handle.workflowId),
      (told) => told.includes('chief') && told.includes('director'),
      30_000,
    );

    expect(levels.slice(0, 3)).toEqual(['rep', 'manager', 'director']);
    const { rows } = await office.database.pool.query(
      "SELECT DISTINCT recipient_id FROM inbox WHERE workflow_id = $1 AND kind = 'escalated'",
      [handle.workflowId],
    );
    expect(rows.length).toBeGreaterThanOrEqual(4);
    await handle.terminate();
  }, 60_000);
});

test('a sale renews itself ten times under fire from both doors, and nothing is lost or answered twice', async () => {
  const { handle } = await openSale({ office, command: opening(), renewAfterEvents: 25 });
  const runs = new Set<string>();
  const sent: string[] = [];
  for (let number = 0; runs.size <= 10; number += 4) {
    const batch = [0, 1, 2, 3].map((offset) => aForecast(number + offset));
    sent.push(...batch.map(({ commandId }) => commandId));
    await Promise.all(
      batch.map((command, place) => (place % 2 === 0 ? askSale(office, handle, command) : tell(handle, command))),
    );
    runs.add((await handle.describe()).runId);
  }
  const ids = await eventually(
    () => commandsOf(handle.workflowId),
    (found) => found.length >= sent.length,
  );

  expect(ids.toSorted()).toEqual(sent.toSorted());
  await expect(askSale(office, handle, aVerification('qualification-passed'))).rejects.toMatchObject({
    cause: { type: 'not-claimed' },
  });
  await handle.terminate();
}, 90_000);

test('operators can search and read a sale in Temporal’s own pages', async () => {
  const { handle } = await openSale({ office, command: opening() });
  await askSale(office, handle, aClaim('project-info-confirmed'));
  await askSale(office, handle, aClaim('qualification-passed'));
  await askSale(office, handle, aVerification('qualification-passed', {}));

  const { searchAttributes } = await handle.describe();
  expect(searchAttributes).toMatchObject({ OppStage: ['entry'], OppOwner: ['rep'], OppState: ['open'] });
});

async function toldOf(workflowId: string): Promise<readonly string[]> {
  const { rows } = await office.database.pool.query<{ told: readonly { readonly userId: string }[] }>(
    "SELECT body->'told' AS told FROM event WHERE workflow_id = $1 AND type = 'escalated' AND body->>'clock' = 'stage' ORDER BY seq",
    [workflowId],
  );
  return rows.flatMap(({ told }) => told.map(({ userId }) => userId));
}

async function commandsOf(workflowId: string): Promise<readonly string[]> {
  const { rows } = await office.database.pool.query<{ id: string }>(
    "SELECT command_id AS id FROM event WHERE workflow_id = $1 AND type = 'forecast-updated'",
    [workflowId],
  );
  return rows.map(({ id }) => id);
}

function aForecast(number: number) {
  return aCommand<'update-forecast'>({ type: 'update-forecast', closeOn: day(number), reason: `change ${number}` });
}

function day(number: number): string {
  return new Date(Date.UTC(2027, 0, 1 + number)).toISOString().slice(0, 10);
}
