/** A row by the names of its fields; null where nothing is recorded. */
export type Fields = { readonly [field: string]: string | null };

/** Why a row is not taken: a rule, and the field it is about. */
export type Reason = { readonly field: string; readonly code: ReasonCode; readonly value?: string };

export const reasonCodes = [
  'malformed-row',
  'key-required',
  'key-repeated',
  'owner-required',
  'owner-ambiguous',
  'owner-only-administers',
  'owner-left',
  'owner-repeated',
  'email-unreadable',
  'email-taken',
  'manager-ambiguous',
  'manager-left',
  'manager-refused',
  'manager-circular',
  'team-required',
  'customer-required',
  'customer-ambiguous',
  'customer-repeated',
  'product-required',
  'product-repeated',
  'stage-required',
  'stage-unknown',
  'opened-on-required',
  'opened-on-unreadable',
  'opened-in-the-future',
  'closed-on-required',
  'closed-on-unreadable',
  'closed-in-the-future',
  'closed-before-opened',
  'amount-unreadable',
  'amount-ambiguous',
  'currency-required',
  'currency-unreadable',
  'currency-conflicts',
  'too-long',
  'characters-unreadable',
  'formula-not-value',
  'command-refused',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];
