import { machine } from '../actor.ts';
import { later } from './clock.ts';
import type { Deadline } from './deadline.ts';
import { deadlines } from './deadline.ts';
import { withConsequences } from './decide.ts';
import type { OpportunityEvent, Told } from './event.ts';
import type { Opportunity } from './state.ts';

/** Who was found to be told, and when the deadline was looked at: not before it was due. */
export type Passing = { readonly told: readonly Told[]; readonly at: string };

/** What a deadline that came due makes happen; nothing when the state has moved on since it was read. */
export function passDeadline(state: Opportunity, due: Deadline, { told, at }: Passing): readonly OpportunityEvent[] {
  if (!deadlines(state).some((one) => isSame(one, due))) return [];
  const happening = { at: later(at, state.lastAt), actor: machine };
  if (due.type === 'pause-ends') return withConsequences(state, [{ ...happening, type: 'resumed', reason: '' }]);
  const { clock, startedAt, rung, dueAt } = due;
  return [{ ...happening, type: 'escalated', clock, startedAt, rung, dueAt, told }];
}

/** Who was told in this run of the clock already: nobody is told twice for one step. */
export function toldBefore(state: Opportunity, due: Extract<Deadline, { type: 'rung' }>): readonly string[] {
  const fired = state.escalations[due.clock];
  return fired?.startedAt === due.startedAt ? fired.told : [];
}

function isSame(one: Deadline, other: Deadline): boolean {
  if (one.type !== 'rung' || other.type !== 'rung') return one.type === other.type && one.dueAt === other.dueAt;
  return one.clock === other.clock && one.startedAt === other.startedAt && one.rung === other.rung && one.dueAt === other.dueAt;
}
