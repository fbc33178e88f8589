import type { ApiClient } from '../../api/client.ts';
import { contactOf, customers, posts, type Customer, type CustomerKey, type Post } from './customers.ts';
import { found, type Page, type Stage } from './stage.ts';

/**
 * Customers and the people there. Gives the instant at which the first was entered: the story counts its days from it, so that telling it
 * again, on whichever day, says the same.
 */
export async function findMarket(stage: Stage): Promise<string> {
  const admin = await stage.administrator();
  const entered: string[] = [];
  for (const [id, customer] of Object.entries(customers)) {
    entered.push(await findCustomer(admin, id, customer));
    await makeContacts(admin, id as CustomerKey, customer);
  }
  return entered.toSorted()[0] ?? '';
}

async function findCustomer(admin: ApiClient, id: string, { contacts: _contacts, ...facts }: Customer): Promise<string> {
  type Entered = { readonly createdAt: string };
  const there = await found<Entered>(admin, `/customers/${id}`);
  return (there ?? (await admin.send<Entered>('POST', '/customers', { id, ...facts }))).createdAt;
}

async function makeContacts(admin: ApiClient, customer: CustomerKey, { contacts }: Customer): Promise<void> {
  const { items } = await admin.get<Page<{ readonly id: string }>>(`/customers/${customer}/contacts`);
  for (const post of Object.keys(posts) as Post[]) {
    const id = contactOf(customer, post);
    if (items.some((contact) => contact.id === id)) continue;
    await admin.send('POST', `/customers/${customer}/contacts`, { id, name: contacts[post], title: posts[post] });
  }
}
