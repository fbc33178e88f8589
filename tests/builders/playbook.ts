import type { Evidence, EvidenceField, TableKind } from '../../domain/evidence-field.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { CheckpointRule, Playbook } from '../../domain/playbook.ts';

/** The default playbook, but for the difference. */
export function aPlaybook(changes: Partial<Playbook> = {}): Playbook {
  return { ...defaultPlaybook, ...changes };
}

/** The least evidence that a checkpoint accepts: its required fields, with a scorecard that passes. */
export function evidenceFor({ fields }: Pick<CheckpointRule, 'fields'>): Evidence {
  return Object.fromEntries(fields.filter(({ required }) => required).map((field) => [field.key, leastValueFor(field)]));
}

/** A valid value of one field, the same each time. */
export function leastValueFor(field: EvidenceField): unknown {
  switch (field.kind) {
    case 'number':
      return Math.max(field.min ?? 0, Math.min(field.max ?? 1, 1));
    case 'choice':
      return field.many ? [field.choices[0]?.key] : field.choices[0]?.key;
    case 'table':
      return rowsFor(field);
    default:
      return plainValues[field.kind];
  }
}

const plainValues = {
  text: 'x',
  'long-text': 'x',
  'yes-no': true,
  percent: 50,
  score: 10,
  money: { amount: '1250000.00', currency: 'CNY' },
  date: '2026-03-02',
  instant: '2026-03-02T01:00:00.000Z',
  contact: 'contact-1',
  user: 'user-1',
  document: 'document-1',
} as const;

function rowsFor({ columns, minRows, sum }: TableKind): readonly Evidence[] {
  return Array.from({ length: minRows }, (_, at) => {
    const row = evidenceFor({ fields: columns });
    return sum === undefined ? row : { ...row, [sum.column]: shareOf(sum.total, minRows, at) };
  });
}

/** Whole shares, the last of which takes what is left. */
function shareOf(total: number, rows: number, at: number): number {
  const share = Math.floor(total / rows);
  return at < rows - 1 ? share : total - share * (rows - 1);
}
