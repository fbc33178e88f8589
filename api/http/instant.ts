import { isInstant } from '../../domain/value.ts';

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/**
 * A time as programs write it (RFC 3339) in the one form that is stored: in UTC, cut to milliseconds, so that it compares as text. What is
 * no time stays as it is, to be refused.
 */
export function asInstant(text: string): string {
  const [, local, fraction = '', zone] = rfc3339.exec(text.toUpperCase()) ?? [];
  if (local === undefined || zone === undefined) return text;
  const there = `${local}.${`${fraction}000`.slice(0, 3)}`;
  if (zone === 'Z') return `${there}Z`;
  const at = Date.parse(`${there}${zone}`);
  return Number.isNaN(at) || !isInstant(`${there}Z`) ? text : new Date(at).toISOString();
}
