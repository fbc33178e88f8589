import type { Capacity } from '../../domain/actor.ts';
import type { ApprovalEventOf } from '../../domain/approval/event.ts';
import type { Decision } from '../../domain/approval/state.ts';
import type { BareApproval } from '../../domain/approval/summary.ts';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { retestedSteps } from '../../domain/approval/carry-over.ts';
import type { SkippedStep } from '../../domain/approval/explain.ts';
import { skippedSteps } from '../../domain/approval/explain.ts';
import type { ApprovalPolicy } from '../../domain/approval/policy.ts';
import { compareTerms } from '../../domain/approval/terms.ts';
import { approvalWorkflowId } from '../../domain/ids.ts';
import type { Database } from '../../prisma/database.ts';
import type { Caller } from '../caller.ts';
import { earlierVersions } from '../contracts/earlier.ts';
import { findContract } from '../contracts/query.ts';
import { findOpportunity } from '../opportunities/query.ts';
import { documentOf } from '../../prisma/rule-documents.ts';
import type { LineRow } from './line.ts';
import { lineColumns, lineView } from './line.ts';

/** A request as the read model has it, with those who are asked now. */
type Row = LineRow & {
  readonly requestedFor: readonly string[];
  readonly policyKey: string;
  readonly policyVersion: number;
  readonly bare: BareApproval;
  readonly seats: readonly Seat[];
};

type Seat = {
  readonly step: string;
  readonly userId: string;
  readonly onBehalfOf: string | null;
  readonly sinceAt: string;
  readonly overdue: boolean;
};

/** A request, the seat the caller holds in it, and what he is to it. */
export type SeenApproval = {
  readonly row: Row;
  readonly seat: Seat | null;
  readonly capacity: Capacity;
};

/** For those who are or could be asked, or were; who decided, who asked, whom a comment mentions; and those who see the sale. */
export async function findApproval(database: Database, caller: Caller, id: string): Promise<SeenApproval | null> {
  const { rows } = await database.pool.query<Row>({ ...byId, values: [id] });
  const row = rows[0];
  if (row === undefined) return null;
  const seat =
    row.seats.find(({ userId }) => userId === caller.userId) ?? row.seats.find(({ onBehalfOf }) => onBehalfOf === caller.userId);
  const capacity = seat === undefined ? await capacityIn(database, caller, row) : 'approver';
  return capacity === null ? null : { row, seat: seat ?? null, capacity };
}

const seatColumns = `'step', s.step, 'userId', s.user_id, 'onBehalfOf', s.on_behalf_of, 'sinceAt', iso_instant(s.since_at), 'overdue', s.overdue`;

const byId = {
  name: 'approval-with-seats',
  text: `SELECT ${lineColumns}, a.requested_for AS "requestedFor", a.policy_key AS "policyKey", a.policy_version AS "policyVersion", a.bare,
    coalesce((SELECT jsonb_agg(jsonb_build_object(${seatColumns}) ORDER BY s.step, s.slot, s.user_id)
      FROM approval_seat s WHERE s.approval_id = a.id), '[]') AS seats
    FROM approval a WHERE a.id = $1`,
};

async function capacityIn(database: Database, caller: Caller, row: Row): Promise<Capacity | null> {
  if ([row.submitterId, row.lastEditorId, ...row.requestedFor, row.ownerId].includes(caller.userId)) return 'owner';
  const { steps, decisions } = row.bare;
  if ([...steps.flatMap(({ asked }) => asked), ...decisions.map(({ userId }) => userId)].includes(caller.userId))
    return 'approver';
  if ((await isInNamedGroup(database, caller, row)) || (await isMentioned(database, caller, row))) return 'approver';
  return (await findOpportunity(database, caller, row.opportunityId))?.standing.capacity ?? null;
}

/** Who is away while others of his group are asked may still decide first. */
async function isInNamedGroup({ prisma }: Database, { userId, roles }: Caller, { currentSteps, bare }: Row): Promise<boolean> {
  const open = bare.steps.filter(({ key }) => currentSteps.includes(key));
  const refs = open.flatMap(({ rule }) => rule.approvers);
  if (refs.some((ref) => 'role' in ref && roles.includes(ref.role))) return true;
  const groups = refs.flatMap((ref) => ('group' in ref ? [ref.group] : []));
  return groups.length > 0 && (await prisma.approverGroupMember.count({ where: { userId, groupKey: { in: groups } } })) > 0;
}

async function isMentioned({ prisma }: Database, { userId }: Caller, { opportunityId, version }: Row): Promise<boolean> {
  const workflowId = approvalWorkflowId(opportunityId, version);
  const mentions = { path: ['mentions'], array_contains: [userId] };
  return (await prisma.event.count({ where: { workflowId, type: 'commented', body: mentions } })) > 0;
}

/** The request with its terms, its steps, what was decided, and what changed since the version submitted before. */
export async function wholeView(database: Database, { row, seat }: SeenApproval) {
  const { bare } = row;
  const { terms } = await findContract(database, row.opportunityId, row.version);
  const now = terms as unknown as ContractTerms;
  const policy = await policyOf(database, row);
  return {
    ...lineView(row),
    requestedFor: [...row.requestedFor],
    terms: now,
    steps: bare.steps.map(({ key, rank, rule, passed }) => ({ key, rank, passed, title: rule.title })),
    seats: row.seats,
    decisions: bare.decisions.map(decisionView),
    comments: await commentsOn(database, row),
    ...(await sinceBefore(database, row, { policy, now })),
    skipped: skippedSteps(policy, now).map(skippedView),
    canDecide: seat !== null,
  };
}

async function commentsOn({ prisma }: Database, { opportunityId, version }: Row) {
  const workflowId = approvalWorkflowId(opportunityId, version);
  const events = await prisma.event.findMany({ where: { workflowId, type: 'commented' }, orderBy: { seq: 'asc' } });
  return events.map(({ seq, body }) => {
    const { actor, at, comment, mentions } = body as unknown as ApprovalEventOf<'commented'>;
    return { seq, userId: actor.userId, at, comment, mentions: [...mentions] };
  });
}

function policyOf(database: Database, { policyKey: key, policyVersion: version }: Row): Promise<ApprovalPolicy> {
  return documentOf(database, 'approval_policy', { key, version });
}

function skippedView({ step: { key, title }, because }: SkippedStep) {
  return { key, title, because: because.map(({ row, failing }) => ({ row, failing: [...failing] })) };
}

/** What changed since the version submitted before, and which steps are asked again because of what changed since they approved. */
async function sinceBefore(
  database: Database,
  { opportunityId, version }: Row,
  { policy, now }: { readonly policy: ApprovalPolicy; readonly now: ContractTerms },
) {
  const earlier = await earlierVersions(database, opportunityId, version);
  const [before] = earlier;
  const changes = before === undefined ? [] : compareTerms(before.version.terms, now);
  return { changes, askedAgain: retestedSteps(policy, earlier, now) };
}

function decisionView({ slot: _slot, origin: _origin, ...decision }: Decision) {
  return decision;
}
