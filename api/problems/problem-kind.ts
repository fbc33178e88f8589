import type { Text } from '../../domain/text.ts';

/** How a reason for saying no looks over HTTP. `{name}` in a detail is filled from the refusal's facts. */
export type ProblemKind = { readonly status: number; readonly title: Text; readonly detail?: Text };
