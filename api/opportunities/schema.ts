import { z } from 'zod';
import { conditions } from '../../domain/opportunity/summary.ts';
import { Day, Flag, Id, Instant, Line, Money, Page, pageOf } from '../http/schema.ts';

export const Key = z.string().min(1).max(100);
export const Condition = z.enum(conditions);
const PlaybookRef = z.strictObject({ key: z.string(), version: z.number().int() });

/** A sale as a list shows it. */
export const OpportunityLine = z
  .strictObject({
    id: Id,
    seq: z.number().int(),
    name: z.string(),
    customerId: Id,
    customerName: z.string().nullable(),
    ownerId: Id,
    ownerName: z.string().nullable(),
    teamId: Id,
    teamName: z.string().nullable(),
    amount: z.strictObject({ amount: z.string(), currency: z.string() }).nullable(),
    closeOn: Day.nullable(),
    stage: Key.nullable(),
    stageEnteredAt: Instant,
    buyerStep: Key.nullable(),
    state: Condition,
    won: z.boolean(),
    openedAt: Instant,
    endedAt: Instant.nullable(),
    /** When the present stage's allowance is used up; null while its clock stands. */
    stageDueAt: Instant.nullable(),
    nextDueAt: Instant.nullable(),
    overdue: z.boolean(),
    escalationLevel: z.number().int(),
    odds: z.number().int(),
    debts: z.number().int(),
    pendingVerifications: z.number().int(),
    playbook: PlaybookRef.extend({
      timingVersion: z.number().int().meta({ description: 'Whose allowances and ladders are in force' }),
    }),
    calendarKey: z.string(),
    calendarVersion: z.number().int(),
    updatedAt: Instant,
  })
  .meta({ id: 'OpportunityLine' });

const CheckpointView = z.strictObject({
  key: Key,
  standing: z.enum(['open', 'accepted', 'waived', 'carried-over']),
  claim: z.strictObject({ by: z.string(), onBehalfOf: z.string().optional(), at: Instant, occurredAt: Instant }).nullable(),
  debt: z.enum(['waiver', 'late-entry', 'qualification']).nullable(),
  since: Instant,
});

const EscalationView = z.strictObject({
  clock: Key,
  level: z.number().int(),
  firedAt: Instant,
  startedAt: Instant,
  told: z.array(z.string()),
  acknowledged: z.strictObject({ by: z.string(), at: Instant, quietUntil: Instant }).nullable(),
});

/** One sale with all that its process knows. */
export const Opportunity = OpportunityLine.extend({
  capacity: z.string().meta({ description: 'What the caller is to this sale' }),
  enteredStage: Key,
  checkpoints: z.array(CheckpointView),
  ruling: z.strictObject({ about: z.string(), since: Instant, checkpoint: Key.nullable() }).nullable(),
  pause: z.strictObject({ since: Instant, until: Instant }).nullable(),
  approval: z
    .strictObject({
      version: z.strictObject({ number: z.number().int(), hash: z.string() }),
      open: z.boolean(),
      since: Instant,
      approved: z.boolean(),
    })
    .nullable(),
  outcome: z.strictObject({ outcome: z.string(), at: Instant, reviewOwed: z.boolean() }).nullable(),
  escalations: z.array(EscalationView),
  lastContactAt: Instant,
  deliveryDueOn: Day.nullable(),
  effortCapWorkingDays: z.number().nullable(),
  oddsReasons: z.array(z.strictObject({ code: z.string(), factor: z.number() })),
  importedFrom: z.strictObject({ source: z.string(), key: z.string() }).nullable(),
}).meta({ id: 'Opportunity' });

export const OpportunityQuery = Page.extend({
  stage: Key.optional(),
  owner: Id.optional(),
  team: Id.optional(),
  customer: Id.optional(),
  state: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(Condition))
    .meta({ override: { type: 'string' }, description: 'One or more, separated by commas' })
    .optional(),
  overdue: Flag.optional(),
  text: z.string().min(1).max(100).optional(),
});

export const OpportunityPage = pageOf(OpportunityLine);

export const OpenBody = z
  .strictObject({
    name: Line,
    customerId: Id,
    /** Oneself unless given. */
    ownerId: Id.optional(),
    /** The owner's team unless given. */
    teamId: Id.optional(),
    amount: Money.nullable().default(null),
    closeOn: Day.nullable().default(null),
    /** The playbook's first stage unless given; a later one must be ruled on. */
    stage: Key.optional(),
    /** Now unless given. */
    openedAt: Instant.optional(),
    playbook: Key.optional(),
    /** Passes the gates before its stage, unverified; only for those who may import. */
    imported: z
      .strictObject({
        source: z
          .string()
          .min(1)
          .max(100)
          .regex(/^[^:]+$/),
        key: z.string().min(1).max(200),
      })
      .meta({ description: 'For those who may import; a sale is known again by source and key' })
      .optional(),
  })
  .meta({ id: 'OpportunityNew' });

export const EventPage = pageOf(
  z
    .strictObject({
      seq: z.number().int(),
      type: z.string(),
      at: Instant,
      actor: z.strictObject({ userId: z.string(), capacity: z.string(), onBehalfOf: z.string().optional() }),
      commandId: z.string().nullable(),
      body: z.record(z.string(), z.unknown()),
      hash: z.string(),
    })
    .meta({ id: 'Event' }),
);
