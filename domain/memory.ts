import type { Happening, Stamp } from './actor.ts';
import type { Refusal } from './refusal.ts';

/** The first outcome of a command, given again to every repeat. */
export type Remembered<Code extends string = string> = {
  readonly commandId: string;
  readonly fingerprint: string;
  readonly seq: number;
  readonly refusal?: Refusal<Code>;
};

type Remembering<Code extends string> = Happening & { readonly type: string; readonly refusal?: Refusal<Code> };

/** The latest 200 commands, oldest first; consecutive events of one command are one memory. */
export function remembering<Code extends string>(
  recent: readonly Remembered<Code>[],
  event: Remembering<Code>,
  seq: number,
): readonly Remembered<Code>[] {
  const { commandId, fingerprint, refusal } = event;
  if (commandId === undefined || fingerprint === undefined) return recent;
  const memory = { commandId, fingerprint, seq, ...(refusal === undefined ? {} : { refusal }) };
  const others = recent.at(-1)?.commandId === commandId ? recent.slice(0, -1) : recent;
  return [...others, memory].slice(-memoryLength);
}

/** The first outcome of a repeated command: nothing more happens, or the same refusal. Null for a command never heard. */
export function recalled<Code extends string>(
  recent: readonly Remembered<Code>[],
  { commandId, fingerprint }: { readonly commandId: string; readonly fingerprint: string },
): readonly [] | Refusal<Code | 'command-id-reused'> | null {
  const known = recent.find((one) => one.commandId === commandId);
  if (known === undefined) return null;
  return known.fingerprint === fingerprint ? (known.refusal ?? []) : { refused: 'command-id-reused' };
}

/** When and by whom something was refused. An id that was used before stays the earlier command's: its memory must not be overwritten. */
export function rejectionStamp({ actor, commandId, fingerprint }: Stamp, { refused }: Refusal, at: string): Happening {
  return refused === reusedId ? { at, actor } : { at, actor, commandId, fingerprint };
}

export const reusedId = 'command-id-reused';
const memoryLength = 200;
