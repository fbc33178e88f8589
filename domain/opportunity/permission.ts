import type { Actor, Capacity } from '../actor.ts';
import type { CommandOf, CommandType, OpportunityCommand } from './command.ts';
import type { Opportunity } from './state.ts';
import { escalationOf } from './state.ts';

/** In which capacity towards the sale each command may be given. */
const capacities: { readonly [Type in CommandType]: readonly Capacity[] } = {
  open: ['owner', 'superior', 'leadership', 'integration', 'importer', 'system'],
  'claim-checkpoint': ['owner', 'superior', 'integration', 'system'],
  'verify-checkpoint': ['superior', 'leadership'],
  'waive-checkpoint': ['superior', 'leadership'],
  'revoke-checkpoint': ['superior', 'leadership'],
  'report-buyer-step': ['owner', 'superior', 'integration', 'system'],
  'update-forecast': ['owner', 'superior', 'integration', 'system'],
  'plan-delivery': ['owner', 'superior', 'leadership', 'integration', 'system'],
  'record-contact': ['owner', 'superior', 'leadership', 'integration', 'system'],
  // A pause stops the clock: a rep must not be able to hide a dead deal behind one.
  pause: ['superior', 'leadership'],
  resume: ['owner', 'superior', 'leadership', 'system'],
  rule: ['superior', 'leadership'],
  'submit-contract': ['owner', 'superior'],
  'conclude-approval': ['system'],
  reassign: ['superior', 'leadership', 'system'],
  'acknowledge-escalation': ['superior', 'leadership'],
  close: ['owner', 'superior', 'leadership', 'integration', 'importer', 'system'],
  'review-loss': ['owner', 'superior', 'leadership'],
  'change-timing': ['system'],
};

/** Stepping out of a tender, or giving a deal up, is a manager's decision; a rep reports what the customer did. */
const ownersOutcomes = ['lost', 'cancelled'];

export function isPermitted(state: Opportunity, command: OpportunityCommand): boolean {
  const { capacity, userId } = command.actor;
  if (!capacities[command.type].includes(capacity)) return isToldDeputy(state, command);
  if (command.type === 'open') return command.imported === undefined || ['importer', 'system'].includes(capacity);
  if (command.type === 'close') return mayClose(state, command);
  return userId !== state.facts?.ownerId || !managersOnly(command.type);
}

/** Nobody is above himself, whatever else he is. */
export function isAbove({ facts }: Opportunity, { capacity, userId }: Actor): boolean {
  return (capacity === 'superior' || capacity === 'leadership') && userId !== facts?.ownerId;
}

/** An import tells what managers decided elsewhere. */
function mayClose(state: Opportunity, { actor, outcome }: CommandOf<'close'>): boolean {
  if (actor.capacity === 'importer') return state.facts?.imported != null;
  return !isReport(state, actor) || ownersOutcomes.includes(outcome);
}

/** What the owner says, or a key, which makes nobody more than he is. */
function isReport({ facts }: Opportunity, { capacity, userId }: Actor): boolean {
  return capacity === 'owner' || capacity === 'integration' || userId === facts?.ownerId;
}

/** An escalation may be answered by whoever was told of it, also where he stands in for somebody. */
function isToldDeputy(state: Opportunity, command: OpportunityCommand): boolean {
  if (command.type !== 'acknowledge-escalation' || command.actor.userId === state.facts?.ownerId) return false;
  return escalationOf(state, command.clock)?.told.includes(command.actor.userId) === true;
}

/** Nobody is manager of his own sale, whatever else he is. */
function managersOnly(type: CommandType): boolean {
  return !capacities[type].includes('owner') && !capacities[type].includes('system');
}
