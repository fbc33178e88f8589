import { z } from 'zod';
import { certificateFormat } from '../../domain/approval/certificate.ts';
import { Instant } from '../http/schema.ts';
import type { SignedCertificate } from './signing.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.number().int();

const Mode = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('any') }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('each-group') }),
  z.strictObject({ kind: z.literal('quorum'), count: Count }),
  z.strictObject({ kind: z.literal('veto'), by: z.string() }),
]);

const Head = z.strictObject({
  opportunityId: z.string(),
  opportunityName: z.string(),
  customerName: z.string(),
  version: Count,
  termsHash: z.string(),
  policy: z.strictObject({ key: z.string(), version: Count, hash: Hash }),
  submitterId: z.string(),
  lastEditorId: z.string(),
  requestedFor: z.array(z.string()).meta({ description: 'Whom these two stood in for' }),
  ownerId: z.string(),
  requestedAt: Instant,
  steps: z.array(z.strictObject({ key: z.string(), rank: z.number(), mode: Mode, isPassed: z.boolean() })),
  result: z.enum(['approved', 'rejected', 'returned', 'withdrawn', 'superseded']),
  concludedAt: Instant,
});

const Entry = z.strictObject({
  seq: Count,
  step: z.string(),
  slot: z.string(),
  userId: z.string(),
  onBehalfOf: z.string().nullable(),
  origin: z.enum(['policy', 'transferred', 'added', 'escalated', 'carried-over']),
  verdict: z.enum(['approve', 'reject']),
  at: Instant,
  isVoid: z.boolean(),
  termsHash: z.string(),
  commentHash: Hash.meta({ description: "Of the comment's canonical JSON" }),
  carriedFrom: z.strictObject({ version: Count, seq: Count.nullable() }).nullable(),
  previousHash: Hash.meta({ description: "The entry's before, or `headHash`" }),
  hash: Hash,
});

export const ApprovalCertificate = z
  .strictObject({
    format: z.literal(certificateFormat),
    head: Head,
    headHash: Hash,
    entries: z.array(Entry),
    hash: Hash,
    signature: z.strictObject({ algorithm: z.literal('Ed25519'), keyId: z.string(), value: z.string() }),
  })
  .meta({ id: 'ApprovalCertificate' }) satisfies z.ZodType<SignedCertificate>;
