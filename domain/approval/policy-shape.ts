import { idPattern } from '../ids.ts';
import { amountPattern, currencyPattern } from '../money.ts';
import { isRecord } from '../value.ts';
import { duration, kebab, title } from '../playbook-shape.ts';
import type { Shape } from '../shape.ts';
import { list, name, number, object, oneMember, option, tagged, whole } from '../shape.ts';
import type { ApprovalPolicy, PolicyRow, PolicyStep } from './policy.ts';
import type { ChoiceFact, NumericFact } from './terms.ts';

type Required<Type> = { readonly [Key in keyof Type]: Shape };

const id = name(idPattern);
const amount = name(amountPattern);
const bound = number(-1e9, 1e9);

const numeric = object({ fact: anything }, { from: bound, below: bound });

/** What each choice of the terms can be. Currencies are without end. */
export const choices: { readonly [Fact in ChoiceFact]: readonly string[] | null } = {
  penalty: ['none', 'capped', 'uncapped'],
  liability: ['capped', 'uncapped'],
  creditGrade: ['A', 'B', 'C', 'D'],
  currency: null,
};

const condition = tagged('fact', {
  amount: object({ fact: anything, currency: name(currencyPattern) }, { from: amount, below: amount }),
  discountPercent: numeric,
  grossMarginPercent: numeric,
  paymentDays: numeric,
  prepaymentPercent: numeric,
  warrantyMonths: numeric,
  deviations: numeric,
  penalty: choice('penalty'),
  liability: choice('liability'),
  creditGrade: choice('creditGrade'),
  currency: choice('currency'),
} satisfies { readonly [Fact in NumericFact | ChoiceFact | 'amount']: Shape });

const row = object({
  key: kebab,
  title,
  when: list(condition, 0, 20),
  steps: list(kebab, 1, 50),
} satisfies Required<PolicyRow>);

const approver = oneMember({ person: id, superior: whole(1, 20), group: id, role: option('leadership', 'manager') });

/** How many of those asked must approve. */
export const mode = tagged('kind', {
  any: object({ kind: anything }),
  all: object({ kind: anything }),
  'each-group': object({ kind: anything }),
  quorum: object({ kind: anything, count: whole(1, 100) }),
  veto: object({ kind: anything, by: id }),
});

const step = object({
  key: kebab,
  title,
  rank: whole(1, 1000),
  approvers: list(approver, 1, 50),
  mode,
  remindAfter: duration,
  escalateAfter: duration,
} satisfies Required<PolicyStep>);

/** The build of a policy document: every member of every object, with its type and limits. */
export const policyShape = object({
  key: kebab,
  version: whole(1, 1e9),
  name: title,
  rows: list(row, 1, 200),
  steps: list(step, 1, 50),
  counting: option('first', 'last'),
  comments: list(option('approve', 'reject', 'return', 'transfer'), 0, 4),
} satisfies Required<ApprovalPolicy>);

/** Either the values among which it must be, or those among which it must not. */
function choice(fact: ChoiceFact): Shape {
  const values = list(choices[fact] === null ? name(currencyPattern) : option(...choices[fact]), 1, 200);
  const either = oneMember({ in: values, notIn: values });
  return (value, pointer) => (isRecord(value) ? either(without(value, 'fact'), pointer) : []);
}

function without(record: object, key: string): object {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}

/** The tag has chosen this shape. */
function anything(): readonly [] {
  return [];
}
