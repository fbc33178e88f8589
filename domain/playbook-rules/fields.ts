import type { EvidenceField, TableKind } from '../evidence-field.ts';
import type { CheckpointRule, Playbook } from '../playbook.ts';
import type { PlaybookError } from '../playbook-text.ts';
import { playbookFault } from '../playbook-text.ts';

/** Evidence that can be given: limits that leave room, sums over columns that hold numbers, thresholds over scores. */
export function fieldProblems({ stages }: Playbook): readonly PlaybookError[] {
  return stages.flatMap(({ checkpoints }, at) =>
    checkpoints.flatMap((rule, place) => checkpointProblems(rule, `/stages/${at}/checkpoints/${place}`)),
  );
}

function checkpointProblems({ fields, threshold }: CheckpointRule, pointer: string): readonly PlaybookError[] {
  const scored = threshold === undefined || fields.some(({ kind }) => kind === 'score');
  return [
    ...(scored ? [] : [playbookFault(`${pointer}/threshold`, 'threshold-without-scores')]),
    ...fields.flatMap((field, at) => limitProblems(field, `${pointer}/fields/${at}`)),
  ];
}

function limitProblems(field: EvidenceField, pointer: string): readonly PlaybookError[] {
  switch (field.kind) {
    case 'number':
      return (field.min ?? -Infinity) > (field.max ?? Infinity) ? [playbookFault(`${pointer}/min`, 'min-above-max')] : [];
    case 'table':
      return tableProblems(field, pointer);
    default:
      return [];
  }
}

function tableProblems(table: TableKind, pointer: string): readonly PlaybookError[] {
  return [
    ...(table.minRows > table.maxRows ? [playbookFault(`${pointer}/minRows`, 'min-above-max')] : []),
    ...table.columns.flatMap((column, at) => limitProblems(column, `${pointer}/columns/${at}`)),
    ...sumProblems(table, `${pointer}/sum/column`),
  ];
}

function sumProblems({ columns, sum }: TableKind, pointer: string): readonly PlaybookError[] {
  if (sum === undefined) return [];
  const column = columns.find(({ key }) => key === sum.column);
  if (column === undefined) return [playbookFault(pointer, 'no-such-column')];
  const summable = column.required && (column.kind === 'number' || column.kind === 'percent');
  return summable ? [] : [playbookFault(pointer, 'not-summable')];
}
