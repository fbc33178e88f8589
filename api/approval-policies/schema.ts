import { z } from 'zod';
import { NewContract } from '../contracts/schema.ts';
import { Id, Instant } from '../http/schema.ts';
import { KeyParams } from '../rulebooks/schema.ts';
import { mostShown } from './trial.ts';

const Text = z.strictObject({ en: z.string(), zh: z.string() });
const Condition = z.record(z.string(), z.unknown());
const PassedOver = z.strictObject({ userId: z.string(), reason: z.string() });
const Seat = z.strictObject({ userId: z.string(), name: z.string().nullable(), onBehalfOf: z.string().nullable() });

export const PolicyRef = z.strictObject({ key: z.string(), version: z.number().int() });

export const ExplainBody = z
  .strictObject({
    terms: NewContract.shape.terms.omit({ documents: true }),
    ownerId: Id.optional().meta({ description: 'Whose reporting line is meant; the caller, unless given' }),
    submitterId: Id.optional().meta({ description: 'The owner, unless given' }),
    policy: KeyParams.extend({ version: z.number().int().min(1) })
      .optional()
      .meta({ description: 'A draft too; the newest published, unless given' }),
  })
  .meta({ id: 'ExplainRequest' });

export const Explanation = z
  .strictObject({
    policy: PolicyRef,
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    isForeseen: z.boolean().meta({ description: 'False when no row matches: then every step is needed' }),
    rows: z.array(
      z.strictObject({
        key: z.string(),
        title: Text,
        matches: z.boolean(),
        conditions: z.array(
          z.strictObject({ condition: Condition, value: z.union([z.string(), z.number()]), holds: z.boolean() }),
        ),
      }),
    ),
    steps: z.array(
      z.strictObject({
        key: z.string(),
        title: Text,
        rank: z.number(),
        mode: z.record(z.string(), z.unknown()),
        because: z.array(z.string()).meta({ description: 'Rows that bring it in' }),
        seats: z.array(Seat),
        passedOver: z.array(PassedOver),
        isStuck: z.boolean(),
      }),
    ),
    skipped: z.array(
      z.strictObject({
        key: z.string(),
        title: Text,
        because: z.array(z.strictObject({ row: z.string(), failing: z.array(Condition) })),
      }),
    ),
  })
  .meta({ id: 'ApprovalExplanation' });

const Course = z.strictObject({
  steps: z.array(z.string()),
  people: z.array(z.string()),
  stuck: z.array(z.string()),
  waitMs: z.number().nullable(),
});
const Pair = z.strictObject({ old: z.number(), draft: z.number() });
const Difference = z.strictObject({ userId: z.string(), name: z.string().nullable(), old: z.number(), draft: z.number() });

export const Trial = z
  .strictObject({
    old: PolicyRef,
    draft: PolicyRef,
    tried: z.number().int().meta({ description: 'All contract versions that were ever submitted' }),
    changed: z.number().int().meta({ description: 'Those in which other steps or other people would have decided' }),
    steps: Pair,
    more: z.array(Difference).meta({ description: 'Who would have been asked in more versions' }),
    less: z.array(Difference),
    meanWaitMs: z.strictObject({ old: z.number().nullable(), draft: z.number().nullable() }).meta({
      description:
        'Working milliseconds per version by `history`, steps side by side as long as the longest; a step without history as long as the median of the others; null without any history',
    }),
    history: z
      .array(z.strictObject({ step: z.string(), passed: z.number().int(), medianMs: z.number() }))
      .meta({ description: 'Working milliseconds from asking the first in a step until it was passed, by the newest requests' }),
    versions: z
      .array(z.strictObject({ id: z.string(), requestedAt: Instant, old: Course, draft: Course }))
      .meta({ description: `Those that change, newest first, at most ${mostShown}` }),
  })
  .meta({ id: 'ApprovalPolicyTrial' });
