import { z } from 'zod';
import { roles } from '../caller.ts';
import { Id, Instant, Line } from '../http/schema.ts';

export const Password = z.string().min(1).max(200);
export const Email = z.email().max(254);

export const SignInBody = z
  .strictObject({
    email: z.string().min(1).max(254),
    password: Password,
    /** Whether the token comes in the answer, for programs, or in a cookie that scripts cannot read, for browsers. */
    token: z.enum(['cookie', 'bearer']).default('cookie'),
  })
  .meta({ id: 'SignIn' });

export const Me = z
  .strictObject({
    userId: Id,
    name: z.string(),
    email: z.string(),
    language: z.string(),
    timeZone: z.string(),
    roles: z.array(z.enum(roles)),
    teamId: Id.nullable(),
    superiorId: Id.nullable(),
    wantsMail: z.boolean(),
    groups: z.array(z.string()),
  })
  .meta({ id: 'Me' });

export const SessionReply = z.strictObject({ token: z.string().optional(), expiresAt: Instant, me: Me }).meta({ id: 'Session' });

export const MeBody = z
  .strictObject({
    name: Line.optional(),
    language: z.enum(['en', 'zh']).optional(),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, { params: { code: 'not-valid', says: 'not-a-time-zone' } })
      .optional(),
    wantsMail: z.boolean().optional().meta({ description: 'Whether a mail goes out for each line of the inbox' }),
  })
  .meta({ id: 'MeChange' });

export const PasswordBody = z.strictObject({ current: Password, next: Password }).meta({ id: 'PasswordChange' });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
