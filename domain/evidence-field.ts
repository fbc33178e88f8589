import type { Text } from './text.ts';

/** One field of evidence. Validation, OpenAPI and the form all come from this description. */
export type EvidenceField = EvidenceFieldHead & FieldKind;

export type EvidenceFieldHead = {
  readonly key: string;
  readonly title: Text;
  readonly help?: Text;
  readonly required: boolean;
};

export type FieldKind =
  | { readonly kind: 'text' | 'long-text'; readonly maxLength: number }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly integer?: boolean }
  | { readonly kind: 'percent' }
  | { readonly kind: 'money' }
  | { readonly kind: 'date' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly many?: boolean }
  | { readonly kind: 'contact' | 'user' | 'document' }
  /** 0 to 10. A score below `mustHave` fails the whole card, whatever the rest says. */
  | { readonly kind: 'score'; readonly weight: number; readonly mustHave?: number }
  | TableKind;

/** `sum` names a number or percent column and what its rows must add up to. */
export type TableKind = {
  readonly kind: 'table';
  readonly columns: readonly EvidenceField[];
  readonly minRows: number;
  readonly maxRows: number;
  readonly sum?: { readonly column: string; readonly total: number };
};

export type Choice = { readonly key: string; readonly title: Text };

/** Field values as JSON, by field key. */
export type Evidence = { readonly [field: string]: unknown };
