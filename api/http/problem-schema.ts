import { z } from 'zod';

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    instance: z.string(),
    code: z.string(),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string(), in: z.string().optional() }))
      .optional(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
