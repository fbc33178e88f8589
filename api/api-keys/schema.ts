import { z } from 'zod';
import { scopes } from '../caller.ts';
import { Id, Instant, Line } from '../http/schema.ts';

export const ApiKeyBody = z
  .strictObject({
    name: Line,
    scopes: z.array(z.enum(scopes)).min(1),
    /** In whose name it acts: oneself, or anybody for an administrator. */
    userId: Id.optional(),
    expiresAt: Instant.optional(),
  })
  .meta({ id: 'ApiKeyNew' });

export const ApiKey = z
  .strictObject({
    id: Id,
    name: z.string(),
    userId: Id,
    scopes: z.array(z.enum(scopes)),
    createdBy: Id,
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    expiresAt: Instant.nullable(),
  })
  .meta({ id: 'ApiKey' });

/** The key itself is shown this once. */
export const NewApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'ApiKeyShownOnce' });
