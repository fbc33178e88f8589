import type { Actor } from '../../domain/actor.ts';
import { machine } from '../../domain/actor.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { decide } from '../../domain/opportunity/decide.ts';
import type { CommandOf, CommandType, OpportunityCommand } from '../../domain/opportunity/command.ts';
import { evolve } from '../../domain/opportunity/evolve.ts';
import type { Opportunity } from '../../domain/opportunity/state.ts';
import { stageOf, unopened } from '../../domain/opportunity/state.ts';
import { checkpointRule } from '../../domain/playbook.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { aPlaybook, evidenceFor, beforeNegotiation } from './playbook.ts';

/** Monday, 9:00 in Shanghai: the first working minute of a week without holidays. */
export const monday = '2026-03-09T01:00:00.000Z';

export const rep: Actor = { userId: 'rep', capacity: 'owner' };
export const manager: Actor = { userId: 'manager', capacity: 'superior' };
export const importer: Actor = { userId: 'importer', capacity: 'importer' };
export { machine };

let commands = 0;

/** A command with a new id; its content is its fingerprint. */
export function aCommand<Type extends CommandType>(
  command: Omit<CommandOf<Type>, 'commandId' | 'fingerprint' | 'actor' | 'at'> & { readonly type: Type },
  stamp: { readonly actor?: Actor; readonly at?: string; readonly commandId?: string; readonly seen?: number } = {},
): OpportunityCommand {
  commands += 1;
  return {
    commandId: `command-${commands}`,
    fingerprint: JSON.stringify(command),
    actor: rep,
    at: monday,
    ...stamp,
    ...command,
  } as OpportunityCommand;
}

export function anOpening(changes: Partial<CommandOf<'open'>> = {}): OpportunityCommand {
  const opening = {
    type: 'open' as const,
    name: 'Harbour Hotel, three boilers',
    customerId: 'customer-1',
    ownerId: 'rep',
    teamId: 'team-1',
    amount: { amount: '3000000', currency: 'CNY' },
    closeOn: '2026-09-30',
    stage: 'development',
    openedAt: monday,
  };
  return aCommand<'open'>({ ...opening, ...changes }, { actor: changes.imported === undefined ? rep : importer });
}

/** With the least evidence the playbook accepts. */
export function aClaim(checkpoint: string, changes: Partial<CommandOf<'claim-checkpoint'>> = {}): OpportunityCommand {
  const rule = checkpointRule(aPlaybook(), checkpoint) ?? { fields: [] };
  const claim = {
    type: 'claim-checkpoint' as const,
    checkpoint,
    occurredAt: monday,
    note: '',
    documents: [],
    evidence: evidenceFor(rule),
  };
  return aCommand<'claim-checkpoint'>({ ...claim, ...changes });
}

export function aVerification(checkpoint: string, changes: Partial<CommandOf<'verify-checkpoint'>> = {}): OpportunityCommand {
  return aCommand<'verify-checkpoint'>(
    { type: 'verify-checkpoint', checkpoint, verdict: 'accept', comment: '', ...changes },
    { actor: manager, ...changes },
  );
}

/** A sale just opened, at its first stage. */
export function aSale(changes: Partial<CommandOf<'open'>> = {}): Opportunity {
  return after(aNewSale(), anOpening(changes));
}

export function aNewSale(): Opportunity {
  return unopened('sale-1', aPlaybook(), defaultCalendar);
}

/** Decides and folds; a refusal here is a mistake of the test. */
export function after(state: Opportunity, ...given: readonly OpportunityCommand[]): Opportunity {
  return given.reduce((before, command) => {
    const decision = decide(before, command, command.at > before.lastAt ? command.at : before.lastAt);
    if (isRefusal(decision)) throw new Error(`${command.type} was refused: ${JSON.stringify(decision)}`);
    return decision.reduce(evolve, before);
  }, state);
}

/** Claimed, and verified where the playbook wants it. */
export function reached(state: Opportunity, ...checkpoints: readonly string[]): Opportunity {
  return checkpoints.reduce((before, checkpoint) => {
    const claimed = after(before, aClaim(checkpoint, { at: before.lastAt }));
    return claimed.checkpoints[checkpoint]?.claim == null
      ? claimed
      : after(claimed, aVerification(checkpoint, { at: before.lastAt }));
  }, state);
}

/** A sale that stands at a stage with everything before it reached in earnest. */
export function aSaleAt(stage: string): Opportunity {
  let state = aSale();
  for (const checkpoint of beforeNegotiation) {
    if (stageOf(state)?.key === stage) return state;
    state = reached(state, checkpoint);
  }
  return state;
}

export const version = { number: 1, hash: 'a'.repeat(64) };
