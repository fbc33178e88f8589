import type { FieldError } from '../../domain/field-error.ts';
import type { OpportunityCommand } from '../../domain/opportunity/command.ts';
import { decide } from '../../domain/opportunity/decide.ts';
import { evolve } from '../../domain/opportunity/evolve.ts';
import { unopened } from '../../domain/opportunity/state.ts';
import { isRefusal } from '../../domain/refusal.ts';
import type { Asked } from '../commands.ts';
import type { Rules } from '../rules.ts';
import type { Draft } from './plan.ts';
import type { Reason } from './reason.ts';
import { cut } from './value.ts';

/** What the rules of a sale say against a row. */
export type Objection = Reason & { readonly code: 'command-refused'; readonly problem: string };

/** Asks the rules themselves, so that a dry run refuses what the workflow would, and nothing is opened that could not be closed. */
export function objectionTo(asks: readonly Asked[], { playbook, calendar }: Rules, draft: Draft): Objection | null {
  const at = new Date().toISOString();
  let state = unopened('', playbook, calendar);
  for (const { actor, idempotencyKey, content } of asks) {
    const command = { commandId: idempotencyKey, fingerprint: draft.fingerprint, actor, at, ...content } as OpportunityCommand;
    const decision = decide(state, command, at);
    if (isRefusal(decision)) return reasonOf(decision.refused, decision.errors, draft);
    state = decision.reduce(evolve, state);
  }
  return null;
}

/** The refusal of a command, and the column that it is about. */
export function reasonOf(problem: string, errors: readonly FieldError[] | undefined, { fields }: Draft): Objection {
  const field = columnsOf[errors?.[0]?.pointer ?? ''] ?? 'row';
  const value = fields[field] ?? null;
  return { field, code: 'command-refused', problem, ...(value === null ? {} : { value: cut(value, 100) }) };
}

const columnsOf: { readonly [pointer: string]: string } = {
  '/name': 'name',
  '/amount': 'amount',
  '/stage': 'stage',
  '/openedAt': 'openedOn',
  '/closeOn': 'closedOn',
  '/closedAt': 'closedOn',
  '/wonAt': 'closedOn',
};
