import { z } from 'zod';
import { Id, Instant } from '../http/schema.ts';
import { importPrefix } from '../imports/asks.ts';
import { Condition, Key } from '../opportunities/schema.ts';

/** What a command came to; with 202 only that it is on its way. */
export const CommandDone = z
  .strictObject({
    commandId: z.string(),
    seq: z.number().int().meta({ description: 'The sequence of its last event' }),
    opportunity: z.strictObject({
      id: Id,
      seq: z.number().int(),
      stage: Key.nullable(),
      state: Condition,
      won: z.boolean(),
      stageDueAt: Instant.nullable(),
      nextDueAt: Instant.nullable(),
      odds: z.number().int(),
      escalationLevel: z.number().int(),
      pendingVerifications: z.number().int(),
    }),
  })
  .meta({ id: 'CommandDone' });

export const CommandOpen = z.strictObject({ commandId: z.string(), state: z.literal('open') }).meta({ id: 'CommandOpen' });

/** The same for a request that waits for its approvers. */
export const ApprovalCommandDone = z
  .strictObject({
    commandId: z.string(),
    seq: z.number().int(),
    approval: z.strictObject({
      id: z.string(),
      seq: z.number().int(),
      status: z.string(),
      currentSteps: z.array(z.string()),
      nextDueAt: Instant.nullable(),
    }),
  })
  .meta({ id: 'ApprovalCommandDone' });

export const CommandReply = z.union([CommandDone, ApprovalCommandDone, CommandOpen]);

export const CommandHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .refine((key) => !key.startsWith(importPrefix), { params: { code: 'malformed', says: 'kept-for-imports' } })
    .meta({
      description: 'Your own name for this command; send the same one when you repeat it',
      example: '6f1f0f0e-8f1b-4a51-9d0d-3d1f8a2f6a55',
    }),
});
