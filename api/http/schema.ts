import { z } from 'zod';
import { isId } from '../../domain/ids.ts';
import type { Money as DomainMoney } from '../../domain/money.ts';
import { moneyProblem } from '../../domain/money.ts';
import type { Text as DomainText } from '../../domain/text.ts';
import { isCalendarDate, isInstant } from '../../domain/value.ts';
import { asInstant } from './instant.ts';

/** What may stand in a URL and in a workflow id. */
export const Id = z
  .string()
  .refine(isId, { params: { code: 'malformed', says: 'not-an-id' } })
  .meta({ description: 'Up to 64 of A-Z a-z 0-9 _ -' });
export const IdParams = z.strictObject({ id: Id });

/** In whatever form of RFC 3339 it comes, behind this it is `2026-11-23T08:00:00.000Z`: they compare as text. */
export const Instant = z
  .string()
  .overwrite(asInstant)
  .refine(isInstant, { params: { code: 'not-an-instant' } })
  .meta({ format: 'date-time', example: '2026-11-23T08:00:00.000Z' });

export const Day = z
  .string()
  .refine(isCalendarDate, { params: { code: 'not-a-date' } })
  .meta({ format: 'date', example: '2026-11-23' });

const MoneyFields = z.strictObject({ amount: z.string().max(21), currency: z.string().length(3) });

/** Never a float. Not negative. */
export const Money = MoneyFields.superRefine((money, context) => {
  const problem = moneyProblem(money) ?? (money.amount.startsWith('-') ? { pointer: '/amount', code: 'not-an-amount' } : null);
  if (problem === null) return;
  context.addIssue({ code: 'custom', path: [problem.pointer.slice(1)], params: { code: problem.code } });
}).meta({ id: 'Money', example: { amount: '3000000.00', currency: 'CNY' } }) satisfies z.ZodType<DomainMoney>;

/** Control characters, ends of lines, and marks that turn the direction of writing: with them, a name looks like another one. */
export const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** A name, or as much in one line. */
export const Line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !unprintable.test(text), { params: { code: 'malformed', says: 'not-one-line' } });
export const Prose = z.string().max(4_000);

/** Of a query, where all is text. */
export const Flag = z
  .enum(['true', 'false'])
  .transform((flag) => flag === 'true')
  .meta({ override: asBoolean });

export const Reason = z.string().trim().min(1).max(2_000).meta({ description: 'Why, in words for people' });
export const Text = z.strictObject({ en: z.string(), zh: z.string() }).meta({ id: 'Text' }) satisfies z.ZodType<DomainText>;

/** Keyset paging: the cursor is opaque and stays good while rows come and go. */
export const Page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

function asBoolean({ jsonSchema }: { jsonSchema: { type?: unknown; enum?: unknown } }): void {
  jsonSchema.type = 'boolean';
  delete jsonSchema.enum;
}
