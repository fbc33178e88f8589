import type { ApiClient } from '../../api/client.ts';

type Page<Item> = { readonly items: readonly Item[] };
export type Line = { readonly id: string; readonly name: string; readonly stage: string | null; readonly state: string };
export type Event = { readonly type: string; readonly at: string; readonly body: Readonly<Record<string, unknown>> };

export async function salesOf(client: ApiClient): Promise<readonly Line[]> {
  return (await client.get<Page<Line>>('/opportunities?limit=200')).items;
}

/** By the beginning of its name. */
export async function saleOf(client: ApiClient, name: string): Promise<Line> {
  const sale = (await salesOf(client)).find((one) => one.name.startsWith(name));
  if (sale === undefined) throw new Error(`no sale begins with ${name}`);
  return sale;
}

/** Oldest first. */
export async function eventsOf(client: ApiClient, { id }: Line): Promise<readonly Event[]> {
  return (await client.get<Page<Event>>(`/opportunities/${id}/events?limit=200`)).items.toReversed();
}

/** How much there is of everything that people made. */
export async function countsOf(client: ApiClient) {
  const lists = ['users?limit=200', 'teams', 'groups', 'absences', 'customers?limit=200', 'playbooks'];
  const company = await Promise.all(lists.map(async (list) => [list, await countOf(client, `/${list}`)] as const));
  const { items } = await client.get<Page<{ readonly id: string }>>('/customers?limit=200');
  const contacts = await Promise.all(items.map(({ id }) => countOf(client, `/customers/${id}/contacts`)));
  const sales = await Promise.all(
    (await salesOf(client)).map(async (sale) => [sale.name, await countsOfSale(client, sale)] as const),
  );
  return { ...Object.fromEntries([...company, ...sales]), contacts };
}

/** Events but for the reminders that the machine sends by itself. */
async function countsOfSale(client: ApiClient, sale: Line) {
  const events = (await eventsOf(client, sale)).filter(({ type }) => type !== 'escalated').length;
  const parts = ['visits?limit=200', 'documents?limit=200', 'contracts'];
  return [events, ...(await Promise.all(parts.map((part) => countOf(client, `/opportunities/${sale.id}/${part}`))))];
}

async function countOf(client: ApiClient, path: string): Promise<number> {
  return (await client.get<Page<object>>(path)).items.length;
}
