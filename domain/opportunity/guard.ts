import * as guard from '../guard.ts';
import type { RefusalCode } from './refusal-code.ts';

export type Guard = guard.Guard<RefusalCode>;

export const firstBroken = guard.firstBroken<RefusalCode>;
export const atField = guard.atField<RefusalCode>;

/** A text that a person must give. */
export function needed(text: string | null, pointer: string): Guard {
  return [guard.isBlank(text), atField('reason-required', pointer, 'required')];
}
