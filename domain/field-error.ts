/** A JSON pointer into what was sent, and the rule it breaks. */
export type FieldError = { readonly pointer: string; readonly code: string };
