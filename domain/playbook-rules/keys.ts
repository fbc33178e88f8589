import type { EvidenceField } from '../evidence-field.ts';
import type { Playbook } from '../playbook.ts';
import type { PlaybookError } from '../playbook-text.ts';
import { playbookFault } from '../playbook-text.ts';
import type { Keyed } from '../repeated.ts';
import { repeated } from '../repeated.ts';

/** A key names one thing: checkpoints in the whole playbook, fields in their checkpoint, columns and choices in their field. */
export function keyProblems({ buyerSteps, stages }: Playbook): readonly PlaybookError[] {
  const checkpoints = stages.flatMap((stage, at) => keyed(stage.checkpoints, `/stages/${at}/checkpoints`));
  return [
    ...repeated(keyed(buyerSteps, '/buyerSteps')),
    ...repeated(keyed(stages, '/stages')),
    ...repeated(checkpoints),
    ...stages.flatMap((stage, at) =>
      stage.checkpoints.flatMap(({ fields }, place) => fieldKeyProblems(fields, `/stages/${at}/checkpoints/${place}/fields`)),
    ),
  ];
}

/** Each stage mirrors a step that the playbook knows. */
export function buyerStepProblems({ buyerSteps, stages }: Playbook): readonly PlaybookError[] {
  const known = new Set(buyerSteps.map(({ key }) => key));
  return stages.flatMap(({ buyerStep }, at) =>
    known.has(buyerStep) ? [] : [playbookFault(`/stages/${at}/buyerStep`, 'unknown-buyer-step')],
  );
}

function fieldKeyProblems(fields: readonly EvidenceField[], pointer: string): readonly PlaybookError[] {
  return [...repeated(keyed(fields, pointer)), ...fields.flatMap((field, at) => innerKeyProblems(field, `${pointer}/${at}`))];
}

function innerKeyProblems(field: EvidenceField, pointer: string): readonly PlaybookError[] {
  switch (field.kind) {
    case 'choice':
      return repeated(keyed(field.choices, `${pointer}/choices`));
    case 'table':
      return fieldKeyProblems(field.columns, `${pointer}/columns`);
    default:
      return [];
  }
}

function keyed(things: readonly { readonly key: string }[], pointer: string): readonly Keyed[] {
  return things.map(({ key }, at) => ({ key, pointer: `${pointer}/${at}/key` }));
}
