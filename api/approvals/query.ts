import type { Capacity } from '../../domain/actor.ts';
import type { Decision } from '../../domain/approval/state.ts';
import type { BareApproval } from '../../domain/approval/summary.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { retestedSteps } from '../../domain/approval/carry-over.ts';
import type { SkippedStep } from '../../domain/approval/explain.ts';
import { skippedSteps } from '../../domain/approval/explain.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { compareTerms } from '../../domain/approval/terms.ts';
import type { Database } from '../../prisma/database.ts';
import type { Approval as Row, ApprovalSeat } from '../../prisma/generated/client.ts';
import type { Caller } from '../caller.ts';
import { findContract } from '../contracts/query.ts';
import { findOpportunity } from '../opportunities/query.ts';
import { documentOf } from '../rules.ts';

/** A request, the seat the caller holds in it, and what he is to it. */
export type SeenApproval = {
  readonly row: Row & { readonly seats: readonly ApprovalSeat[] };
  readonly seat: ApprovalSeat | null;
  readonly capacity: Capacity;
};

/** For those asked, now or before, those who have decided, those who asked, and those who see the sale. */
export async function findApproval(database: Database, caller: Caller, id: string): Promise<SeenApproval | null> {
  const row = await database.prisma.approval.findUnique({ where: { id }, include: { seats: true } });
  if (row === null) return null;
  const seat =
    row.seats.find(({ userId }) => userId === caller.userId) ?? row.seats.find(({ onBehalfOf }) => onBehalfOf === caller.userId);
  const capacity = seat === undefined ? await capacityIn(database, caller, row) : 'approver';
  return capacity === null ? null : { row, seat: seat ?? null, capacity };
}

async function capacityIn(database: Database, caller: Caller, row: Row): Promise<Capacity | null> {
  if ([row.submitterId, row.lastEditorId, row.ownerId].includes(caller.userId)) return 'owner';
  if ((row.bare as unknown as BareApproval).steps.some(({ asked }) => asked.includes(caller.userId))) return 'approver';
  const decided = await database.prisma.approvalDecision.count({ where: { approvalId: row.id, userId: caller.userId } });
  if (decided > 0) return 'approver';
  return (await findOpportunity(database, caller, row.opportunityId))?.standing.capacity ?? null;
}

export function lineView({ amount, currency, requestedAt, concludedAt, nextDueAt, ...row }: Row) {
  const { id, opportunityId, opportunityName, customerName, version, hash, submitterId, lastEditorId, ownerId, status } = row;
  return {
    ...{ id, opportunityId, opportunityName, customerName, version, hash, submitterId, lastEditorId, ownerId, status },
    ...{ currentSteps: row.currentSteps, alarmed: row.alarmed },
    amount: { amount: amount.toFixed(), currency },
    requestedAt: requestedAt.toISOString(),
    concludedAt: concludedAt?.toISOString() ?? null,
    nextDueAt: nextDueAt?.toISOString() ?? null,
  };
}

/** The request with its terms, its steps, what was decided, and what changed since the version submitted before. */
export async function wholeView(database: Database, { row, seat }: SeenApproval) {
  const bare = row.bare as unknown as BareApproval;
  const { terms } = await findContract(database, row.opportunityId, row.version);
  const now = terms as unknown as ContractTerms;
  const policy = await policyOf(database, row);
  return {
    ...lineView(row),
    terms: now,
    steps: bare.steps.map(({ key, rank, rule, passed }) => ({ key, rank, passed, title: rule.title })),
    seats: row.seats.map(seatView),
    decisions: bare.decisions.map(decisionView),
    ...(await sinceBefore(database, row, { policy, now })),
    skipped: skippedSteps(policy, now).map(skippedView),
    canDecide: seat !== null,
  };
}

function policyOf(database: Database, { policyKey: key, policyVersion: version }: Row): Promise<ApprovalPolicy> {
  return documentOf(database, 'approval_policy', { key, version }) as Promise<ApprovalPolicy>;
}

function skippedView({ step: { key, title }, because }: SkippedStep) {
  return { key, title, because: because.map(({ row, failing }) => ({ row, failing: [...failing] })) };
}

/** What changed since the version submitted before, and which steps are asked again because of it. */
async function sinceBefore(
  database: Database,
  { opportunityId, version }: Row,
  { policy, now }: { readonly policy: ApprovalPolicy; readonly now: ContractTerms },
) {
  const before = await database.prisma.approval.findFirst({
    where: { opportunityId, version: { lt: version } },
    orderBy: { version: 'desc' },
    select: { version: true },
  });
  if (before === null) return { changes: [], askedAgain: [] };
  const { terms } = await findContract(database, opportunityId, before.version);
  const earlier = terms as unknown as ContractTerms;
  return { changes: compareTerms(earlier, now), askedAgain: retestedSteps(policy, earlier, now) };
}

function seatView({ step, userId, onBehalfOf, sinceAt, overdue }: ApprovalSeat) {
  return { step, userId, onBehalfOf, sinceAt: sinceAt.toISOString(), overdue };
}

function decisionView({ slot: _slot, origin: _origin, ...decision }: Decision) {
  return decision;
}
