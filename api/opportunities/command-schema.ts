import { z } from 'zod';
import type { Evidence } from '../../domain/evidence-field.ts';
import type { Reassign, ReviewLoss } from '../../domain/opportunity/command.ts';
import { Day, Id, IdParams, Instant, Line, Money, Prose, Reason } from '../http/schema.ts';
import { Key } from './schema.ts';

export const CheckpointParams = IdParams.extend({ checkpoint: Key });
export const ClockParams = IdParams.extend({ clock: Key });

export const VersionRef = z.strictObject({
  number: z.number().int().min(1).max(999_999_999),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

const claim = {
  occurredAt: Instant.meta({ description: 'When it happened, not when it was typed' }),
  note: Prose.default(''),
  documents: z.array(Id).max(50).default([]).meta({ description: 'Ids of documents uploaded before' }),
  buyer: z.strictObject({ contactId: Id, confirmedOn: Day }).optional(),
  evidence: z.record(z.string(), z.unknown()).default({}).meta({
    description:
      "The checkpoint's fields: `Evidence.…` has those of the default playbook, `/playbooks/{key}/versions/{version}/evidence` those of any, the sale's `next` those of now",
  }) satisfies z.ZodType<Evidence>,
  contract: VersionRef.optional().meta({ description: 'The version that was signed, for the signature alone' }),
};

export const ClaimBody = z.strictObject(claim).meta({ id: 'Claim' });
export const SignalBody = z.strictObject({ checkpoint: Key, ...claim }).meta({ id: 'CheckpointReached' });

export const VerifyBody = z
  .strictObject({ verdict: z.enum(['accept', 'reject']), comment: Prose.default('') })
  .meta({ id: 'Verification' });
export const ReasonBody = z.strictObject({ reason: Reason }).meta({ id: 'WithReason' });
export const ResumeBody = z.strictObject({ reason: Prose.default('') }).meta({ id: 'Resume' });
export const BuyerStepBody = z.strictObject({ buyerStep: Key }).meta({ id: 'BuyerStep' });

export const ForecastBody = z
  .strictObject({ amount: Money.optional(), closeOn: Day.optional(), reason: Reason })
  .meta({ id: 'Forecast' });

export const DeliveryBody = z
  .strictObject({ dueOn: Day, reason: Reason.optional().meta({ description: 'Required to put it off' }) })
  .meta({ id: 'DeliveryPlan' });
export const PauseBody = z.strictObject({ until: Instant, reason: Reason }).meta({ id: 'Pause' });

export const RulingBody = z
  .strictObject({
    verdict: z.enum(['go', 'limited', 'no-go']),
    reason: Reason,
    capWorkingDays: z.number().positive().max(1_000).optional().meta({ description: 'What a limited pursuit may still cost' }),
  })
  .meta({ id: 'Ruling' });

export const ReassignBody = z
  .strictObject({ ownerId: Id, teamId: Id.optional(), reason: Reason })
  .meta({ id: 'Reassignment' }) satisfies z.ZodType<Partial<Pick<Reassign, 'ownerId' | 'reason'>>>;

export const AcknowledgeBody = z.strictObject({ plan: Reason, snoozeUntil: Instant.optional() }).meta({ id: 'Acknowledgement' });

export const CloseBody = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('lost'),
      winner: Line.nullable().default(null),
      priceGap: Money.nullable().default(null),
      lostAtBuyerStep: Key.nullable().default(null),
      decisiveCriterion: Line.nullable().default(null),
      reason: Reason,
    }),
    z.strictObject({ outcome: z.enum(['withdrawn', 'abandoned', 'cancelled']), reason: Reason }),
  ])
  .meta({ id: 'Closing' });

export const ReviewBody = z
  .strictObject({ lostAtBuyerStep: Key, rootCause: Reason, firstSign: Reason, lessons: Reason })
  .meta({ id: 'LossReview' }) satisfies z.ZodType<Omit<ReviewLoss, 'type'>>;
