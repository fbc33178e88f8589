import { canonicalJson, contentHash } from '../canonical.ts';
import type { Money } from '../money.ts';
import { compareMoney, percentOf } from '../money.ts';

/** What a contract version says; any change is another version with another hash. */
export type ContractTerms = {
  readonly amount: Money;
  /** The price list's, before any discount; same currency. */
  readonly listAmount: Money;
  readonly grossMarginPercent: number;
  readonly paymentDays: number;
  readonly prepaymentPercent: number;
  readonly penalty: 'none' | 'capped' | 'uncapped';
  readonly liability: 'capped' | 'uncapped';
  readonly warrantyMonths: number;
  /** Where the contract departs from the bid, one sentence each. */
  readonly deviations: readonly string[];
  readonly creditGrade: 'A' | 'B' | 'C' | 'D';
  /** Attachments, by the sha-256 of their bytes. */
  readonly documents: readonly { readonly id: string; readonly sha256: string }[];
  readonly remarks: string;
};

/** What a policy can test. */
export type ContractFacts = {
  readonly amount: string;
  readonly currency: string;
  readonly discountPercent: number;
  readonly grossMarginPercent: number;
  readonly paymentDays: number;
  readonly prepaymentPercent: number;
  readonly penalty: ContractTerms['penalty'];
  readonly liability: ContractTerms['liability'];
  readonly warrantyMonths: number;
  readonly deviations: number;
  readonly creditGrade: ContractTerms['creditGrade'];
};

export type FactName = keyof ContractFacts;
export type NumericFact =
  | 'discountPercent'
  | 'grossMarginPercent'
  | 'paymentDays'
  | 'prepaymentPercent'
  | 'warrantyMonths'
  | 'deviations';
export type ChoiceFact = 'penalty' | 'liability' | 'creditGrade' | 'currency';

/** SHA-256 of the canonical JSON, attachments' hashes included. */
export function termsHash(terms: ContractTerms): string {
  return contentHash(terms);
}

/** The discount is what the price lies below the list, in percent, cut to two places; a price above it is no discount. */
export function factsOf({
  amount,
  listAmount,
  deviations,
  documents: _documents,
  remarks: _remarks,
  ...terms
}: ContractTerms): ContractFacts {
  const discountPercent = Math.max(0, Math.round((100 - (percentOf(amount, listAmount) ?? 100)) * 100) / 100);
  return { ...terms, amount: amount.amount, currency: amount.currency, discountPercent, deviations: deviations.length };
}

export type TermsChange = { readonly field: keyof ContractTerms; readonly before: unknown; readonly after: unknown };

/** Field by field; nothing when both say the same. */
export function compareTerms(one: ContractTerms, other: ContractTerms): readonly TermsChange[] {
  const fields = Object.keys(one) as (keyof ContractTerms)[];
  return fields
    .filter((field) => contentHash(one[field]) !== contentHash(other[field]))
    .map((field) => ({ field, before: one[field], after: other[field] }));
}

/** The facts in which two terms differ: who tested none of these need not be asked again. Other deviations count, be they as many. */
export function changedFacts(one: ContractTerms, other: ContractTerms): readonly FactName[] {
  const before = { ...factsOf(one), deviations: canonicalJson(one.deviations) };
  const isSameAmount = compareMoney(one.amount, other.amount) === 0;
  const changed = isSameAmount ? { amount: before.amount } : {};
  const after = { ...factsOf(other), deviations: canonicalJson(other.deviations), ...changed };
  return (Object.keys(before) as FactName[]).filter((fact) => before[fact] !== after[fact]);
}
