import { createHash } from 'node:crypto';

/** One spelling of a name, whatever its case, width and spaces. */
export function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

type Kind = 'user' | 'team' | 'customer';

/** The same name gets the same id, so that whoever imports at once makes nobody twice. */
export function newId(kind: Kind, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['imported', kind, folded(name)]))
    .digest('hex')
    .slice(0, 32);
}

type Named = { readonly id: string; readonly name: string };

/** All of a name, whatever its case; where there is none, what was imported under that name and is called otherwise today. */
export type Lookup<One extends Named = Named> = (name: string) => readonly One[];

export function lookup<One extends Named>(kind: Kind, items: readonly One[]): Lookup<One> {
  const byId = new Map(items.map((item) => [item.id, [item]]));
  const named = byName(items);
  return (name) => named.get(folded(name)) ?? byId.get(newId(kind, name)) ?? [];
}

function byName<One extends Named>(items: readonly One[]): ReadonlyMap<string, readonly One[]> {
  const found = new Map<string, One[]>();
  for (const item of items) {
    const namesakes = found.get(folded(item.name));
    if (namesakes === undefined) found.set(folded(item.name), [item]);
    else namesakes.push(item);
  }
  return found;
}
