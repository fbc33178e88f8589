import { setImmediate } from 'node:timers/promises';

/** Items at once; the rest of the API waits no longer than these take. */
export const turn = 200;

/** Lets everybody else have his turn first. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}

/** Long work, with a pause every so often in which others are answered. */
export async function mapInTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    if (at % turn === turn - 1) await nextTurn();
    results.push(work(item, at));
  }
  return results;
}

const piece = 16 * 1024;

/** Bytes in pieces, with a pause after each. */
export async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) {
    yield bytes.subarray(at, at + piece);
    await nextTurn();
  }
}
