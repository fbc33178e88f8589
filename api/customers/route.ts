import type { Contact as ContactRow, Customer as CustomerRow } from '../../prisma/generated/client.ts';
import { given } from '../http/given.ts';
import { IdParams, Page } from '../http/schema.ts';
import { knowsCustomer, maintainsCustomer, signedIn } from '../policies.ts';
import type { Route } from '../route.ts';
import { none, route } from '../route.ts';
import { listContacts, listCustomers } from './query.ts';
import {
  Contact,
  ContactChange,
  ContactPage,
  ContactParams,
  Customer,
  CustomerChange,
  CustomerPage,
  CustomerQuery,
  NewContact,
  NewCustomer,
} from './schema.ts';

/** Customers are known to all, so that nobody enters one twice; what is sold to them is not. */
export const customerRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/customers',
    summary: 'Customers, by name',
    params: none,
    query: CustomerQuery,
    body: none,
    reply: CustomerPage,
    status: 200,
    policy: signedIn,
    handler: async ({ query }, { database }) => {
      const { items, nextCursor } = await listCustomers(database, query);
      return { items: items.map(dated), nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/customers',
    summary: 'Enter a customer',
    params: none,
    query: none,
    body: NewCustomer,
    reply: Customer,
    status: 201,
    policy: signedIn,
    handler: async ({ caller, body: { name, ...rest } }, { database }) => {
      return dated(await database.prisma.customer.create({ data: { name, ...given(rest), createdBy: caller.userId } }));
    },
  }),
  route({
    method: 'get',
    path: '/customers/:id',
    summary: 'One customer',
    params: IdParams,
    query: none,
    body: none,
    reply: Customer,
    status: 200,
    policy: knowsCustomer,
    handler: ({ customer }) => dated(customer),
  }),
  route({
    method: 'patch',
    path: '/customers/:id',
    summary: 'Change a customer',
    params: IdParams,
    query: none,
    body: CustomerChange,
    reply: Customer,
    status: 200,
    policy: maintainsCustomer,
    handler: async ({ params, body }, { database }) => {
      return dated(await database.prisma.customer.update({ where: { id: params.id }, data: given(body) }));
    },
  }),
  route({
    method: 'get',
    path: '/customers/:id/contacts',
    summary: 'People at a customer, by name',
    params: IdParams,
    query: Page,
    body: none,
    reply: ContactPage,
    status: 200,
    policy: knowsCustomer,
    handler: async ({ customer, query }, { database }) => {
      const { items, nextCursor } = await listContacts(database, customer.id, query);
      return { items: items.map(dated), nextCursor };
    },
  }),
  route({
    method: 'post',
    path: '/customers/:id/contacts',
    summary: 'Enter a person at a customer',
    params: IdParams,
    query: none,
    body: NewContact,
    reply: Contact,
    status: 201,
    policy: knowsCustomer,
    handler: async ({ caller, customer, body: { name, ...rest } }, { database }) => {
      const data = { name, ...given(rest), customerId: customer.id, createdBy: caller.userId };
      return dated(await database.prisma.contact.create({ data }));
    },
  }),
  route({
    method: 'patch',
    path: '/customers/:id/contacts/:contactId',
    summary: 'Change a person at a customer',
    params: ContactParams,
    query: none,
    body: ContactChange,
    reply: Contact,
    status: 200,
    policy: maintainsCustomer,
    handler: async ({ params, body }, { database }) => {
      const where = { id: params.contactId, customerId: params.id };
      return dated(await database.prisma.contact.update({ where, data: given(body) }));
    },
  }),
];

function dated<Row extends CustomerRow | ContactRow>({ createdAt, updatedAt, ...row }: Row) {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
