import { isInstant } from '../domain/value.ts';

/** Workflow time, the same on every replay. */
export function now(): string {
  return new Date().toISOString();
}

/** The sender's instant, unless it is none, or his clock is ahead of ours or behind what already happened. */
export function instantOf({ lastAt }: { readonly lastAt: string }, { at }: { readonly at: string }): string {
  const notAhead = isInstant(at) && at < now() ? at : now();
  return notAhead > lastAt ? notAhead : lastAt;
}

/** Null is never. */
export function earlier(one: string | null, other: string): string {
  return one !== null && one < other ? one : other;
}
