import type { Refusal } from './refusal.ts';

/** A rule, whether it is broken, and what to answer then. */
export type Guard<Code extends string> = readonly [isBroken: boolean, refusal: Refusal<Code>];

/** The first rule that is broken, in the order they are written; null when all hold. */
export function firstBroken<Code extends string>(...guards: readonly Guard<Code>[]): Refusal<Code> | null {
  return guards.find(([isBroken]) => isBroken)?.[1] ?? null;
}

/** A refusal that names one field and the rule it breaks, which is the refusal's own code unless another is named. */
export function atField<Code extends string>(refused: Code, pointer: string, code: string = refused): Refusal<Code> {
  return { refused, errors: [{ pointer, code }] };
}

/** Nothing a person could read. */
export function isBlank(text: string | null): boolean {
  return (text ?? '').trim() === '';
}
