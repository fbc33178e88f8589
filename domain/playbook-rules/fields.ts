import type { EvidenceField, TableKind } from '../evidence-field.ts';
import type { FieldOf } from '../evidence.ts';
import { rounding } from '../evidence.ts';
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
      return numberProblems(field, `${pointer}/min`);
    case 'table':
      return tableProblems(field, pointer);
    default:
      return [];
  }
}

function numberProblems(field: FieldOf<'number'>, pointer: string): readonly PlaybookError[] {
  const { min = -Infinity, max = Infinity } = field;
  const [least, most] = boundsOf(field);
  if (min > max) return [playbookFault(pointer, 'min-above-max')];
  return least > most ? [playbookFault(pointer, 'no-whole-number')] : [];
}

function tableProblems(table: TableKind, pointer: string): readonly PlaybookError[] {
  return [
    ...(table.minRows > table.maxRows ? [playbookFault(`${pointer}/minRows`, 'min-above-max')] : []),
    ...table.columns.flatMap((column, at) => limitProblems(column, `${pointer}/columns/${at}`)),
    ...sumProblems(table, `${pointer}/sum`),
  ];
}

function sumProblems(table: TableKind, pointer: string): readonly PlaybookError[] {
  const { columns, sum } = table;
  if (sum === undefined) return [];
  const column = columns.find(({ key }) => key === sum.column);
  if (column === undefined) return [playbookFault(`${pointer}/column`, 'no-such-column')];
  if (!column.required || (column.kind !== 'number' && column.kind !== 'percent'))
    return [playbookFault(`${pointer}/column`, 'not-summable')];
  return canAddUp(table, column, sum.total) ? [] : [playbookFault(`${pointer}/total`, 'sum-out-of-reach')];
}

/** With some number of rows; an empty table, where it may be empty, has no sum. */
function canAddUp({ minRows, maxRows }: TableKind, column: Summable, total: number): boolean {
  const [least, most] = boundsOf(column);
  if (isWhole(column) && !Number.isInteger(total)) return false;
  return range(Math.max(1, minRows), maxRows).some((rows) => rows * least < total + rounding && total < rows * most + rounding);
}

type Summable = FieldOf<'number'> | FieldOf<'percent'>;

/** The least and the most that the field really takes. */
function boundsOf(field: Summable): readonly [least: number, most: number] {
  if (field.kind === 'percent') return [0, 100];
  const { min = -Infinity, max = Infinity } = field;
  return isWhole(field) ? [Math.ceil(min), Math.floor(max)] : [min, max];
}

function isWhole(field: Summable): boolean {
  return field.kind === 'number' && field.integer === true;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}
