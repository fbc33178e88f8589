import { z } from 'zod';
import { Id, Instant } from '../http/schema.ts';

export const KeyParams = z.strictObject({ key: Id });
export const VersionParams = KeyParams.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });

export const Document = z.record(z.string(), z.unknown());
export const DocumentBody = z.strictObject({ document: Document }).meta({ id: 'DocumentDraft' });

export const VersionLine = z
  .strictObject({
    key: Id,
    version: z.number().int(),
    status: z.enum(['draft', 'published']),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
    publishedBy: z.string().nullable(),
    publishedAt: Instant.nullable(),
  })
  .meta({ id: 'VersionLine' });

export const Version = VersionLine.extend({ document: Document }).meta({ id: 'Version' });

export const Check = z
  .strictObject({
    publishable: z.boolean(),
    problems: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'Check' });
