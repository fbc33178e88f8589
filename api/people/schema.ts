import { z } from 'zod';
import { duties } from '../../prisma/people.ts';
import { roles } from '../caller.ts';
import { Flag, Id, Instant, Line, Money, Page, pageOf, Text } from '../http/schema.ts';
import { Email, Password } from '../session/schema.ts';

export const User = z
  .strictObject({
    id: Id,
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(roles)),
    superiorId: Id.nullable(),
    teamId: Id.nullable(),
    language: z.string(),
    timeZone: z.string(),
    wantsMail: z.boolean(),
    active: z.boolean(),
    leftAt: Instant.nullable(),
  })
  .meta({ id: 'User' });

export const UserPage = pageOf(User);

export const UserQuery = Page.extend({
  text: z.string().min(1).max(100).optional(),
  team: Id.optional(),
  active: Flag.optional(),
});

const person = {
  name: Line,
  email: Email,
  roles: z.array(z.enum(roles)).max(4),
  superiorId: Id.nullable(),
  teamId: Id.nullable(),
  language: z.enum(['en', 'zh']),
};

export const NewUser = z
  .strictObject({
    ...person,
    id: Id.optional(),
    superiorId: person.superiorId.default(null),
    teamId: person.teamId.default(null),
    language: person.language.default('zh'),
    password: Password.optional().meta({ description: 'Absent: cannot sign in until one is set' }),
  })
  .meta({ id: 'UserNew' });

export const UserChange = z
  .strictObject({ ...z.strictObject(person).partial().shape, wantsMail: z.boolean().optional(), active: z.boolean().optional() })
  .meta({ id: 'UserChange' });

export const PasswordReset = z.strictObject({ password: Password }).meta({ id: 'PasswordReset' });

export const Team = z.strictObject({ id: Id, name: z.string(), members: z.number().int() }).meta({ id: 'Team' });
export const NewTeam = z.strictObject({ id: Id.optional(), name: Line }).meta({ id: 'TeamNew' });
export const TeamChange = z.strictObject({ name: Line }).meta({ id: 'TeamChange' });

export const Group = z.strictObject({ key: Id, name: Text, members: z.array(Id) }).meta({ id: 'ApproverGroup' });
export const GroupBody = z.strictObject({ name: Text, members: z.array(Id).max(200) }).meta({ id: 'ApproverGroupChange' });
export const GroupParams = z.strictObject({ key: Id });

export const Absence = z
  .strictObject({
    id: Id,
    userId: Id,
    deputyId: Id.nullable(),
    fromAt: Instant,
    untilAt: Instant,
    ceiling: z.strictObject({ amount: z.string(), currency: z.string() }).nullable(),
    kinds: z.array(z.enum(duties)),
    setBy: Id,
  })
  .meta({ id: 'Absence' });

const absence = {
  /** Without one, the superior is asked. */
  deputyId: Id.nullable(),
  fromAt: Instant,
  untilAt: Instant,
  /** What the deputy may approve at most. */
  ceiling: Money.nullable(),
  kinds: z.array(z.enum(duties)).meta({ description: 'What is handed over; empty for all' }),
};

export const NewAbsence = z
  .strictObject({
    /** Oneself unless given; a superior sets it for those below. */
    userId: Id.optional(),
    ...absence,
    deputyId: absence.deputyId.default(null),
    ceiling: absence.ceiling.default(null),
    kinds: absence.kinds.default([]),
  })
  .meta({ id: 'AbsenceNew' });

export const AbsenceChange = z.strictObject(absence).partial().meta({ id: 'AbsenceChange' });
