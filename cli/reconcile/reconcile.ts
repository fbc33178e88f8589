import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../prisma/database.ts';
import { rewriteAccount } from '../../prisma/write-account.ts';
import { approvalWorkflow, opportunityWorkflow } from '../../workflows/contract.ts';
import type { Finding, Sources } from './inspect.ts';
import { inspect } from './inspect.ts';

export type Reconciling = Sources & {
  readonly repair: boolean;
  /** Told of each process, in whose books something is wrong, and of each command without outcome. */
  readonly onFinding: (name: string, faults: readonly string[], isRepaired: boolean) => void;
  /** Sends commands without outcome again; given only to repair. */
  readonly resend?: () => Promise<void>;
};

export type Reconciliation = { readonly processes: number; readonly findings: number; readonly repaired: number };

/** Whoever answers a command writes a moment later: what differs must differ twice. */
const settlingMs = 1_000;
const inHand = 4;

/** Compares every process with the read model, the event table and the commands, and puts right what differs. */
export async function reconcile(reconciling: Reconciling): Promise<Reconciliation> {
  const commands = await reconcileCommands(reconciling);
  const ids = await everyProcess(reconciling);
  const queue = [...ids];
  const repaired: boolean[] = [];
  await Promise.all(
    Array.from({ length: inHand }, async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) repaired.push(...(await reconcileOne(reconciling, id)));
    }),
  );
  const all = [...commands, ...repaired];
  return { processes: ids.length, findings: all.length, repaired: all.filter(Boolean).length };
}

/** Empty when nothing is wrong; else whether it was put right. */
async function reconcileOne(reconciling: Reconciling, workflowId: string): Promise<readonly boolean[]> {
  const finding = await confirmed(reconciling, workflowId);
  if (finding === null) return [];
  const isRepaired = reconciling.repair && (await isPutRight(reconciling, finding));
  reconciling.onFinding(workflowId, finding.faults, isRepaired);
  return [isRepaired];
}

async function confirmed(sources: Sources, workflowId: string): Promise<Finding | null> {
  if ((await inspect(sources, workflowId)) === null) return null;
  await sleep(settlingMs);
  return inspect(sources, workflowId);
}

async function isPutRight(sources: Sources, { workflowId, account }: Finding): Promise<boolean> {
  if (account === null) return false;
  await rewriteAccount(sources.database, account);
  return (await inspect(sources, workflowId)) === null;
}

/** What Temporal runs or remembers, and what the read model holds beside that. */
async function everyProcess({ client, database }: Sources): Promise<readonly string[]> {
  const ids = new Set<string>();
  const query = `WorkflowType IN ('${opportunityWorkflow}', '${approvalWorkflow}') AND ExecutionStatus != 'ContinuedAsNew'`;
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId);
  for (const id of await openRows(database)) ids.add(id);
  return [...ids].toSorted();
}

/** Of what has ended Temporal keeps nothing beyond its retention: a row alone is no fault. */
async function openRows({ pool }: Database): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT 'opportunity:' || id AS id FROM opportunity WHERE ended_at IS NULL
     UNION ALL SELECT 'contract-approval:' || id FROM approval WHERE concluded_at IS NULL`,
  );
  return rows.map(({ id }) => id);
}

/** Longer without outcome than any sender or sweeper takes. */
const openCommands = `SELECT id, type, workflow_id AS "workflowId" FROM command
  WHERE state = 'open' AND created_at < now() - interval '20 seconds' ORDER BY created_at, id`;

type OpenCommand = { readonly id: string; readonly type: string; readonly workflowId: string };

async function reconcileCommands({ database, repair, resend, onFinding }: Reconciling): Promise<readonly boolean[]> {
  const { rows } = await database.pool.query<OpenCommand>(openCommands);
  if (rows.length > 0 && repair) await resend?.();
  const { rows: still } = await database.pool.query<OpenCommand>(openCommands);
  return rows.map(({ id, type, workflowId }) => {
    const isFinished = !still.some((one) => one.id === id);
    onFinding(`command ${id}`, [`${type} to ${workflowId} has no outcome`], isFinished);
    return isFinished;
  });
}
