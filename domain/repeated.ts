/** What bears a key, and where the key stands. */
export type Keyed = { readonly key: string; readonly pointer: string };

/** A fault at every key that something before bears already. */
export function repeated(things: readonly Keyed[]) {
  const seen = new Set<string>();
  return things.flatMap(({ key, pointer }) => {
    if (seen.has(key)) return [{ pointer, code: 'duplicate-key' as const }];
    seen.add(key);
    return [];
  });
}
