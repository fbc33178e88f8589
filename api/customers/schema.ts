import { z } from 'zod';
import { Id, IdParams, Instant, Line, Page, pageOf, Prose } from '../http/schema.ts';

const optionalLine = z.string().trim().max(200).nullable();

const facts = {
  name: Line,
  industry: optionalLine,
  region: optionalLine,
  address: optionalLine,
  creditGrade: z.enum(['A', 'B', 'C', 'D']).nullable(),
  note: Prose,
};

export const Customer = z
  .strictObject({
    id: Id,
    name: z.string(),
    industry: z.string().nullable(),
    region: z.string().nullable(),
    address: z.string().nullable(),
    creditGrade: z.string().nullable(),
    note: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Customer' });

export const CustomerPage = pageOf(Customer);
export const CustomerQuery = Page.extend({ text: z.string().min(1).max(100).optional() });
export const CustomerChange = z.strictObject(facts).partial().meta({ id: 'CustomerChange' });
export const NewCustomer = CustomerChange.extend({ id: Id.optional(), name: Line }).meta({ id: 'CustomerNew' });

const contactFacts = {
  name: Line,
  title: optionalLine,
  department: optionalLine,
  phone: optionalLine,
  email: optionalLine,
  note: Prose,
};

export const Contact = z
  .strictObject({
    id: Id,
    customerId: Id,
    name: z.string(),
    title: z.string().nullable(),
    department: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    note: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Contact' });

export const ContactPage = pageOf(Contact);
export const ContactChange = z.strictObject(contactFacts).partial().meta({ id: 'ContactChange' });
export const NewContact = ContactChange.extend({ id: Id.optional(), name: Line }).meta({ id: 'ContactNew' });
export const ContactParams = IdParams.extend({ contactId: Id });
