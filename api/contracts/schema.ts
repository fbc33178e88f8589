import { z } from 'zod';
import type { ContractTerms } from '../../domain/approval/terms.ts';
import { Id, IdParams, Instant, Money, pageOf, Prose } from '../http/schema.ts';

export const ContractParams = IdParams.extend({ number: z.coerce.number().int().min(1).max(999_999_999) });

const Percent = z.number().min(0).max(100);

const terms = {
  amount: Money,
  listAmount: Money.meta({ description: "The price list's, before any discount; same currency" }),
  grossMarginPercent: z.number().min(-1_000).max(100),
  paymentDays: z.number().int().min(0).max(3_650),
  prepaymentPercent: Percent,
  penalty: z.enum(['none', 'capped', 'uncapped']),
  liability: z.enum(['capped', 'uncapped']),
  warrantyMonths: z.number().int().min(0).max(600),
  deviations: z.array(z.string().trim().min(1).max(1_000)).max(100),
  creditGrade: z.enum(['A', 'B', 'C', 'D']),
  remarks: Prose,
};

export const Terms = z
  .strictObject({ ...terms, documents: z.array(z.strictObject({ id: Id, sha256: z.string() })) })
  .meta({ id: 'ContractTerms' }) satisfies z.ZodType<ContractTerms>;

export const NewContract = z
  .strictObject({
    terms: z.strictObject({
      ...terms,
      deviations: terms.deviations.default([]),
      remarks: terms.remarks.default(''),
      documents: z.array(Id).max(50).default([]),
    }),
  })
  .refine(({ terms: { amount, listAmount } }) => amount.currency === listAmount.currency, {
    path: ['terms', 'listAmount', 'currency'],
    params: { code: 'not-a-currency', says: 'another-currency' },
  })
  .meta({ id: 'ContractNew' });

export const Contract = z
  .strictObject({
    opportunityId: Id,
    number: z.number().int(),
    terms: Terms,
    hash: z.string(),
    authorId: z.string(),
    onBehalfOf: z.string().nullable().meta({ description: 'Whom the author stood in for' }),
    createdAt: Instant,
    approval: z.strictObject({ id: z.string(), status: z.string() }).nullable(),
  })
  .meta({ id: 'Contract' });

export const ContractPage = pageOf(Contract);
