import { createHash } from 'node:crypto';
import type { ApiClient } from '../../api/client.ts';
import type { Users } from './company.ts';
import type { Page } from './stage.ts';
import type { Open } from './story.ts';

/** What the open places of a sale's data are filled from. */
export type Place = {
  readonly users: Users;
  /** The instant the days are counted from. */
  readonly foundedAt: string;
  /** The sale whose files are meant. */
  readonly saleId: string;
};

/** The same data with nothing left open. Files that the sale does not have yet are uploaded in the client's name. */
export async function resolve(client: ApiClient, place: Place, data: unknown): Promise<unknown> {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return inOrder(data, (each) => resolve(client, place, each));
  if (Object.keys(data).some((key) => key.startsWith('$'))) return filled(client, place, data as Open);
  const entries = await inOrder(
    Object.entries(data),
    async ([key, value]) => [key, await resolve(client, place, value)] as const,
  );
  return Object.fromEntries(entries);
}

async function filled(client: ApiClient, place: Place, open: Open): Promise<string> {
  if ('$day' in open) return instantOf(place, open.$day).slice(0, 10);
  if ('$instant' in open) return instantOf(place, open.$instant);
  if ('$user' in open) return place.users[open.$user];
  if ('$file' in open) return findFile(client, place, open);
  return createHash('sha256').update(open.$sha256Of.text).digest('hex');
}

/** At ten in the morning in China; what falls on a weekend was done the Friday before. */
export function instantOf({ foundedAt }: Pick<Place, 'foundedAt'>, number: number): string {
  const at = new Date(`${foundedAt.slice(0, 10)}T02:00:00.000Z`);
  at.setUTCDate(at.getUTCDate() + number);
  at.setUTCDate(at.getUTCDate() - ([1, 2][[6, 0].indexOf(at.getUTCDay())] ?? 0));
  return at.toISOString();
}

type File = Extract<Open, { readonly $file: string }>;

async function findFile(client: ApiClient, { saleId }: Place, { $file: name, text }: File): Promise<string> {
  type Document = { readonly id: string; readonly name: string };
  const path = `/opportunities/${saleId}/documents`;
  const { items } = await client.get<Page<Document>>(path);
  const there = items.find((one) => one.name === name);
  return (there ?? (await client.upload<Document>(path, { name, content: new Blob([text], { type: 'text/plain' }) }))).id;
}

/** One after the other: a file that is named twice is uploaded once. */
async function inOrder<Item, Result>(items: readonly Item[], each: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await each(item));
  return results;
}
