import { z } from 'zod';
import { holders } from '../../domain/opportunity/holder.ts';
import { Instant, Text } from '../http/schema.ts';
import { Key } from './schema.ts';

const Refused = z.strictObject({ code: z.string(), title: z.string(), detail: z.string().optional() });
const Action = z.strictObject({ command: z.string(), allowed: z.boolean(), refusal: Refused.optional() });

export const Next = z
  .strictObject({
    stage: z.strictObject({ key: Key, title: Text, work: Text, buyerStep: Key }).nullable(),
    missing: z.array(z.strictObject({ anyOf: z.array(Key) })).meta({ description: 'Any one of each group lets the stage end' }),
    ballWith: z.enum(holders),
    deadlines: z.array(
      z.strictObject({
        clock: Key,
        dueAt: Instant,
        isBeyondCalendar: z.boolean().meta({ description: 'No holidays are known of so late a day: reckoned by the plain week' }),
      }),
    ),
    checkpoints: z.array(
      z.strictObject({
        key: Key,
        title: Text,
        acceptance: z.enum(['claim', 'second-person', 'approval']),
        requires: z.array(Key),
        standing: z.enum(['open', 'accepted', 'waived', 'carried-over']),
        isClaimed: z.boolean(),
        fields: z
          .array(z.record(z.string(), z.unknown()))
          .meta({ description: 'Evidence fields, as the playbook describes them' }),
        actions: z.array(Action),
      }),
    ),
    actions: z.array(Action),
    escalations: z.array(z.strictObject({ clock: Key, allowed: z.boolean(), refusal: Refused.optional() })),
  })
  .meta({ id: 'Next' });
