import type { Actor } from './actor.ts';
import { isRecord } from './value.ts';

/** Whether a field can be what its command says it is. The API has checked all this before, but a signal comes past it. */
export type Field = (value: unknown) => boolean;

/** The fields of one type of command, beside its stamp. Unknown ones are left alone: a newer sender may say more. */
export type Form = { readonly [field: string]: Field };

export const text: Field = (value) => typeof value === 'string';
export const wholeNumber: Field = (value) => Number.isSafeInteger(value);
export const record: Field = isRecord;
export const list: Field = (value) => Array.isArray(value);

export function optional(field: Field): Field {
  return (value) => value === undefined || field(value);
}

export function nullable(field: Field): Field {
  return (value) => value === null || field(value);
}

export function oneOf(...options: readonly string[]): Field {
  return (value) => options.some((one) => one === value);
}

export function listOf(field: Field): Field {
  return (value) => Array.isArray(value) && value.every(field);
}

export function having(form: Form): Field {
  return (value) => isRecord(value) && firstMisshapen(form, value) === null;
}

const actor = having({
  userId: text,
  capacity: oneOf('owner', 'superior', 'leadership', 'admin', 'approver', 'integration', 'importer', 'system'),
  onBehalfOf: optional(text),
} satisfies { readonly [Name in keyof Required<Actor>]: Field });

const stamp: Form = { commandId: text, fingerprint: text, actor, at: text, type: text };

/** True of what can be answered, or kept as refused, at all. */
export function isStamped(command: unknown): boolean {
  return isRecord(command) && firstMisshapen(stamp, command) === null;
}

/** The first field of a command, or of its stamp, that is missing or is not what it must be; null when all are. */
export function misshapenIn(forms: { readonly [type: string]: Form }, command: { readonly type: string }): string | null {
  const form = Object.hasOwn(forms, command.type) ? forms[command.type] : undefined;
  return form === undefined ? 'type' : (firstMisshapen(stamp, command) ?? firstMisshapen(form, command));
}

function firstMisshapen(form: Form, command: object): string | null {
  const said = command as { readonly [field: string]: unknown };
  return Object.keys(form).find((field) => form[field]?.(said[field]) === false) ?? null;
}
