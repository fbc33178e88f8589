import { ApplicationFailure, getExternalWorkflowHandle, log } from '@temporalio/workflow';

/** To whichever run is there under this id; one that has ended need not hear it. What else goes wrong holds nothing up, and the log says so. */
export async function signalIfThere(workflowId: string, signal: string, command: object): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signal, command);
  } catch (error) {
    if (!isNotThere(error)) log.warn('a signal was not delivered', { to: workflowId, signal, error });
  }
}

/** Nobody lives under the id, any more or at all. */
export function isNotThere(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === 'ExternalWorkflowExecutionNotFound';
}
