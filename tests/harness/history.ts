import type { WorkflowHandle } from '@temporalio/client';

export type Cost = { readonly events: number; readonly actions: number };

/** Events of a run's history, and what of them Temporal Cloud bills: see its list of actions. A child's start is two, and stands with its parent. */
export async function costOf(...handles: readonly WorkflowHandle[]): Promise<Cost> {
  const types = (await Promise.all(handles.map(typesOf))).flat();
  const actions = types.reduce((total, type) => total + (actionsOf[type] ?? 0), 0);
  return { events: types.length, actions };
}

/** Names of the events of a run, in order. */
export async function typesOf(handle: WorkflowHandle): Promise<readonly string[]> {
  const { events = [] } = await handle.fetchHistory();
  return (events ?? []).map((event) => nameOf(event));
}

/** A child's own start is billed with the event that asked for it, so a start with a parent counts nothing here. */
const actionsOf: { readonly [type: string]: number } = {
  workflowExecutionStarted: 1,
  startChildWorkflowExecutionInitiated: 2,
  workflowExecutionSignaled: 1,
  workflowExecutionUpdateAccepted: 1,
  timerStarted: 1,
  activityTaskScheduled: 1,
  upsertWorkflowSearchAttributes: 1,
  workflowExecutionContinuedAsNew: 1,
};

function nameOf(event: object): string {
  const [attributes = 'unknown', value] =
    Object.entries(event).find(([key, value]) => key.endsWith('EventAttributes') && value !== null) ?? [];
  const name = attributes.replace(/EventAttributes$/, '');
  const isChild =
    name === 'workflowExecutionStarted' &&
    (value as { readonly parentWorkflowExecution?: unknown }).parentWorkflowExecution != null;
  return isChild ? 'childExecutionStarted' : name;
}
