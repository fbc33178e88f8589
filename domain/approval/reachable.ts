import { compared } from './bands.ts';
import type { PolicyCondition } from './policy.ts';
import { choices } from './policy-shape.ts';
import type { ChoiceFact, NumericFact } from './terms.ts';

/** True when some contract meets all the conditions. */
export function isReachable(when: readonly PolicyCondition[]): boolean {
  const amounts = when.filter((condition) => condition.fact === 'amount');
  const facts = [...new Set(when.flatMap(({ fact }) => (fact in limits ? [fact as NumericFact] : [])))];
  return (
    hasRoom([{ from: '0' }, ...amounts]) &&
    facts.every((fact) => hasRoom([limits[fact], ...when.filter((condition): condition is Bounds => condition.fact === fact)])) &&
    (Object.keys(choices) as ChoiceFact[]).every((fact) => hasChoice(when, fact))
  );
}

type Bounds = Extract<PolicyCondition, { readonly fact: NumericFact }>;
type Room = { readonly from?: string | number; readonly below?: string | number };

/** What the facts of any contract keep to; the upper ends lie just above what is possible. */
const limits: { readonly [Fact in NumericFact]: Room } = {
  discountPercent: { from: 0, below: 100.001 },
  grossMarginPercent: { below: 100.001 },
  paymentDays: { from: 0 },
  prepaymentPercent: { from: 0, below: 100.001 },
  warrantyMonths: { from: 0 },
  deviations: { from: 0 },
};

function hasRoom(rooms: readonly Room[]): boolean {
  const starts = rooms.flatMap(({ from }) => from ?? []);
  const ends = rooms.flatMap(({ below }) => below ?? []);
  return starts.every((from) => ends.every((below) => compared(from, below) < 0));
}

type Choice = { readonly in: readonly string[] } | { readonly notIn: readonly string[] };

function hasChoice(when: readonly PolicyCondition[], fact: ChoiceFact): boolean {
  const given = when.flatMap((condition) => choicesOf(condition, fact));
  const pool = choices[fact] ?? given.flatMap((one) => ('in' in one ? [...one.in] : []));
  const isAdmitted = (value: string) => given.every((one) => ('in' in one ? one.in.includes(value) : !one.notIn.includes(value)));
  const isOpen = choices[fact] === null && !given.some((one) => 'in' in one);
  return isOpen || pool.some(isAdmitted);
}

/** An amount is one in its currency. */
function choicesOf(condition: PolicyCondition, fact: ChoiceFact): readonly Choice[] {
  if (condition.fact === 'amount') return fact === 'currency' ? [{ in: [condition.currency] }] : [];
  return condition.fact === fact && ('in' in condition || 'notIn' in condition) ? [condition] : [];
}
