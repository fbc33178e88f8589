import type { Stamp } from '../../domain/actor.ts';
import type { Answer, SummaryHead } from '../../domain/account.ts';
import { approvalOf } from '../../domain/ids.ts';
import type { Door } from '../../workflows/contract.ts';
import { approvalDoors, opportunityDoors } from '../../workflows/contract.ts';

/** A command on its way to a process: all that is needed to send it, and to send it again after a crash. */
export type Dispatch = {
  readonly workflowId: string;
  readonly command: Stamp & { readonly type: string };
  /** For the first command of a sale: the rules its workflow starts with, by reference. */
  readonly start?: StartReference;
};

export type StartReference = {
  readonly opportunityId: string;
  readonly playbook: { readonly key: string; readonly version: number };
  readonly calendar: { readonly key: string; readonly version: number };
};

export type AnyAnswer = Answer<unknown, SummaryHead>;

export function doorOf({ workflowId, command }: Dispatch): Door {
  const doors: { readonly [type: string]: Door } = approvalOf(workflowId) === null ? opportunityDoors : approvalDoors;
  const door = Object.hasOwn(doors, command.type) ? doors[command.type] : undefined;
  if (door === undefined) throw new Error(`no door for ${command.type}`);
  return door;
}
