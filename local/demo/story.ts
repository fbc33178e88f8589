import type { PersonKey } from './cast.ts';
import type { CustomerKey } from './customers.ts';

/** One sale from its opening on, as plain data: what its people said and did, in order. */
export type Sale = {
  /** Names its commands: it stays the same for ever. */
  readonly key: string;
  readonly name: string;
  readonly customer: CustomerKey;
  readonly owner: PersonKey;
  /** In yuan. */
  readonly amount: string;
  readonly opened: number;
  readonly close: number;
  /** Later than the first: a late entry. */
  readonly stage?: string;
  readonly playbook?: string;
  readonly steps: readonly Step[];
};

export type Step =
  /** `path` below the sale. */
  | { readonly type: 'command'; readonly by: PersonKey; readonly path: string; readonly body: object }
  /** Adds the contract version, and asks for its approval. */
  | { readonly type: 'contract'; readonly by: PersonKey; readonly version: number; readonly terms: object }
  | {
      readonly type: 'decision';
      readonly by: PersonKey;
      readonly version: number;
      readonly verdict: 'approve' | 'return';
      readonly comment: string;
    }
  | { readonly type: 'supporter'; readonly by: PersonKey; readonly identity: object };

/** What stands open in a step's data until it is told. Days count from the founding of the demo company: -1 is the day before. */
export type Open =
  | { readonly $day: number }
  | { readonly $instant: number }
  | { readonly $user: PersonKey }
  | { readonly $file: string; readonly text: string }
  | { readonly $sha256Of: { readonly $file: string; readonly text: string } };

export function day(number: number): Open {
  return { $day: number };
}

/** In the morning of that day. */
export function instant(number: number): Open {
  return { $instant: number };
}

export function user(person: PersonKey): Open {
  return { $user: person };
}

/** The id of a text file of the sale. */
export function file(name: string, text: string): Extract<Open, { readonly $file: string }> {
  return { $file: name, text };
}

export function yuan(amount: string) {
  return { amount, currency: 'CNY' };
}
