import { unknownReference } from '../problem.ts';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { given } from '../http/given.ts';
import { IdParams } from '../http/schema.ts';
import type { Route } from '../route.ts';
import { claimOf } from './claim.ts';
import { commandRoute } from './command-route.ts';
import {
  AcknowledgeBody,
  BuyerStepBody,
  CheckpointParams,
  ClaimBody,
  ClockParams,
  CloseBody,
  DeliveryBody,
  ForecastBody,
  PauseBody,
  ReasonBody,
  ReassignBody,
  ResumeBody,
  ReviewBody,
  RulingBody,
  VerifyBody,
} from './command-schema.ts';
import { requireSeller } from './opening.ts';

/** One line of rules each: what may be done when, and by whom, the sale itself decides. */
export const opportunityCommandRoutes: readonly Route[] = [
  commandRoute({
    path: '/checkpoints/:checkpoint/claim',
    summary: 'Claim a checkpoint with its evidence',
    params: CheckpointParams,
    body: ClaimBody,
    content: ({ params, body, ...grant }, { database }) => claimOf(database, grant, { ...body, checkpoint: params.checkpoint }),
  }),
  commandRoute({
    path: '/checkpoints/:checkpoint/verify',
    summary: 'Accept or reject a claim, as its second person',
    params: CheckpointParams,
    body: VerifyBody,
    content: ({ params, body }) => ({ type: 'verify-checkpoint', checkpoint: params.checkpoint, ...body }),
  }),
  commandRoute({
    path: '/checkpoints/:checkpoint/waive',
    summary: 'Push the stage on without a checkpoint; recorded as debt',
    params: CheckpointParams,
    body: ReasonBody,
    content: ({ params, body }) => ({ type: 'waive-checkpoint', checkpoint: params.checkpoint, ...body }),
  }),
  commandRoute({
    path: '/checkpoints/:checkpoint/revoke',
    summary: 'Take back an accepted checkpoint; the sale stands there again',
    params: CheckpointParams,
    body: ReasonBody,
    content: ({ params, body }) => ({ type: 'revoke-checkpoint', checkpoint: params.checkpoint, ...body }),
  }),
  commandRoute({
    path: '/buyer-step',
    summary: 'Report where the customer is in its own purchase',
    params: IdParams,
    body: BuyerStepBody,
    content: ({ body }) => ({ type: 'report-buyer-step', ...body }),
  }),
  commandRoute({
    path: '/forecast',
    summary: 'Change amount or close date, with a reason',
    params: IdParams,
    body: ForecastBody,
    content: ({ body: { reason, ...change } }) => ({ type: 'update-forecast', reason, ...given(change) }),
  }),
  commandRoute({
    path: '/delivery-plan',
    summary: 'Set the date by which delivery is measured; only somebody above the owner puts it off, with a reason',
    params: IdParams,
    body: DeliveryBody,
    content: ({ body: { dueOn, ...why } }) => ({ type: 'plan-delivery', dueOn, ...given(why) }),
  }),
  commandRoute({
    path: '/pause',
    summary: 'Stop the clocks of stage and silence until a date, with a reason; who owes a verification still owes it',
    params: IdParams,
    body: PauseBody,
    content: ({ body }) => ({ type: 'pause', ...body }),
  }),
  commandRoute({
    path: '/resume',
    summary: 'Let the clocks run again',
    params: IdParams,
    body: ResumeBody,
    content: ({ body }) => ({ type: 'resume', ...body }),
  }),
  commandRoute({
    path: '/ruling',
    summary: 'Rule go, limited or no-go on a late entry or a failed qualification',
    params: IdParams,
    body: RulingBody,
    content: ({ body: { verdict, reason, ...cap } }) => ({ type: 'rule', verdict, reason, ...given(cap) }),
  }),
  commandRoute({
    path: '/reassign',
    summary: 'Give the sale to another owner',
    params: IdParams,
    body: ReassignBody,
    content: async ({ body: { reason, ...to } }, deps) => ({ type: 'reassign', ...(await newOwner(deps, to)), reason }),
  }),
  commandRoute({
    path: '/escalations/:clock/acknowledge',
    summary: 'Answer an escalation with a plan',
    params: ClockParams,
    body: AcknowledgeBody,
    content: ({ params, body: { plan, ...snooze } }) => {
      return { type: 'acknowledge-escalation', clock: params.clock, plan, ...given(snooze) };
    },
  }),
  commandRoute({
    path: '/close',
    summary: 'End the sale as lost, withdrawn, abandoned or cancelled',
    params: IdParams,
    body: CloseBody,
    content: ({ body }) => ({ type: 'close', ...body }),
  }),
  commandRoute({
    path: '/loss-review',
    summary: 'Answer where we lost it',
    params: IdParams,
    body: ReviewBody,
    content: ({ body }) => ({ type: 'review-loss', ...body }),
  }),
];

type NewOwner = { readonly ownerId: string; readonly teamId: string };

/** Somebody who sells, and his own team unless another is named. */
async function newOwner(
  { database: { prisma } }: Deps,
  { ownerId, teamId }: Pick<z.output<typeof ReassignBody>, 'ownerId' | 'teamId'>,
): Promise<NewOwner> {
  const owner = await prisma.user.findFirst({ where: { id: ownerId, active: true }, select: { teamId: true, roles: true } });
  if (owner === null) throw unknownReference('/ownerId');
  requireSeller(owner);
  const team = await prisma.team.findUnique({ where: { id: teamId ?? owner.teamId ?? '' }, select: { id: true } });
  if (team === null) throw unknownReference('/teamId');
  return { ownerId, teamId: team.id };
}
