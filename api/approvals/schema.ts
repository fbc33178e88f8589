import { z } from 'zod';
import { currencyPattern } from '../../domain/money.ts';
import { Id, Instant, pageOf, Page, Prose } from '../http/schema.ts';
import { Key } from '../opportunities/schema.ts';
import { Terms } from '../contracts/schema.ts';
import { boxes, sorts } from './queue-boxes.ts';
import { mostCounted } from './queue-counts.ts';

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
  .strictObject({
    ...line,
    waitingSinceAt: Instant.meta({
      description: 'When it became the turn of the caller; of what was sent or decided, when it was submitted',
    }),
    decidedAt: Instant.nullable().meta({ description: 'In `decided`: when the caller last decided or returned it' }),
    step: z.string().nullable(),
    onBehalfOf: z.string().nullable(),
    groupKey: z.string().nullable().meta({ description: 'The group of the caller that it waits for, while nobody has taken it' }),
  })
  .meta({ id: 'ApprovalLine' });

export const ApprovalPage = pageOf(ApprovalLine);

export const ApprovalQuery = Page.extend({
  queue: z.enum(boxes).default('mine').meta({
    description:
      '`mine`: all that waits for me, whichever way it came; of it `groups`: for a group of mine, and not taken by anybody, `deputy`: on behalf of somebody, `overdue`: gone up to a superior. `sent`: submitted by me. `decided`: approved, rejected or returned by me',
  }),
  sort: z.enum(sorts).optional().meta({
    description:
      'By waiting time or amount, `-` for the longest or largest first; in `decided`, by the time since I decided. Amounts compare within a currency: lines are sorted by its code first, which takes part in the direction. Unless given: longest waiting first; of what was sent or decided, latest first',
  }),
  currency: z.string().regex(currencyPattern).optional(),
});

const Count = z
  .strictObject({ count: z.number().int(), more: z.boolean().meta({ description: `There are more than ${mostCounted}` }) })
  .meta({ id: 'Count' });

export const ApprovalCounts = z
  .strictObject({ mine: Count, groups: Count, deputy: Count, overdue: Count, sent: Count, decided: Count })
  .meta({ id: 'ApprovalCounts' });

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

const CommentView = z.strictObject({
  seq: z.number().int(),
  userId: z.string(),
  at: Instant,
  comment: z.string(),
  mentions: z.array(z.string()),
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
    requestedFor: z.array(z.string()).meta({ description: 'Whom submitter and last editor stood in for' }),
    terms: Terms,
    steps: z.array(StepView),
    seats: z.array(Seat),
    decisions: z.array(Decision),
    comments: z.array(CommentView),
    changes: z
      .array(z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }))
      .meta({ description: 'Field by field, against the version submitted before' }),
    askedAgain: z
      .array(z.strictObject({ step: z.string(), facts: z.array(z.string()) }))
      .meta({ description: 'Steps that test what has changed since they approved, and what' }),
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
