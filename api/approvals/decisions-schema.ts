import { z } from 'zod';
import { ProblemSchema } from '../http/problem-schema.ts';
import { CommandReply } from '../command/schema.ts';
import { ApprovalParams, VerdictBody } from './schema.ts';

const Target = z.strictObject({ approvalId: ApprovalParams.shape.id, verdict: z.enum(['approve', 'reject', 'return']) });

export const DecisionItem = Target.extend(VerdictBody.shape).meta({ id: 'DecisionItem' });

export const DecisionsBody = z.strictObject({ items: z.array(DecisionItem).min(1).max(50) }).meta({
  id: 'Decisions',
  description: 'Each is a command of its own under the Idempotency-Key and its request: sent again, it has the result it had',
});

export const DecisionResults = z
  .strictObject({
    items: z
      .array(
        Target.extend({
          status: z.number().int().meta({ description: 'Of the single call: 200, 202 while it is open, or of the problem' }),
          outcome: CommandReply.nullable(),
          problem: ProblemSchema.nullable(),
        }),
      )
      .meta({ description: 'In the order asked' }),
  })
  .meta({ id: 'DecisionResults' });
