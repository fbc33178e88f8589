import type { Refusal } from '../refusal.ts';
import type { RefusalCode } from './refusal-code.ts';

/** A rule, whether it is broken, and what to answer then. */
export type Guard = readonly [isBroken: boolean, refusal: Refusal<RefusalCode>];

/** The first rule that is broken, in the order they are written; null when all hold. */
export function firstBroken(...guards: readonly Guard[]): Refusal<RefusalCode> | null {
  return guards.find(([isBroken]) => isBroken)?.[1] ?? null;
}

/** A refusal that names one field and the rule it breaks, which is the refusal's own code unless another is named. */
export function atField(refused: RefusalCode, pointer: string, code: string = refused): Refusal<RefusalCode> {
  return { refused, errors: [{ pointer, code }] };
}

/** A text that a person must give. */
export function needed(text: string | null, pointer: string): Guard {
  return [(text ?? '').trim() === '', atField('reason-required', pointer, 'required')];
}
