import type { DurationUnit } from './calendar.ts';
import type { Choice, EvidenceFieldHead, FieldKind, TableKind } from './evidence-field.ts';
import type {
  Acknowledgement,
  BuyerStep,
  CheckpointRule,
  Ladder,
  OddsRule,
  Playbook,
  Rung,
  StageRule,
  Watch,
} from './playbook.ts';
import type { Shape } from './shape.ts';
import { flag, list, name, number, object, oneMember, option, prose, tagged, whole } from './shape.ts';

type Required<Type> = { readonly [Key in keyof Type as object extends Pick<Type, Key> ? never : Key]: Shape };
type Optional<Type> = { readonly [Key in keyof Type as object extends Pick<Type, Key> ? Key : never]-?: Shape };

export const kebab = name(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const fieldKey = name(/^[A-Za-z][A-Za-z0-9_-]*$/);
const anyNumber = number(-1e15, 1e15);
const weight = number(0.001, 1000);
const factor = number(0, 1);

export const title = object({ en: prose(300), zh: prose(300) });
const paragraph = object({ en: prose(2000), zh: prose(2000) });

/** At least a millisecond, the least that a clock knows; at most some twenty or thirty years. */
const lengths = {
  workingDays: number(0.001, 5000),
  workingHours: number(0.001, 40_000),
  days: number(0.001, 8000),
  hours: number(0.001, 200_000),
  minutes: number(0.001, 1e7),
  seconds: number(0.001, 1e9),
} satisfies { readonly [Unit in DurationUnit]: Shape };

export const duration = oneMember(lengths);

/** Each repeat is an event for ever and a message to somebody: once a second is often enough for any demo. */
const repeat = oneMember({ ...lengths, minutes: number(1 / 60, 1e7), seconds: number(1, 1e9) });

/** At most ten working days, or the two weeks they take: no plan keeps a ladder quiet for longer. */
const calm = oneMember({
  workingDays: number(0.001, 10),
  workingHours: number(0.001, 80),
  days: number(0.001, 14),
  hours: number(0.001, 336),
  minutes: number(0.001, 20_160),
  seconds: number(0.001, 1_209_600),
} satisfies { readonly [Unit in DurationUnit]: Shape });

const tell = tagged('to', {
  owner: object({ to: option('owner') }),
  superior: object({ to: option('superior'), level: whole(1, 20) }),
  leadership: object({ to: option('leadership') }),
});

const rung = object({
  when: oneMember({ percent: number(Number.MIN_VALUE, 100), after: duration }),
  tell,
} satisfies Required<Rung>);

const ladder = object({ rungs: list(rung, 1, 50) } satisfies Required<Ladder>, { repeat } satisfies Optional<Ladder>);

const watch = object({ allowance: duration, ladder } satisfies Required<Watch>);

const choice = object({ key: name(/^[A-Za-z0-9][A-Za-z0-9_-]*$/), title } satisfies Required<Choice>);

/** What a field may be on its own and as a column. */
const cells: { readonly [Kind in Exclude<FieldKind['kind'], 'score' | 'table'>]: Shape } = {
  text: field({ maxLength: whole(1, 2000) }),
  'long-text': field({ maxLength: whole(1, 20_000) }),
  'yes-no': field({}),
  number: field({}, { min: anyNumber, max: anyNumber, integer: flag }),
  percent: field({}),
  money: field({}),
  date: field({}),
  instant: field({}),
  choice: field({ choices: list(choice, 1, 200) }, { many: flag }),
  contact: field({}),
  user: field({}),
  document: field({}),
};

const score = field({ weight }, { mustHave: number(0, 10) });

const table = field(
  {
    columns: list(tagged('kind', cells), 1, 30),
    minRows: whole(0, 200),
    maxRows: whole(1, 200),
  } satisfies Omit<Required<TableKind>, 'kind'>,
  { sum: object({ column: fieldKey, total: anyNumber }) } satisfies Optional<TableKind>,
);

const checkpoint = object(
  {
    key: kebab,
    title,
    requires: list(kebab, 0, 20),
    acceptance: option('claim', 'second-person', 'approval'),
    fields: list(tagged('kind', { ...cells, score, table }), 0, 100),
  } satisfies Required<CheckpointRule>,
  { threshold: number(0, 100), meaning: option('signature') } satisfies Optional<CheckpointRule>,
);

const stage = object(
  {
    key: kebab,
    title,
    work: paragraph,
    buyerStep: kebab,
    gate: list(list(kebab, 1, 20), 1, 20),
    checkpoints: list(checkpoint, 1, 20),
    allowance: duration,
    ladder,
    odds: number(0, 100),
  } satisfies Required<StageRule>,
  { measuredBy: option('delivery-plan') } satisfies Optional<StageRule>,
);

/** The build of a playbook document: every member of every object, with its type and limits. */
export const playbookShape = object({
  key: kebab,
  version: whole(1, 1e9),
  name: title,
  buyerSteps: list(object({ key: kebab, title } satisfies Required<BuyerStep>), 1, 20),
  stages: list(stage, 1, 20),
  verification: watch,
  ruling: watch,
  silence: watch,
  lossReview: watch,
  acknowledgement: object({ quiet: calm, longestSnooze: calm } satisfies Required<Acknowledgement>),
  odds: object({ perWaiver: factor, lateEntry: factor, paused: factor, overdue: factor } satisfies Required<OddsRule>),
} satisfies Required<Playbook>);

function field(required: { readonly [key: string]: Shape }, optional: { readonly [key: string]: Shape } = {}): Shape {
  const head = { key: fieldKey, title, required: flag } satisfies Required<EvidenceFieldHead>;
  const kind: Shape = () => []; // the tag has chosen this shape
  return object({ ...head, kind, ...required }, { help: paragraph, ...optional });
}
