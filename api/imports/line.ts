import { z } from 'zod';
import { encodings } from './encoding.ts';
import { Mapping, unreadCodes } from './mapping.ts';
import type { Mapping as MappingData } from './mapping.ts';
import type { Parties } from './parties.ts';
import type { Outcome } from './perform.ts';
import type { Draft, MappedTable, Plan } from './plan.ts';
import { reasonCodes } from './reason.ts';
import { isSale } from './sale.ts';
import type { Summary } from './summary.ts';
import type { Standing } from './vocabulary.ts';
import { roleNames, standings } from './vocabulary.ts';

const Role = z.enum([...roleNames, 'ignore']);
const Column = z.strictObject({ header: z.string(), field: z.string().nullable() });
const count = z.number().int();

const FilePlan = z.strictObject({
  file: z.string(),
  role: Role,
  encoding: z.enum(encodings),
  delimiter: z.string(),
  rows: count,
  columns: z.array(Column),
  unread: z
    .enum(unreadCodes)
    .nullable()
    .meta({ description: 'Why nothing of this file is read; null when it is, or the mapping says to ignore it' }),
});

/** First: how the files are read, and what will be made beside the sales. */
const PlanLine = z.strictObject({
  type: z.literal('plan'),
  source: z.string(),
  apply: z.boolean(),
  files: z.array(FilePlan),
  mapping: Mapping.meta({ description: 'As it is used: to be kept, changed and sent' }),
  rows: count,
  missing: z.strictObject({ teams: z.array(z.string()), people: z.array(z.string()), customers: z.array(z.string()) }),
  faults: z
    .array(
      z.strictObject({
        file: z.string(),
        line: count,
        field: z.string(),
        code: z.enum(reasonCodes),
        value: z.string().optional(),
      }),
    )
    .meta({ description: 'Rows of the files beside the pipeline that are not taken, and why' }),
});

const Reason = z.strictObject({
  field: z.string(),
  code: z.enum(reasonCodes),
  value: z.string().optional(),
  problem: z.string().optional(),
});

const note = {
  field: z.string(),
  code: z.enum(['not-on-price-list', 'unusual-industry', 'row-changed-since']),
  value: z.string(),
  closest: z.string().nullable(),
};

const RowLine = z.strictObject({
  type: z.literal('row'),
  file: z.string(),
  line: count,
  key: z.string().nullable(),
  standing: z
    .enum(standings)
    .nullable()
    .meta({ description: 'How its sale stands, as the row says; null when that cannot be read' }),
  stage: z.string().nullable().meta({ description: 'The key of the stage at which its sale is opened' }),
  outcome: z.enum(['opened', 'would-open', 'already-there', 'refused']),
  opportunityId: z.string().nullable(),
  reasons: z.array(Reason),
  notes: z.array(z.strictObject(note)),
});

/** Last: the figures of the files, and of what became of their rows. */
const SummaryLine = z.strictObject({
  type: z.literal('summary'),
  rows: count,
  stages: z.array(
    z.strictObject({
      stage: z.string().nullable(),
      rows: count,
      value: z.string().nullable(),
      withoutAmount: count,
      withoutClosingDate: count,
    }),
  ),
  withoutCustomer: count,
  notes: z.array(z.strictObject({ ...note, rows: count })),
  outcomes: z.record(z.string(), count),
  reasons: z.record(z.string(), count),
});

/** It went no further: the rows told before are done, and sending the files again does the rest. */
const StoppedLine = z.strictObject({ type: z.literal('stopped'), code: z.string() });

export const ImportLine = z.discriminatedUnion('type', [PlanLine, RowLine, SummaryLine, StoppedLine]).meta({ id: 'ImportLine' });
export type ImportLine = Readonly<z.output<typeof PlanLine>> | RowOutput | SummaryOutput | z.output<typeof StoppedLine>;
type RowOutput = Outcome & {
  readonly type: 'row';
  readonly file: string;
  readonly line: number;
  readonly key: string | null;
  readonly standing: Standing | null;
  readonly stage: string | null;
};
type SummaryOutput = { readonly type: 'summary' } & Summary;

type Planned = {
  readonly plan: Plan;
  readonly parties: Parties;
  readonly mapping: MappingData;
  readonly source: string;
  readonly apply: boolean;
};

export function planLine({ plan, parties, mapping, source, apply }: Planned): ImportLine {
  const { teams, people, customers } = parties.missing;
  return {
    ...{ type: 'plan', source, apply, rows: plan.drafts.length },
    files: plan.tables.map(filePlan),
    mapping: mappingInUse(plan.tables, mapping),
    missing: { teams: [...teams], people: [...people], customers: [...customers] },
    faults: [...plan.faults, ...parties.people.faults],
  };
}

export function rowLine({ file, line, fields, notes, read }: Draft, outcome: Outcome): ImportLine {
  const { standing, stage } = isSale(read) ? read : { standing: null, stage: null };
  const row = { file, line, key: fields['key'] ?? null, standing, stage };
  return { type: 'row', ...row, ...outcome, notes: [...notes, ...outcome.notes] };
}

function filePlan({ file, role, encoding, delimiter, rows, headers, fields, unread }: MappedTable) {
  const columns = headers.map((header, at) => ({ header, field: fields[at] ?? null }));
  return { file, role, encoding, delimiter, rows: rows.length, columns, unread };
}

function mappingInUse(tables: readonly MappedTable[], mapping: MappingData): MappingData {
  const columns = roleNames.flatMap((role) => {
    const pairs = tables
      .filter((table) => table.role === role)
      .flatMap(({ headers, fields }) => headers.map((header, at) => [header, fields[at] ?? null]));
    return pairs.length === 0 ? [] : [[role, Object.fromEntries(pairs) as Record<string, string | null>]];
  });
  const read = tables.filter(({ unread, role }) => role !== 'ignore' || unread === null); // what is unread stays so when this is sent back
  return {
    ...mapping,
    roles: Object.fromEntries(read.map(({ file, role }) => [file, role])),
    columns: { ...mapping.columns, ...Object.fromEntries(columns) },
  };
}
