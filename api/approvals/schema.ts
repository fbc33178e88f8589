import { z } from 'zod';
import { Id, Instant, pageOf, Page, Prose } from '../http/schema.ts';
import { Key } from '../opportunities/schema.ts';
import { Terms } from '../contracts/schema.ts';

/** `<opportunity>:<version>` */
export const ApprovalParams = z.strictObject({ id: z.string().regex(/^[\w-]{1,64}:[1-9]\d{0,8}$/) });

const line = {
  id: z.string(),
  opportunityId: Id,
  opportunityName: z.string(),
  customerName: z.string(),
  version: z.number().int(),
  hash: z.string(),
  amount: z.strictObject({ amount: z.string(), currency: z.string() }),
  submitterId: z.string(),
  lastEditorId: z.string(),
  ownerId: z.string(),
  status: z.string(),
  currentSteps: z.array(z.string()),
  requestedAt: Instant,
  concludedAt: Instant.nullable(),
  nextDueAt: Instant.nullable(),
  alarmed: z.boolean(),
};

export const ApprovalLine = z
  .strictObject({ ...line, waitingSinceAt: Instant, step: z.string().nullable(), onBehalfOf: z.string().nullable() })
  .meta({ id: 'ApprovalLine' });

export const ApprovalPage = pageOf(ApprovalLine);

export const ApprovalQuery = Page.extend({
  queue: z.enum(['mine', 'deputy', 'overdue', 'sent', 'decided']).default('mine'),
});

const Seat = z.strictObject({
  step: z.string(),
  userId: z.string(),
  onBehalfOf: z.string().nullable(),
  sinceAt: Instant,
  overdue: z.boolean(),
});

const Decision = z.strictObject({
  seq: z.number().int(),
  step: z.string(),
  verdict: z.string(),
  userId: z.string(),
  onBehalfOf: z.string().nullable(),
  comment: z.string(),
  at: Instant,
  hash: z.string(),
  isVoid: z.boolean(),
  fromVersion: z.number().int().nullable(),
  fromSeq: z.number().int().optional().meta({ description: "The carried-over decision's, on that version" }),
});

const StepView = z.strictObject({
  key: z.string(),
  title: z.strictObject({ en: z.string(), zh: z.string() }),
  rank: z.number(),
  passed: z.boolean(),
});

export const Approval = z
  .strictObject({
    ...line,
    terms: Terms,
    steps: z.array(StepView),
    seats: z.array(Seat),
    decisions: z.array(Decision),
    changes: z
      .array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }))
      .meta({ description: 'Field by field, against the version submitted before' }),
    askedAgain: z
      .array(z.strictObject({ step: z.string(), facts: z.array(z.string()) }))
      .meta({ description: 'Steps that test what has changed, and what' }),
    skipped: z
      .array(
        z.strictObject({
          key: z.string(),
          title: z.strictObject({ en: z.string(), zh: z.string() }),
          because: z.array(z.strictObject({ row: z.string(), failing: z.array(z.record(z.string(), z.unknown())) })),
        }),
      )
      .meta({ description: 'Steps of the policy that these terms do not need, with the conditions that do not hold' }),
    canDecide: z.boolean().meta({ description: 'The caller sits in an open step' }),
  })
  .meta({ id: 'Approval' });

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'Of the terms as they were read' });
const comment = Prose.default('');

export const VerdictBody = z.strictObject({ hash, comment }).meta({ id: 'Verdict' });
export const ReturnBody = z.strictObject({ hash, comment, toStep: Key.optional() }).meta({ id: 'Return' });
export const TransferBody = z.strictObject({ to: Id, comment }).meta({ id: 'Transfer' });
export const AddApproverBody = z
  .strictObject({ userId: Id, where: z.enum(['before', 'beside', 'after']), comment })
  .meta({ id: 'AddApprover' });
export const CommentBody = z
  .strictObject({ comment: z.string().min(1).max(4_000), mentions: z.array(Id).max(20).default([]) })
  .meta({ id: 'Comment' });
export const WithdrawBody = z.strictObject({ comment }).meta({ id: 'Withdraw' });
