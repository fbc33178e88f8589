import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Account } from '../../domain/account.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { AnyAnswer } from './dispatch.ts';

/** What sending a command came to. */
export type Verdict =
  | { readonly came: 'answer'; readonly answer: AnyAnswer }
  | { readonly came: 'refusal'; readonly refusal: Refusal }
  /** The run ended while it held the command; `account`: what an ended process left unwritten. */
  | { readonly came: 'run-ended'; readonly account?: Account }
  | { readonly came: 'no-such-workflow'; readonly account?: Account }
  /** It may have happened, or may yet. */
  | { readonly came: 'unknown' }
  /** Turned away by the server before any workflow saw it. */
  | { readonly came: 'busy' }
  /** No workflow task succeeds: a fault of ours. */
  | { readonly came: 'stuck' };

/** There is no process any more that could take the command. */
export type Ended = Extract<Verdict, { readonly came: 'run-ended' | 'no-such-workflow' }>;

/** Throws on what is none of Temporal's answers. */
export function verdictOn(error: unknown): Verdict {
  if (error instanceof WorkflowUpdateFailedError) return failureVerdict(error.cause);
  if (error instanceof WorkflowNotFoundError) return { came: 'no-such-workflow' };
  if (error instanceof WorkflowExecutionAlreadyStartedError) return { came: 'refusal', refusal: { refused: 'already-opened' } };
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { came: 'unknown' };
  if (error instanceof ServiceError) return serviceVerdict(codeOf(error));
  throw error;
}

function failureVerdict(cause: Error | undefined): Verdict {
  if (!(cause instanceof ApplicationFailure)) return { came: 'stuck' };
  const { type, details } = cause;
  if (type === 'AcceptedUpdateCompletedWorkflow') return { came: 'run-ended' };
  const refusal = details?.[0] as Refusal | undefined;
  return refusal?.refused === type && refusal !== undefined ? { came: 'refusal', refusal } : { came: 'stuck' };
}

/** gRPC's own numbers. */
function serviceVerdict(code: number | undefined): Verdict {
  switch (code) {
    case 5:
      return { came: 'no-such-workflow' };
    case 8:
      return { came: 'busy' };
    case 9:
      return { came: 'stuck' };
    default:
      return { came: 'unknown' };
  }
}

function codeOf({ cause }: ServiceError): number | undefined {
  return (cause as { readonly code?: number } | undefined)?.code;
}
