import type { Evidence, EvidenceField, FieldKind, TableKind } from '../../domain/evidence-field.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { CheckpointRule, Playbook, StageRule } from '../../domain/playbook.ts';

/** The default playbook, but for the difference. */
export function aPlaybook(changes: Partial<Playbook> = {}): Playbook {
  return { ...defaultPlaybook, ...changes };
}

/** The default playbook, but with a plain first stage of two checkpoints, `a` and `b`, and what is different about it. */
export function withFirstStage(changes: Partial<StageRule>): Playbook {
  const plain = { gate: [['a'], ['b']], checkpoints: [aCheckpoint({ key: 'a' }), aCheckpoint({ key: 'b' })] };
  const stages = defaultPlaybook.stages.map((stage, at) => (at === 0 ? { ...stage, ...plain, ...changes } : stage));
  return aPlaybook({ stages });
}

/** A checkpoint that asks for nothing and waits for nobody, but for the difference. */
export function aCheckpoint(changes: Partial<CheckpointRule> = {}): CheckpointRule {
  return { key: 'a', title: { en: 'A checkpoint', zh: '一个节点' }, requires: [], acceptance: 'claim', fields: [], ...changes };
}

/** A short required text, or a field of the kind given. */
export function aField(changes: { readonly key?: string; readonly required?: boolean } & Partial<FieldKind> = {}): EvidenceField {
  const kind = 'kind' in changes ? {} : { kind: 'text', maxLength: 10 };
  return { key: 'answer', title: { en: 'A field', zh: '一个字段' }, required: true, ...kind, ...changes } as EvidenceField;
}

/** The least evidence that a checkpoint accepts: its required fields, with a scorecard that passes. */
export function evidenceFor({ fields }: Pick<CheckpointRule, 'fields'>): Evidence {
  return Object.fromEntries(fields.filter(({ required }) => required).map((field) => [field.key, leastValueFor(field)]));
}

/** A valid value of one field, the same each time. */
export function leastValueFor(field: EvidenceField): unknown {
  switch (field.kind) {
    case 'number':
      return field.min ?? field.max ?? 1;
    case 'choice':
      return firstChoiceOf(field);
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

function firstChoiceOf({ choices, many }: Extract<EvidenceField, { kind: 'choice' }>): unknown {
  const first = choices[0]?.key;
  return many ? [first] : first;
}

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

/** The least that leads to negotiation, in order. */
export const beforeNegotiation = [
  'project-info-confirmed',
  'qualification-passed',
  'key-person-engaged',
  'covert-supporter-secured',
  'purchase-criteria-aligned',
  'bid-submitted',
] as const;
