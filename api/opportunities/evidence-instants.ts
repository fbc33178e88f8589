import type { Evidence, EvidenceField } from '../../domain/evidence-field.ts';
import { isRecord } from '../../domain/value.ts';
import { asInstant } from '../http/instant.ts';

/** The same evidence with every time in the form that is stored, in tables too. */
export function withInstants(fields: readonly EvidenceField[], evidence: Evidence): Evidence {
  const said = Object.entries(evidence).map(([key, value]) => [
    key,
    stored(
      fields.find((field) => field.key === key),
      value,
    ),
  ]);
  return Object.fromEntries(said) as Evidence;
}

function stored(field: EvidenceField | undefined, value: unknown): unknown {
  if (field?.kind === 'instant' && typeof value === 'string') return asInstant(value);
  if (field?.kind !== 'table' || !Array.isArray(value)) return value;
  return value.map((row: unknown) => (isRecord(row) ? withInstants(field.columns, row) : row));
}
