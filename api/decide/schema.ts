import { z } from 'zod';

export const verbs = ['approve', 'reject', 'return'] as const;
export type Verb = (typeof verbs)[number];

/** The key names this rendering of the form: sent twice, it is one command; corrected after a refusal, it is another. */
export const DecideForm = z.strictObject({
  token: z.string().min(1).max(200),
  key: z.string().regex(/^[\w-]{1,64}$/),
  verb: z.enum(verbs),
  comment: z.string().max(4_000).default(''),
});

export const SignInForm = z.strictObject({
  token: z.string().min(1).max(200),
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(200),
});

export const TokenForm = z.strictObject({ token: z.string().min(1).max(200) });
