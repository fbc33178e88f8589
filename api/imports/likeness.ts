/** A word and its letters and digits alone, which are looked at often. */
export type Word = { readonly word: string; readonly plain: string };

/** Letters and digits alone, in one case and width: `GTX Pro`, `gtx-pro` and `ＧＴＸＰＲＯ` are alike. */
export function plain(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

export function wordsOf(words: readonly string[]): readonly Word[] {
  return words.map((word) => ({ word, plain: plain(word) }));
}

/** The word of a list that this one, already plain, seems to mean: alike but for spelling, or one slip away. Null when none, or when several are. */
export function closest(sought: string, words: readonly Word[]): string | null {
  const alike = words.filter((one) => one.plain === sought);
  const near = alike.length > 0 ? alike : words.filter((one) => isOneSlipAway(one.plain, sought));
  return near.length === 1 ? (near[0]?.word ?? null) : null;
}

/** One letter more, less, other or exchanged with its neighbour; in short words that is another word. */
function isOneSlipAway(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 5 || Math.abs(one.length - other.length) > 1) return false;
  const start = sharedStart(one, other);
  const [rest, otherRest] = [one.slice(start), other.slice(start)];
  const exchanged = `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}`;
  return (
    rest.slice(1) === otherRest || rest === otherRest.slice(1) || rest.slice(1) === otherRest.slice(1) || exchanged === otherRest
  );
}

function sharedStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
