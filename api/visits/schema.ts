import { z } from 'zod';
import { Id, Instant, Prose } from '../http/schema.ts';

const kind = z.enum(['visit', 'call', 'message']);

export const VisitBody = z
  .strictObject({
    kind: kind.default('visit'),
    contactedAt: Instant,
    note: Prose.default(''),
    contactIds: z.array(Id).max(50).default([]),
  })
  .meta({ id: 'VisitNew' });

export const Visit = z
  .strictObject({
    id: Id,
    userId: z.string(),
    kind,
    contactedAt: Instant,
    note: z.string(),
    contactIds: z.array(Id),
    createdAt: Instant,
  })
  .meta({ id: 'Visit' });
