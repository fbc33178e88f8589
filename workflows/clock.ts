/** Workflow time, the same on every replay. */
export function now(): string {
  return new Date().toISOString();
}

/** The sender's instant, unless his clock is ahead of ours or behind what already happened. */
export function instantOf({ lastAt }: { readonly lastAt: string }, { at }: { readonly at: string }): string {
  const notAhead = at < now() ? at : now();
  return notAhead > lastAt ? notAhead : lastAt;
}

/** Null is never. */
export function earlier(one: string | null, other: string): string {
  return one !== null && one < other ? one : other;
}
