import type { Settings } from './config.ts';
import type { Servers } from './embedded.ts';
import type { Stop, Supervision } from './supervisor.ts';

/** A part of Pursuit itself: starts on servers that are there, and gives the function that stops it. */
export type Service = (standing: Supervision & { readonly servers: Servers }) => Promise<Stop>;

/** What a role runs, in the order of starting. */
export function servicesOf(_settings: Settings): readonly Service[] {
  return [];
}
