import { WithStartWorkflowOperation } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import type { OpportunityCommand } from '../../domain/opportunity/command.ts';
import { decide } from '../../domain/opportunity/decide.ts';
import { evolve } from '../../domain/opportunity/evolve.ts';
import type { Opportunity } from '../../domain/opportunity/state.ts';
import { unopened } from '../../domain/opportunity/state.ts';
import { summaryOf } from '../../domain/opportunity/summary.ts';
import { isRefusal } from '../../domain/refusal.ts';
import type { OpportunityStart } from '../../workflows/contract.ts';
import { opportunityWorkflow, searchAttributesOf } from '../../workflows/contract.ts';
import type { Deps } from '../deps.ts';
import { rulesOf } from '../rules.ts';
import { lastWord } from './last-word.ts';
import type { AnyAnswer, Dispatch } from './dispatch.ts';
import { doorOf } from './dispatch.ts';
import type { Verdict } from './verdict.ts';
import { verdictOn } from './verdict.ts';

/** Sends the update and waits for its answer until the deadline. The update id is the command's, so that sending again is safe. */
export async function deliver(deps: Deps, dispatch: Dispatch, seen: number): Promise<Verdict> {
  const deadline = Date.now() + deps.settings.commandDeadlineMs;
  const first = await attempt(deps, dispatch, { seen, deadline });
  const verdict = meansRenewal.includes(first.came) ? await attempt(deps, dispatch, { seen, deadline }) : first;
  return verdict.came === 'run-ended' || verdict.came === 'no-such-workflow' ? lastWord(deps, dispatch, verdict) : verdict;
}

/** A run that renews itself may end under a command, or fail the one task that held it: the next run takes it under the same id. */
const meansRenewal: readonly Verdict['came'][] = ['run-ended', 'stuck'];

type Attempt = { readonly seen: number; readonly deadline: number };

async function attempt(deps: Deps, dispatch: Dispatch, { seen, deadline }: Attempt): Promise<Verdict> {
  const { temporal } = deps;
  const start = dispatch.start === undefined ? undefined : await startOperation(deps, dispatch, dispatch.start);
  try {
    const answer = await temporal.client.withDeadline(deadline, () =>
      update(deps, { ...dispatch, command: { ...dispatch.command, seen } }, start),
    );
    temporal.heard();
    return { came: 'answer', answer };
  } catch (error) {
    const verdict = verdictOn(error);
    if (verdict.came !== 'unknown') temporal.heard();
    return verdict;
  }
}

type Starting = WithStartWorkflowOperation<(start: OpportunityStart) => Promise<void>>;

function update({ temporal }: Deps, dispatch: Dispatch, start: Starting | undefined): Promise<AnyAnswer> {
  const { workflowId, command } = dispatch;
  const { workflow } = temporal.client;
  const options = { args: [command] as [typeof command], updateId: command.commandId };
  const door = doorOf(dispatch).update;
  if (start === undefined) return workflow.getHandle(workflowId).executeUpdate<AnyAnswer, [typeof command]>(door, options);
  return workflow.executeUpdateWithStart(door, { ...options, startWorkflowOperation: start });
}

/** Good for one call only. */
async function startOperation(
  deps: Deps,
  { workflowId, command }: Dispatch,
  start: NonNullable<Dispatch['start']>,
): Promise<Starting> {
  const rules = await rulesOf(deps.database, start);
  const unheard = unopened(start.opportunityId, rules.playbook, rules.calendar);
  return new WithStartWorkflowOperation(opportunityWorkflow, {
    workflowId,
    taskQueue: deps.settings.taskQueue,
    args: [{ id: start.opportunityId, ...rules }],
    typedSearchAttributes: attributesAfter(unheard, command as OpportunityCommand),
    workflowTaskTimeout: '2s',
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
}

/** Indexed with its start, a sale is found at once, and spares its workflow to say so. */
function attributesAfter(state: Opportunity, command: OpportunityCommand) {
  const decision = decide(state, command, command.at);
  if (isRefusal(decision)) return [];
  const pairs = searchAttributesOf(summaryOf(decision.reduce(evolve, state)));
  return pairs.filter(({ value }) => value !== null) as SearchAttributePair[];
}
