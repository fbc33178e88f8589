import { addMoney, type Money } from '../../domain/money.ts';
import type { Draft, Note, Plan } from './plan.ts';
import type { Outcome } from './perform.ts';

/** The figures of the files as they are written, and what became of the rows. Nothing in it is estimated. */
export type Summary = {
  readonly rows: number;
  /** By the word of the stage column. */
  readonly stages: readonly StageFigure[];
  readonly withoutCustomer: number;
  readonly notes: readonly NoteFigure[];
  readonly outcomes: { readonly [outcome: string]: number };
  readonly reasons: { readonly [code: string]: number };
};

type StageFigure = {
  readonly stage: string | null;
  readonly rows: number;
  /** Sum of the amounts that are recorded, in the file's own unit; null where none is. */
  readonly value: string | null;
  readonly withoutAmount: number;
  readonly withoutClosingDate: number;
};
type NoteFigure = Omit<Note, 'field'> & { readonly field: string; readonly rows: number };

export function summaryOf({ drafts, industryNotes }: Plan, outcomes: readonly Outcome[]): Summary {
  const notes = [...drafts.flatMap((draft) => draft.notes), ...industryNotes, ...outcomes.flatMap((outcome) => outcome.notes)];
  return {
    rows: drafts.length,
    stages: grouped(drafts, ({ fields }) => fields['stage'] ?? '').map(([stage, some]) => stageFigure(stage, some)),
    withoutCustomer: drafts.filter(({ fields }) => (fields['customer'] ?? null) === null).length,
    notes: grouped(notes, ({ field, code, value }) => [field, code, value].join('|')).flatMap(([, some]) => noteFigure(some)),
    outcomes: counted(outcomes.map(({ outcome }) => outcome)),
    reasons: counted(outcomes.flatMap(({ reasons }) => [...new Set(reasons.map(({ code }) => code))])),
  };
}

function stageFigure(stage: string, drafts: readonly Draft[]): StageFigure {
  const amounts = drafts.flatMap(({ amount }) => amount ?? []);
  return {
    stage: stage === '' ? null : stage,
    rows: drafts.length,
    value: amounts.length === 0 ? null : sumOf(amounts),
    withoutAmount: drafts.length - amounts.length,
    withoutClosingDate: drafts.filter(({ fields }) => (fields['closedOn'] ?? null) === null).length,
  };
}

/** Whatever the currency: the sum of a column. */
function sumOf(amounts: readonly string[]): string | null {
  const unit = { currency: 'XXX' };
  const sum = amounts.reduce<Money | undefined>(
    (total, amount) => (total === undefined ? undefined : addMoney(total, { amount, ...unit })),
    { amount: '0', ...unit },
  );
  return sum?.amount.replace(/\.0+$/, '') ?? null;
}

function noteFigure(notes: readonly Note[]): readonly NoteFigure[] {
  return notes[0] === undefined ? [] : [{ ...notes[0], rows: notes.length }];
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item); // a new list for each row would take longer with every row
  }
  return [...groups].toSorted(([, one], [, other]) => other.length - one.length);
}

function counted(words: readonly string[]): { readonly [word: string]: number } {
  return Object.fromEntries(grouped(words, (word) => word).map(([word, some]) => [word, some.length]));
}
