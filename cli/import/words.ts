import type { ImportLine } from '../../api/imports/line.ts';

type LineOf<Type extends ImportLine['type']> = Extract<ImportLine, { readonly type: Type }>;

/** How the files are read: a line for each column. */
export function planWords({ files, missing, faults, source, apply }: LineOf<'plan'>): readonly string[] {
  const will = apply ? 'are made' : 'would be made';
  return [
    ...files.flatMap(({ file, role, encoding, rows, columns, unread }) => [
      ...(unread === null ? [] : [`${file}: NOT READ, ${unread}; say in a mapping what it is`]),
      `${file}: read as ${role}, ${rows} rows, ${encoding}`,
      ...columns.map(
        ({ header, field }) => `  ${header.padEnd(24)} ${field ?? (role === 'accounts' ? '(kept as a note)' : '(not used)')}`,
      ),
    ]),
    ...faults.map((fault) => `${fault.file}:${fault.line}  refused  because ${reasonWords(fault)}`),
    `source ${source}`,
    ...Object.entries(missing)
      .filter(([, names]) => names.length > 0)
      .map(([kind, names]) => `${names.length} ${kind} ${will}: ${shortened(names)}`),
  ];
}

/** One row and what became of it. */
export function rowWords({ file, line, key, standing, stage, outcome, reasons, notes }: LineOf<'row'>): string {
  const because = reasons.map(reasonWords);
  const beside = notes.map(({ field, code, value, closest }) => noteWords({ field, code, value, closest }));
  return [
    `${file}:${line}`,
    key ?? '(no key)',
    outcome,
    ...(standing === null ? [] : [standing === 'open' ? `open at ${stage}` : standing]),
    ...(because.length === 0 ? [] : [`because ${because.join(', ')}`]),
    ...beside,
  ].join('  ');
}

type ReasonSaid = LineOf<'row'>['reasons'][number] | LineOf<'plan'>['faults'][number];

function reasonWords({ field, code, value, ...rest }: ReasonSaid): string {
  const problem = 'problem' in rest ? rest.problem : undefined;
  const about = `(${field}${value === undefined ? '' : ` ${JSON.stringify(value)}`})`;
  return [code, about, ...(problem === undefined ? [] : [problem])].join(' ');
}

/** The figures, as they stand in the files. */
export function summaryWords({ rows, stages, withoutCustomer, notes, outcomes, reasons }: LineOf<'summary'>): readonly string[] {
  return [
    `${rows} rows`,
    ...stages.map(
      ({ stage, rows: some, value, withoutClosingDate }) =>
        `  ${stage ?? '(no stage)'}: ${some} rows, value ${value ?? 'not recorded'}${withoutClosingDate > 0 ? `, ${withoutClosingDate} without closing date` : ''}`,
    ),
    `  ${withoutCustomer} rows without a customer`,
    ...notes.map(({ rows: some, ...note }) => `  ${some} rows: ${noteWords(note)}`),
    ...Object.entries(outcomes).map(([outcome, count]) => `${outcome}: ${count}`),
    ...Object.entries(reasons).map(([code, count]) => `  because ${code}: ${count}`),
  ];
}

type NoteWords = { readonly field: string; readonly code: string; readonly value: string; readonly closest: string | null };

function noteWords({ field, code, value, closest }: NoteWords): string {
  return `${field} ${JSON.stringify(value)} ${code}${closest === null ? '' : `, looks like ${JSON.stringify(closest)}`}; kept as written`;
}

function shortened(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', ');
}
