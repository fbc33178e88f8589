/** The bare value, sent with the route's status; or a value with a status, headers, or bytes of its own. */
export type Reply<Value> = Frozen<Value> | Special<Value>;

export type Special<Value> = {
  readonly [special]: true;
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string | readonly string[] };
  readonly value?: Frozen<Value>;
  readonly stream?: NodeJS.ReadableStream;
};

/** Handlers give what they have read, which nobody may change. */
export type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

const special: unique symbol = Symbol('special');

export function reply<Value>(parts: Omit<Special<Value>, typeof special>): Special<Value> {
  return { [special]: true, ...parts };
}

export function isSpecial(answer: unknown): answer is Special<unknown> {
  return typeof answer === 'object' && answer !== null && special in answer;
}
