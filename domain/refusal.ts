import type { FieldError } from './field-error.ts';

/** Why a command must not happen. `facts` are what the sentence for people needs. */
export type Refusal<Code extends string = string> = {
  readonly refused: Code;
  readonly errors?: readonly FieldError[];
  readonly facts?: { readonly [name: string]: string | number | readonly string[] };
};

export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer;
}
